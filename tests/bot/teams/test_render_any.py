"""Any reply whatever becomes cards that Teams accepts, and no word of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams import limits
from bot.teams.cards import weight
from bot.teams.render import Outgoing, activities, as_activity, task_module
from commands.message import Actions, Facts, File, Form, Picture, Reply, Table, Text
from tests.bot.slack.test_render_any import bare, links
from tests.bot.slack.test_render_any import forms as any_forms
from tests.bot.slack.test_render_any import replies as any_replies
from tests.bot.teams.cards import faults_of, shapes, texts

AWKWARD = (
    "**fet** _kursiv_", "[länk](https://x.se)", "1. ett", "- punkt", "<at>Anna</at>", "</at>", "{{DATE(2026-01-01T00:00:00Z)}}",
    "${namn}", "&lt;b&gt;", "<b>", "# rubrik", "| a | b |", "\u202eomvänt", "🙂", "å", "`kod`", "\\*", "a\r\nb", "■ Röd",
)  # fmt: skip

FEWER = settings.default.max_examples // 3 if settings.default else 8
"""Of what takes half a second each."""


def named(form: Form) -> Form:
    """The form with a name for each field, as every form of ours has."""
    return replace(form, fields=tuple(replace(each, name=f"f{n}") for n, each in enumerate(form.fields)))


forms = any_forms.map(named)
replies = any_replies.map(
    lambda reply: replace(
        reply, blocks=tuple(named(each) if isinstance(each, Form) else each for each in reply.blocks)
    )
)


def told(reply: Reply) -> Iterator[str]:
    """Every text of a reply that its cards must show."""
    if reply.error:
        yield reply.error.message
    for block in reply.blocks:
        match block:
            case Text(text=text):
                yield text
            case Facts(items=facts):
                yield from (text for fact in facts for text in (fact.label, fact.value))
            case Table(rows=rows, title=title):
                yield from (title, *(cell for row in rows for cell in row))
            case Actions(items=items):
                yield from (each.label or each.command for each in items)
                yield from (each.confirm for each in items if each.command.strip())
            case File(title=title, name=name):
                yield from (title, name)
            case Picture(alt=alt):
                yield alt
            case Form(title=title, fields=fields):
                yield from (title, *(each.error for each in fields))


def seen(made: list[Outgoing]) -> str:
    """What the cards show, without space and without what has no width."""
    shown = "".join(text for each in made if each.card for text in texts(each.card))
    return bare(shown).replace("\u2060", "")


def lost(reply: Reply, shown: str) -> list[str]:
    """The beginnings of what does not stand there."""
    return [text[:80] for text in told(reply) if bare(text).replace("\u2060", "") not in shown]


@settings(max_examples=FEWER)
@given(replies, links)
def test_any_reply_becomes_cards_within_limits_that_lose_no_word(reply: Reply, link: str | None) -> None:
    made = activities(reply, lambda _reference: link)
    assert made
    for each in made:
        assert each.card
        assert faults_of(each.card) == []
        assert each.summary.strip()
        assert len(each.summary) <= limits.TITLE
        assert weight(as_activity(each)) <= 28 * 1024
    assert lost(reply, seen(made)) == []


@given(replies, st.sampled_from(["portfölj", "x" * 900]))
def test_any_page_of_any_answer_is_within_limits(reply: Reply, asked: str) -> None:
    def page(number: int) -> Outgoing:
        shown, *others = activities(reply, lambda _reference: None, asked=asked, page=number)
        assert shown.card
        assert faults_of(shown.card) == []
        assert not others or any(isinstance(block, Form) for block in reply.blocks)
        return shown

    pages = re.findall(r"Visa fler \(sida 2 av (\d+)\)", page(1).text)
    if pages:
        page(2)
        assert "Visa fler (sida" not in page(int(pages[-1])).text


@given(forms)
def test_any_form_becomes_a_dialog_within_limits(form: Form) -> None:
    shown = task_module(form)["task"]["value"]
    assert faults_of(shown["card"]["content"]) == []
    assert 0 < len(shown["title"]) <= limits.TITLE


@pytest.mark.xdist_group("npm")
def test_the_shapes_of_many_odd_replies_are_those_of_adaptive_cards() -> None:
    made = [card for word in AWKWARD for card in _cards_of(word)]
    assert shapes(made) == []


def _cards_of(word: str) -> Iterator[dict[str, object]]:
    from tests.bot.web.sample import BLOCKS, FORM

    odd = replace(FORM, title=word, fields=tuple(replace(each, label=word, error=word) for each in FORM.fields))
    table = Table((word, word), ((word, word), (word, "")), word)
    reply = Reply((Text(word), table, *BLOCKS, odd))
    yield from (each.card for each in activities(reply, lambda _reference: "https://laget.example/f") if each.card)

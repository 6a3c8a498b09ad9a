"""Any reply whatever becomes messages that Slack accepts, and no word of it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.slack import limits
from bot.slack.home import Home, Section, home_view
from bot.slack.modal import Carry, modal, steps
from bot.slack.render import messages
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Fact,
    Facts,
    Failure,
    Field,
    FieldType,
    File,
    Form,
    Option,
    Picture,
    Reply,
    Table,
    Text,
    TextStyle,
)
from tests.bot.slack.schema import faults_of_message, faults_of_view, texts

AWKWARD = (
    "<!channel>",
    "*fet*",
    "&amp;",
    "```",
    ":smile:",
    "å",
    "\u202e",
    "مرحبا",
    "🙂",
    "<@U123|kim>",
    "\n\n",
    "—",
    '"',
)
LONGEST = 5000

words = st.one_of(
    st.sampled_from(["", " ", *AWKWARD]),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40),
    st.lists(st.sampled_from([*AWKWARD, "ord ", "rad\n", "långtord" * 9]), max_size=30).map("".join),
    st.builds(
        lambda word, n: (word * n)[:LONGEST],
        st.sampled_from(["x", "ett ord ", "åäö\n", "🙂"]),
        st.integers(1, 2000),
    ),
)
actions = st.builds(Action, words, words, st.sampled_from(ActionStyle), words)
cells = st.lists(words, max_size=6).map(tuple)
tables = st.one_of(
    st.builds(Table, cells, st.lists(cells, max_size=6).map(tuple), words),
    # Long, wide and wordy ones.
    st.builds(
        lambda columns, rows, cell: Table(tuple(f"k{n}" for n in range(columns)), (("a",) * (columns - 1) + (cell,),) * rows, "t"),
        st.integers(1, 25), st.integers(0, 250), st.sampled_from(["z", "ett ord " * 20, "y" * 3000]),
    ),
)  # fmt: skip
fields = st.builds(
    Field, words, words, st.sampled_from(FieldType), st.booleans(), words,
    st.lists(st.builds(Option, words, words), max_size=12).map(tuple), words, words, st.integers(1, 9000),
)  # fmt: skip
forms = st.builds(Form, words, words, st.lists(fields, max_size=8).map(tuple), words)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, words, st.sampled_from(TextStyle)),
    st.lists(st.builds(Fact, words, words), max_size=20).map(lambda items: Facts(tuple(items))),
    tables,
    st.lists(actions, max_size=30).map(lambda items: Actions(tuple(items))),
    st.builds(File, words, words, st.just("application/pdf"), words),
    st.builds(Picture, words, words, words),
    forms,
)
replies = st.builds(
    Reply, st.lists(blocks, max_size=12).map(tuple), st.one_of(st.none(), st.builds(Failure, words, st.none()))
)
links = st.sampled_from(
    ["https://laget.example/f", "http://127.0.0.1/f", "https://laget.example/" + "f" * 3000, None]
)


def bare(text: str) -> str:
    """Without space: a text may be cut between words, and blanks at the ends are nobody's words."""
    return "".join(text.split())


def told(reply: Reply) -> Iterator[str]:
    """Every text of a reply that its messages must show."""
    if reply.error:
        yield reply.error.message
    for block in reply.blocks:
        match block:
            case Text(text=text):
                yield text
            case Facts(items=facts):
                yield from (text for fact in facts for text in (fact.label, fact.value))
            case Table(columns=columns, rows=rows, title=title):
                yield from (title, *columns, *(cell for row in rows for cell in row))
            case Actions(items=items):
                yield from (each.label or each.command for each in items)
                yield from (
                    each.confirm
                    for each in items
                    if len(each.command) <= limits.BUTTON_VALUE and each.command.strip()
                )
            case File(title=title, name=name):
                yield from (title, name)
            case Picture(alt=alt):
                yield alt
            case Form(title=title, fields=asked):
                yield from (title, *(each.error for each in asked))


@given(replies, links)
def test_any_reply_becomes_messages_within_limits_that_lose_no_word(reply: Reply, link: str | None) -> None:
    made = messages(reply, lambda _reference: link)
    assert made
    for each in made:
        assert faults_of_message(each.blocks, each.text) == []
        assert each.text.strip()
        assert "<" not in each.text
        assert ">" not in each.text
    shown = bare("".join(text for message in made for text in texts(message.blocks)))
    for text in told(reply):
        assert bare(text) in shown


@given(replies)
def test_every_button_of_any_reply_has_a_number_of_its_own(reply: Reply) -> None:
    made = messages(reply, lambda _reference: "https://laget.example/f")
    ids = [
        button["action_id"]
        for message in made
        for block in message.blocks
        if block["type"] == "actions"
        for button in block["elements"]
        if button["action_id"] != "open_form"
    ]
    assert len(set(ids)) == len(ids)


@given(st.lists(replies, max_size=4))
def test_any_replies_make_a_home_within_limits(made: list[Reply]) -> None:
    view = home_view(Home(tuple(Section("Ditt", "mina", reply) for reply in made)))
    assert faults_of_view(view) == []


@given(forms)
def test_any_form_becomes_views_within_limits(form: Form) -> None:
    named = tuple(replace(each, name=f"f{n}") for n, each in enumerate(form.fields))
    form = replace(form, command=form.command[:500], fields=named)
    parts = steps(form)
    assert sorted(each.name for part in parts for each in part.fields) == sorted(each.name for each in named)
    for step in range(len(parts)):
        assert faults_of_view(modal(form, carry=Carry(step=step))) == []

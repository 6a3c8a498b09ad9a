"""Every example of every command, answered in the example programme: each card is one that Teams takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answer import Context, answer
from bot.app import make_context
from bot.settings import Settings
from bot.teams.render import Outgoing, activities, as_activity, task_module
from commands.clock import FrozenClock
from commands.message import Address, Form, Identity, Reply, Request
from storage import people
from tests.bot.teams.cards import faults_of, shapes
from tests.browser.conftest import NOW

pytestmark = pytest.mark.xdist_group("npm")

PEOPLE = tuple(f"{who}@exempel.se" for who in ("koordinator", "projektledare", "ledning", "admin", "lasare"))


@pytest.fixture(scope="module")
def answers(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Reply]]:
    """What each example is answered, one after the other: what stands in the way of a later one is an answer too."""
    file = shutil.copy(example_file, tmp_path_factory.mktemp("answers") / "laget.db")
    context = make_context(Settings(database_url=f"sqlite:///{file}"), FrozenClock(NOW))
    yield dict(_answered(context))
    context.database.close()


def _answered(context: Context) -> Iterator[tuple[str, Reply]]:
    with context.database.read() as session:
        rows = {email: people.by_email(session, email) for email in PEOPLE}
        roles = {email: people.roles_of(session, row.id) for email, row in rows.items() if row}
    for each in context.book.commands:
        email = next(email for email in PEOPLE if roles[email] & each.roles)
        for example in each.examples:
            yield (
                example,
                answer(context, Request(example, Identity("teams", email=email), Address("teams", email))),
            )


def cards(answers: dict[str, Reply]) -> Iterator[tuple[str, Outgoing]]:
    for example, reply in answers.items():
        made = activities(reply, lambda _: "https://laget.example/files/x")
        yield from ((example, each) for each in (*made, *activities(reply, lambda _: None, asked=example)))


def test_the_cards_of_every_example_keep_our_rules(answers: dict[str, Reply]) -> None:
    assert len(answers) > 60
    assert {example: faults for example, each in cards(answers) if (faults := faults_of(each.card or {}))} == {}


def test_the_cards_of_every_example_have_the_shapes_of_adaptive_cards(answers: dict[str, Reply]) -> None:
    dialogs = [
        task_module(block)["task"]["value"]["card"]["content"]
        for reply in answers.values()
        for block in reply.blocks
        if isinstance(block, Form)
    ]
    assert dialogs
    assert [fault for each in dialogs for fault in faults_of(each)] == []
    assert shapes([*(each.card or {} for _, each in cards(answers)), *dialogs]) == []


def test_every_message_has_a_summary_and_its_words(answers: dict[str, Reply]) -> None:
    for example, each in cards(answers):
        assert set(as_activity(each)) == {"type", "summary", "attachments"}, example
        assert each.summary.strip(), example
        assert each.text.strip(), example

"""An answer and what is known of it, whichever chat it was asked in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bot.answer import Context
from bot.chat.attached import Sent
from bot.chat.dispatcher import BUSY, Answer, Dispatcher
from bot.chat.known_users import WELCOME, Known, KnownUsers, Unreachable
from bot.chat.links import FileLinks
from bot.tasks import Tasks
from bot.worker_threads import Overloaded, WorkerThreads
from commands.message import Address, Reply, Text, UserError
from tests.commands.conftest import Known as Programme
from tests.commands.conftest import book, context, programme

__all__ = ["book", "context", "programme"]  # fixtures, found here by name


@dataclass(frozen=True)
class Line:
    """Something that was said in a chat of two."""

    email: str
    fails: Exception | None = None
    direct: bool = True
    file: Sent | None = None
    address: Address = Address("slack", "D1")  # noqa: RUF009


class People(KnownUsers[Line]):
    platform = "slack"

    async def who(self, incoming: Line) -> Known:
        if incoming.fails:
            raise incoming.fails
        return await self.find(("T1", incoming.email)) or await self.register(
            ("T1", incoming.email), incoming.email, ""
        )


def ask(
    context: Context, line: Line, text: str, fields: dict[str, str] | None = None, *, comes_again: bool = False
) -> Answer:
    async def asked() -> Answer:
        threads, tasks = WorkerThreads(2, 8), Tasks()
        links = FileLinks("", "", context.clock)

        async def fetch(_: Line, url: str) -> bytes:
            raise AssertionError(url)

        people = People(context, threads)
        dispatcher = Dispatcher(context, threads, links, people, tasks, fetch, lambda reply, _: [reply])
        answered = await dispatcher.ask(line, text, fields, comes_again=comes_again)
        await tasks.settle()
        return answered

    return asyncio.run(asked())


def test_a_question_changes_nothing(context: Context, programme: Programme) -> None:
    leader = Line("leader@exempel.se")
    assert ask(context, leader, "status BarnSäkert").question
    assert not ask(context, leader, "rapportera BarnSäkert gul Pilot").question
    assert not ask(context, leader, "rapportera BarnSäkert").question, "it opens a form that does"
    assert not ask(context, leader, "status BarnSäkert", {"work": "BarnSäkert"}).question, "a form was submitted"


def test_whether_it_may_be_shown_is_another_matter(context: Context, programme: Programme) -> None:
    leader = Line("leader@exempel.se")
    assert ask(context, leader, "status BarnSäkert").may_be_shown
    mistaken = ask(context, leader, "status finnsinte")
    assert mistaken.question
    assert not mistaken.may_be_shown, "a mistake is nobody else's business"


@pytest.mark.parametrize(
    ("fails", "said", "passing"),
    [
        (UserError("Du är gäst här."), "Du är gäst här.", False),
        (Overloaded(), BUSY, True),
        (Unreachable(), "Jag når inte Slack just nu, så jag vet inte vem du är. Försök igen strax.", True),
    ],
)
def test_what_goes_wrong_becomes_a_reply(context: Context, fails: Exception, said: str, passing: bool) -> None:
    answered = ask(context, Line("leader@exempel.se", fails), "status BarnSäkert")
    assert answered.refusal == said
    assert answered.passing is passing
    assert not answered.question


def test_where_the_platform_delivers_again_nothing_is_said(context: Context) -> None:
    with pytest.raises(Unreachable):
        ask(context, Line("leader@exempel.se", Unreachable()), "status BarnSäkert", comes_again=True)


def test_a_newcomer_is_welcomed_once(context: Context, programme: Programme) -> None:
    newcomer = Line("ny@exempel.se")
    first, second = (ask(context, newcomer, "hjälp") for _ in range(2))
    assert first.reply.blocks[0] == Text(WELCOME, first.known.welcome[0].style) if first.known else False
    assert WELCOME not in str(second.reply)
    assert second.reply == Reply(first.reply.blocks[1:])

"""From what was heard in Teams to the answer: person, answer() in a thread, the messages that tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlmodel import Session

from bot.answer import Context, answer
from bot.chat.attached import with_file
from bot.chat.known_users import Known, Unreachable
from bot.chat.links import FileLinks
from bot.tasks import Tasks
from bot.teams.calls import AsyncCaller
from bot.teams.incoming import Incoming
from bot.teams.people import People
from bot.teams.render import Outgoing, activities
from bot.worker_threads import Overloaded, WorkerThreads
from commands.message import Address, Failure, Form, Identity, Reply, Request, UserError

Read = TypeVar("Read")

BUSY = "Försök igen strax: många frågar samtidigt just nu."
UNKNOWN = "Jag når inte Teams just nu, så jag vet inte vem du är. Försök igen strax."


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and who it is for.

    `question` says that what was asked changes nothing. `passing` says that it was not answered at all, and may be
    tried again in a moment. `private` says that only whoever asked may see it.
    """

    reply: Reply
    known: Known | None = None
    question: bool = False
    passing: bool = False
    private: bool = False

    @property
    def form(self) -> Form | None:
        """The form that the answer opens."""
        return next((block for block in self.reply.blocks if isinstance(block, Form)), None)

    @property
    def refusal(self) -> str:
        """What was wrong, when there is nothing to mend it in: "" otherwise."""
        return self.reply.error.message if self.reply.error and self.form is None else ""


class Dispatcher:
    """Everything that it takes to answer somebody in Teams."""

    def __init__(
        self,
        context: Context,
        threads: WorkerThreads,
        links: FileLinks,
        people: People,
        tasks: Tasks,
        caller: AsyncCaller,
    ) -> None:
        self.context = context
        self.threads = threads
        self._links = links
        self._people = people
        self._tasks = tasks
        self._caller = caller

    async def ask(
        self,
        incoming: Incoming,
        text: str,
        fields: Mapping[str, str] | None = None,
        deliveries: tuple[str, ...] = (),
    ) -> Answer:
        """The answer to what somebody says. Never raises for what may go wrong with it: that becomes a reply."""
        try:
            known = await self._people.who(incoming)
            request = Request(
                text,
                Identity("teams", self._people.id_of(incoming), incoming.tenant),
                Address("teams", incoming.conversation, incoming.thread or None, not incoming.direct),
                fields,
                tuple(each for each in deliveries if each),
            )
            complete = await with_file(self.context, self.threads, request, incoming.file, self._caller.fetched)
            reply = await self.threads.run(lambda: answer(self.context, complete))
        except UserError as refused:
            return Answer(Reply(error=Failure(refused.message)))
        except (Overloaded, Unreachable) as error:
            words = BUSY if isinstance(error, Overloaded) else UNKNOWN
            return Answer(Reply(error=Failure(words)), passing=True)
        if self._people.stale(known, incoming):
            self._tasks.alone(self._people.note(incoming))
        welcomed = replace(reply, blocks=(*known.welcome, *reply.blocks))
        match = self.context.book.match(text.strip())
        return Answer(
            welcomed,
            known,
            question=fields is None and not (match and match.command.writes),
            # What is wrong is said where it was said, unless the whole command is nobody else's business.
            private=reply.private or bool(match and match.command.private),
        )

    def id_of(self, incoming: Incoming) -> str:
        """Entra's id of somebody who has been answered."""
        return self._people.id_of(incoming)

    async def who(self, incoming: Incoming) -> Known:
        """The person; raises UserError, Unreachable, Overloaded."""
        return await self._people.who(incoming)

    async def meet(self, incoming: Incoming) -> None:
        """Somebody has us in a chat of their own now. Raises Overloaded."""
        await self._people.meet(incoming)

    async def read(self, function: Callable[[Session], Read]) -> Read:
        """Look something up in the database, in a thread. Raises Overloaded."""

        def reading() -> Read:
            with self.context.database.read() as session:
                return function(session)

        return await self.threads.run(reading)

    def shown(self, answered: Answer, asked: str = "", page: int = 1) -> list[Outgoing]:
        """The answer as messages, with links to its files for this person; page by page for a question."""
        known = answered.known
        again = asked if answered.question and not answered.reply.error else ""
        return activities(
            answered.reply,
            lambda reference: self._links.url(reference, known.id) if known else None,
            asked=again,
            page=page,
        )

    def writes(self, text: str) -> bool:
        """Whether saying this may change something."""
        match = self.context.book.match(text.strip())
        return match is not None and match.command.writes

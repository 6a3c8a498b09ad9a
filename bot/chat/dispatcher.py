"""From what a person says in a chat to the answer: who it is, answer() in a thread, a welcome to a newcomer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from sqlmodel import Session

from bot.answer import Context, answer
from bot.chat.attached import Sent, with_file
from bot.chat.known_users import Known, KnownUsers, Unreachable
from bot.chat.layout import files_of
from bot.chat.links import FileLinks
from bot.tasks import Tasks
from bot.worker_threads import Overloaded, WorkerThreads
from commands.files import OpenedFile, open_file
from commands.message import (
    Address,
    Block,
    Failure,
    File,
    Form,
    Identity,
    Reply,
    Request,
    Text,
    TextStyle,
    UserError,
)

BUSY = "Försök igen strax: många frågar samtidigt just nu."


class Said(Protocol):
    """One thing that a person said, whichever chat it was said in."""

    @property
    def address(self) -> Address:
        """Where it was said."""

    @property
    def direct(self) -> bool:
        """Whether it was said to us alone."""

    @property
    def file(self) -> Sent | None:
        """The file that came with it."""


Incoming = TypeVar("Incoming", bound=Said)
Outgoing = TypeVar("Outgoing")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and who it is for.

    `question` says that nothing was changed: no form was submitted, and the command does not write. `private` says
    that only the sender may see it. `passing` says that it was not answered at all, and may be in a moment.
    """

    reply: Reply
    known: Known | None = None
    question: bool = False
    private: bool = False
    passing: bool = False

    @classmethod
    def refusing(cls, message: str, *, passing: bool = False) -> Answer:
        """The answer to what is not answered; `message` says why."""
        return cls(Reply(error=Failure(message)), passing=passing)

    @property
    def form(self) -> Form | None:
        """The form that the answer opens."""
        return next((block for block in self.reply.blocks if isinstance(block, Form)), None)

    @property
    def refusal(self) -> str:
        """What was wrong, when there is nothing to mend it in: "" otherwise."""
        return self.reply.error.message if self.reply.error and self.form is None else ""

    @property
    def may_be_shown(self) -> bool:
        """Whether others may see it, when the sender wants to show it."""
        return self.question and not self.reply.is_private

    @property
    def files(self) -> list[File]:
        """The files of the answer, for the person who may have them."""
        return files_of(self.reply) if self.known and not self.reply.error else []

    def without_form(self) -> Answer:
        """The answer without its form, which has been opened, and without what only introduced it."""
        blocks = (each for each in self.reply.blocks if not isinstance(each, Form))
        return self._with(each for each in blocks if not (isinstance(each, Text) and each.style is TextStyle.NOTE))

    def without_files(self, note: str = "") -> Answer:
        """The answer without its files; `note` says where they are."""
        left = (each for each in self.reply.blocks if not isinstance(each, File))
        return self._with((*left, Text(note, TextStyle.NOTE)) if note else left)

    def _with(self, blocks: Iterable[Block]) -> Answer:
        return replace(self, reply=replace(self.reply, blocks=tuple(blocks)))


@dataclass(frozen=True)
class Dispatcher(Generic[Incoming, Outgoing]):
    """Everything that it takes to answer a person in one kind of chat.

    `fetch` gets a file that came with a line, by its URL (raises NotFetched); `render` makes a reply's messages.
    """

    context: Context
    threads: WorkerThreads
    links: FileLinks
    people: KnownUsers[Incoming]
    tasks: Tasks
    fetch: Callable[[Incoming, str], Awaitable[bytes]]
    render: Callable[..., list[Outgoing]]

    async def who(self, incoming: Incoming) -> Known:
        """The person; raises UserError, Unreachable, Overloaded."""
        return await self.people.who(incoming)

    async def ask(
        self,
        incoming: Incoming,
        text: str,
        fields: Mapping[str, str] | None = None,
        deliveries: tuple[str, ...] = (),
        *,
        comes_again: bool = False,
    ) -> Answer:
        """The answer to what a person says; whatever goes wrong becomes a reply.

        Where the platform delivers again what failed (`comes_again`), Unreachable is raised instead of said.
        """
        try:
            known = await self.who(incoming)
            (tenant, user), address = known.key, incoming.address
            sender = Identity(self.people.platform, user, tenant)
            request = Request(text, sender, address, fields, tuple(each for each in deliveries if each))
            fetch = partial(self.fetch, incoming)
            complete = await with_file(self.context, self.threads, request, incoming.file, fetch)
            reply = await self.threads.run(lambda: answer(self.context, complete))
        except UserError as refused:
            return Answer.refusing(refused.message)
        except Overloaded:
            return Answer.refusing(BUSY, passing=True)
        except Unreachable:
            if comes_again:
                raise
            return self.unreachable()
        direct = address.conversation if incoming.direct else ""
        if self.people.stale(known, direct):
            self.tasks.alone(self.people.note(known.key, direct))
        match = self.context.book.match(text.strip())
        return Answer(
            replace(reply, blocks=(*known.welcome, *reply.blocks)),
            known,
            question=fields is None and not (match and match.command.writes),
            # What is wrong is said where it was said, unless the whole command is nobody else's business.
            private=reply.private or bool(match and match.command.private),
        )

    def unreachable(self) -> Answer:
        """What is said while the platform does not say who asks."""
        platform = self.people.platform.capitalize()
        message = f"Jag når inte {platform} just nu, så jag vet inte vem du är. Försök igen strax."
        return Answer.refusing(message, passing=True)

    async def read(self, look_up: Callable[[Session], Result]) -> Result:
        """Look something up in the database, in a thread. Raises Overloaded."""
        return await self.threads.read(self.context.database, look_up)

    async def opened(self, reference: str, known: Known | None) -> OpenedFile:
        """The file that a reference names, for this person. Raises UserError, LookupError, Overloaded."""
        if known is None:
            raise LookupError("a file for nobody")
        return await self.read(lambda session: open_file(session, reference, known.id))

    def shown(self, answered: Answer, **more: Any) -> list[Outgoing]:
        """The answer as messages, with links to its files for this person; `more` is for the renderer."""
        known = answered.known
        return self.render(
            answered.reply, lambda reference: self.links.url(reference, known.id) if known else None, **more
        )

    def writes(self, text: str) -> bool:
        """Whether saying this may change something."""
        match = self.context.book.match(text.strip())
        return match is not None and match.command.writes

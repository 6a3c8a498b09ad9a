"""From what was heard in Slack to the answer: workspace, person, answer() in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot.answer import Context, answer
from bot.chat.attached import with_file
from bot.chat.known_users import Known, Unreachable
from bot.chat.links import FileLinks
from bot.slack.client import fetched
from bot.slack.incoming import Incoming
from bot.slack.installation import Workspace, Workspaces
from bot.slack.people import People
from bot.slack.render import Outgoing, messages
from bot.tasks import Tasks
from bot.worker_threads import Overloaded, WorkerThreads
from commands.message import Address, Failure, Form, Identity, Reply, Request, Text, TextStyle, UserError

Read = TypeVar("Read")

BUSY = "Försök igen strax: många frågar samtidigt just nu."
UNKNOWN = "Jag når inte Slack just nu, så jag vet inte vem du är. Försök igen strax."
ELSEWHERE = "Läget är inte installerat i den här arbetsytan. Be den som sköter Läget om hjälp."


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and who it is for; `question` says that nothing was changed, so that others may see it too."""

    reply: Reply
    known: Known | None = None
    question: bool = False

    @property
    def form(self) -> Form | None:
        """The form that the answer opens."""
        return next((block for block in self.reply.blocks if isinstance(block, Form)), None)

    def beside_form(self) -> Answer:
        """The answer without its form, which has been opened, and without what only introduced it."""
        left = tuple(
            block
            for block in self.reply.blocks
            if not isinstance(block, Form) and not (isinstance(block, Text) and block.style is TextStyle.NOTE)
        )
        return replace(self, reply=replace(self.reply, blocks=left))


class Dispatcher:
    """Everything that it takes to answer somebody in Slack."""

    def __init__(
        self,
        context: Context,
        threads: WorkerThreads,
        links: FileLinks,
        workspaces: Workspaces,
        people: People,
        tasks: Tasks,
        client: AsyncWebClient,
    ) -> None:
        self.context = context
        self.threads = threads
        self._links = links
        self._workspaces = workspaces
        self._people = people
        self._tasks = tasks
        self._client = client

    async def workspace(self, team: str, enterprise: str = "") -> Workspace | None:
        """The workspace that something came from; without a thread when it is the one we always serve."""
        if self._workspaces.is_home(team, enterprise):
            return self._workspaces.home
        return await self.threads.run(lambda: self._workspaces.find(team, enterprise))

    async def ask(
        self,
        workspace: Workspace,
        incoming: Incoming,
        text: str | None = None,
        fields: Mapping[str, str] | None = None,
        deliveries: tuple[str, ...] | None = None,
    ) -> Answer:
        """The answer to what was heard, or to `text` in its place. Raises Unreachable; all else becomes a reply."""
        said = incoming.text if text is None else text
        try:
            known = await self._people.who(workspace, incoming)
            conversation = self._workspaces.name(workspace, incoming.channel)
            request = Request(
                said,
                Identity("slack", incoming.user, incoming.team),
                Address("slack", conversation, incoming.thread or None, incoming.channel.startswith(("C", "G"))),
                fields,
                incoming.deliveries if deliveries is None else deliveries,
            )
            fetch = partial(fetched, self._client, token=workspace.token)
            complete = await with_file(self.context, self.threads, request, incoming.file, fetch)
            reply = await self.threads.run(lambda: answer(self.context, complete))
        except UserError as refused:
            return Answer(Reply(error=Failure(refused.message)))
        except Overloaded:
            return Answer(Reply(error=Failure(BUSY)))
        if self._people.stale(known, incoming, conversation):
            self._tasks.alone(self._people.note(incoming, conversation))
        welcomed = replace(reply, blocks=(*known.welcome, *reply.blocks))
        return Answer(welcomed, known, question=not reply.is_private and not self._writes(said))

    async def ask_or_say_why(self, workspace: Workspace, incoming: Incoming, text: str | None = None) -> Answer:
        """As ask(); where Slack would not deliver again, that it cannot be reached is told. `text` only asks."""
        try:
            return await self.ask(workspace, incoming, text, deliveries=None if text is None else ())
        except Unreachable:
            return Answer(Reply(error=Failure(UNKNOWN)))

    async def who(self, workspace: Workspace, incoming: Incoming) -> Known:
        """The person; raises UserError, Unreachable, Overloaded."""
        return await self._people.who(workspace, incoming)

    async def read(self, function: Callable[[Session], Read]) -> Read:
        """Look something up in the database, in a thread. Raises Overloaded."""

        def reading() -> Read:
            with self.context.database.read() as session:
                return function(session)

        return await self.threads.run(reading)

    def shown(self, answered: Answer) -> list[Outgoing]:
        """The answer as messages, with links to its files for this person."""
        known = answered.known
        return messages(answered.reply, lambda reference: self._links.url(reference, known.id) if known else None)

    def _writes(self, said: str) -> bool:
        match = self.context.book.match(said.strip())
        return match is not None and match.command.writes

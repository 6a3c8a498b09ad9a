"""From what was heard in Slack to the answer: workspace, person, answer() in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot.answer import Desk, answer
from bot.chat.attached import with_file
from bot.chat.known_users import Known, Unreachable
from bot.chat.links import FileLinks
from bot.slack.client import fetched
from bot.slack.incoming import Heard
from bot.slack.installation import Workspace, Workspaces
from bot.slack.people import People
from bot.slack.render import Message, messages
from bot.tasks import Tasks
from bot.worker_threads import Crossing, Overloaded
from commands.message import Address, Failure, Form, Identity, Reply, Request, Text, TextStyle, UserError

Read = TypeVar("Read")

BUSY = "Försök igen strax: många frågar samtidigt just nu."
UNKNOWN = "Jag når inte Slack just nu, så jag vet inte vem du är. Försök igen strax."
ELSEWHERE = "Läget är inte installerat i den här arbetsytan. Be den som sköter Läget om hjälp."


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and who it is for; `question` says that nothing was changed, so that others may see it too."""

    reply: Reply
    known: Known | None = None
    question: bool = False

    @property
    def form(self) -> Form | None:
        """The form that the answer opens."""
        return next((block for block in self.reply.blocks if isinstance(block, Form)), None)

    def beside_form(self) -> Answered:
        """The answer without its form, which has been opened, and without what only introduced it."""
        left = tuple(
            block
            for block in self.reply.blocks
            if not isinstance(block, Form) and not (isinstance(block, Text) and block.style is TextStyle.NOTE)
        )
        return replace(self, reply=replace(self.reply, blocks=left))


class Asking:
    """Everything that it takes to answer somebody in Slack."""

    def __init__(
        self,
        desk: Desk,
        crossing: Crossing,
        links: FileLinks,
        workspaces: Workspaces,
        people: People,
        tasks: Tasks,
        client: AsyncWebClient,
    ) -> None:
        self.desk = desk
        self.crossing = crossing
        self._links = links
        self._workspaces = workspaces
        self._people = people
        self._tasks = tasks
        self._client = client

    async def workspace(self, team: str, enterprise: str = "") -> Workspace | None:
        """The workspace that something came from; without a thread when it is the one we always serve."""
        if self._workspaces.is_home(team, enterprise):
            return self._workspaces.home
        return await self.crossing.run(lambda: self._workspaces.find(team, enterprise))

    async def ask(
        self,
        workspace: Workspace,
        heard: Heard,
        text: str | None = None,
        fields: Mapping[str, str] | None = None,
        deliveries: tuple[str, ...] | None = None,
    ) -> Answered:
        """The answer to what was heard, or to `text` in its place. Raises Unreachable; all else becomes a reply."""
        said = heard.text if text is None else text
        try:
            known = await self._people.who(workspace, heard)
            conversation = self._workspaces.name(workspace, heard.channel)
            request = Request(
                said,
                Identity("slack", heard.user, heard.team),
                Address("slack", conversation, heard.thread or None, heard.channel.startswith(("C", "G"))),
                fields,
                heard.deliveries if deliveries is None else deliveries,
            )
            fetch = partial(fetched, self._client, token=workspace.token)
            complete = await with_file(self.desk, self.crossing, request, heard.file, fetch)
            reply = await self.crossing.run(lambda: answer(self.desk, complete))
        except UserError as refused:
            return Answered(Reply(error=Failure(refused.message)))
        except Overloaded:
            return Answered(Reply(error=Failure(BUSY)))
        if self._people.stale(known, heard, conversation):
            self._tasks.alone(self._people.note(heard, conversation))
        welcomed = replace(reply, blocks=(*known.welcome, *reply.blocks))
        return Answered(welcomed, known, question=not reply.is_private and not self._writes(said))

    async def ask_or_say_why(self, workspace: Workspace, heard: Heard, text: str | None = None) -> Answered:
        """As ask(); where Slack would not deliver again, that it cannot be reached is told. `text` only asks."""
        try:
            return await self.ask(workspace, heard, text, deliveries=None if text is None else ())
        except Unreachable:
            return Answered(Reply(error=Failure(UNKNOWN)))

    async def who(self, workspace: Workspace, heard: Heard) -> Known:
        """The person; raises UserError, Unreachable, Overloaded."""
        return await self._people.who(workspace, heard)

    async def read(self, function: Callable[[Session], Read]) -> Read:
        """Look something up in the database, in a thread. Raises Overloaded."""

        def reading() -> Read:
            with self.desk.database.read() as session:
                return function(session)

        return await self.crossing.run(reading)

    def shown(self, answered: Answered) -> list[Message]:
        """The answer as messages, with links to its files for this person."""
        known = answered.known
        return messages(answered.reply, lambda reference: self._links.url(reference, known.id) if known else None)

    def _writes(self, said: str) -> bool:
        match = self.desk.book.match(said.strip())
        return match is not None and match.command.writes

"""What it takes to answer in Teams: the conversation's address, files, messages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import dispatcher
from bot.chat.dispatcher import Answer
from bot.teams.calls import AsyncCaller
from bot.teams.incoming import Incoming
from bot.teams.render import Outgoing, activities
from commands.message import Address


@dataclass(frozen=True)
class Dispatcher(dispatcher.Dispatcher[Incoming]):
    """Everything that it takes to answer a person in Teams."""

    caller: AsyncCaller

    def address(self, incoming: Incoming) -> Address:
        """Where it was said."""
        return Address("teams", incoming.conversation, incoming.thread or None, not incoming.direct)

    async def fetched(self, incoming: Incoming, url: str) -> bytes:  # noqa: ARG002  # the address says it all
        """A file that came with it. Raises NotFetched."""
        return await self.caller.fetched(url)

    def shown(self, answered: Answer, asked: str = "", page: int = 1) -> list[Outgoing]:
        """The answer as messages, with links to its files for this person; page by page for a question."""
        again = asked if answered.question and not answered.reply.error else ""
        return activities(answered.reply, self.link(answered), asked=again, page=page)

"""What it takes to answer in Slack: the workspace, the channel's address, files, messages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import dispatcher
from bot.chat.dispatcher import Answer
from bot.slack.client import fetched
from bot.slack.incoming import Incoming
from bot.slack.installation import Workspace, Workspaces
from bot.slack.render import Outgoing, messages
from commands.message import Address


@dataclass(frozen=True)
class Dispatcher(dispatcher.Dispatcher[Incoming]):
    """Everything that it takes to answer a person in Slack."""

    workspaces: Workspaces
    client: AsyncWebClient

    async def workspace(self, team: str, enterprise: str = "") -> Workspace | None:
        """The workspace that something came from; without a thread when it is the one we always serve."""
        if self.workspaces.is_home(team, enterprise):
            return self.workspaces.home
        return await self.threads.run(lambda: self.workspaces.find(team, enterprise))

    async def placed(self, incoming: Incoming) -> Incoming | None:
        """The same with its workspace; None when the app is not installed there."""
        workspace = await self.workspace(incoming.team, incoming.enterprise)
        return replace(incoming, workspace=workspace) if workspace else None

    def address(self, incoming: Incoming) -> Address:
        """Where it was said."""
        conversation = self.workspaces.name(incoming.workspace, incoming.channel)
        return Address("slack", conversation, incoming.thread or None, incoming.channel.startswith(("C", "G")))

    async def fetched(self, incoming: Incoming, url: str) -> bytes:
        """A file that came with it. Raises NotFetched."""
        return await fetched(self.client, url, incoming.workspace.token)

    def shown(self, answered: Answer) -> list[Outgoing]:
        """The answer as messages, with links to its files for this person."""
        return messages(answered.reply, self.link(answered))

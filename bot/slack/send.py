"""Messages that nobody has just asked for: paced, and looked for when in doubt. Plain code, for the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.web.client import WebClient

from bot.pace import Limit, Pace
from bot.platform import MaybeSent, NotSent
from bot.slack.client import NETWORK, outcome
from bot.slack.installation import TokenRefused, Workspace, Workspaces
from bot.slack.render import Outgoing, messages
from commands.clock import Clock
from commands.message import Address, Reply

EVENT = "laget_notice"
"""What our notices are called in Slack's metadata."""
PER_CHANNEL = (Limit(1, 1.0),)
"""Slack takes about one message a second in a channel."""
LOOK_BACK = timedelta(days=2)
PAGE, MOST_PAGES = 200, 10


@dataclass(frozen=True, slots=True)
class _Part:
    """One message of a notice: its id, and of how many it is one."""

    at: str
    of: int


@dataclass(frozen=True)
class Sender:
    """Sends notices to channels and people."""

    workspaces: Workspaces
    client: WebClient
    clock: Clock
    pace: Pace

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        """Send; returns the id of the message. Raises NotSent or MaybeSent."""
        workspace, channel = self._place(to)
        parts = messages(reply, lambda _: None)
        found = self._parts(workspace, channel, to.thread, notice_id) if len(parts) > 1 else {}
        there = {number: part.at for number, part in found.items()}
        for number, part in enumerate(parts):
            if number in there:
                continue
            if number:  # for the first one, the deliverer has waited
                self.pace.wait(to.conversation)
            try:
                there[number] = self._post(workspace, channel, to.thread, part, (notice_id, number, len(parts)))
            except NotSent as error:
                if not there:
                    raise
                raise MaybeSent(f"{len(there)} of {len(parts)} parts ({error})") from error
        return there[0]

    def was_sent(self, notice_id: int, to: Address) -> str | None:
        """The id of the notice's message if all of it arrived. Raises NotSent or MaybeSent."""
        workspace, channel = self._place(to)
        there = self._parts(workspace, channel, to.thread, notice_id)
        whole = bool(there) and len(there) == next(iter(there.values())).of
        return there[0].at if whole else None

    def _place(self, to: Address) -> tuple[Workspace, str]:
        try:
            workspace, channel = self.workspaces.of(to.conversation)
        except TokenRefused as error:
            raise NotSent("the token is refused", terminal=True) from error
        if workspace is None:
            raise NotSent("not installed there, or Slack is not reached")
        return workspace, channel

    def _post(
        self, workspace: Workspace, channel: str, thread: str | None, part: Outgoing, about: tuple[int, int, int]
    ) -> str:
        notice, number, of = about
        body = {
            "token": workspace.token,
            "channel": channel,
            "text": part.text,
            "blocks": part.blocks,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": EVENT, "event_payload": {"notice": notice, "part": number, "of": of}},
            **({"thread_ts": thread} if thread else {}),
        }
        return str(self._call("chat.postMessage", json=body).get("ts") or "")

    def _parts(self, workspace: Workspace, channel: str, thread: str | None, notice_id: int) -> dict[int, _Part]:
        """The parts of a notice that arrived, by their numbers."""
        found = {}
        for message in self._messages(workspace, self._opened(workspace, channel), thread):
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT and payload.get("notice") == notice_id:
                found[int(payload["part"])] = _Part(str(message["ts"]), int(payload["of"]))
        return found

    def _messages(self, workspace: Workspace, channel: str, thread: str | None) -> Iterator[Mapping[str, Any]]:
        """What was said there lately, with what apps noted beside it."""
        cursor = ""
        for _ in range(MOST_PAGES):
            about = {"channel": channel, "include_all_metadata": True, "limit": PAGE}
            about |= {"oldest": str((self.clock.now() - LOOK_BACK).timestamp())}
            about |= {"cursor": cursor} if cursor else {}
            method = "conversations.replies" if thread else "conversations.history"
            about |= {"ts": thread} if thread else {}
            answer = self._call(method, params={"token": workspace.token, **about})
            yield from answer.get("messages") or ()
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _opened(self, workspace: Workspace, channel: str) -> str:
        """The channel itself; a person's id means the direct conversation with them."""
        if not channel.startswith(("U", "W")):
            return channel
        answer = self._call("conversations.open", json={"token": workspace.token, "users": channel})
        return str((answer.get("channel") or {}).get("id") or channel)

    def _call(self, method: str, **content: Any) -> Mapping[str, Any]:
        try:
            answer = self.client.api_call(method, **content)
        except NETWORK as error:
            raise outcome(error) from error
        return answer.data if isinstance(answer.data, dict) else {}

"""Answers on their way back to where they were asked for: ephemeral, in a thread, as a direct message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat.post_claims import Claim, PostClaims
from bot.chat.waiting import patiently
from bot.platform import NotSent, PerhapsSent
from bot.slack.client import NETWORK, QUIET, TIMEOUT_SECONDS, outcome, proxy_for
from bot.slack.incoming import Incoming
from bot.slack.installation import Workspace
from bot.slack.render import Outgoing
from commands.message import Reply

EVENT = "laget_answer"
"""What our answers are called in Slack's metadata, so that a doubtful one can be looked for."""
LOOK_BACK = 50
"""How many messages back a doubtful answer is looked for; it was posted minutes ago at most."""

log = structlog.get_logger()


class UnderWay(Exception):
    """An earlier delivery of the same request is being answered; Slack may ask again in a minute."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an answer goes. Without a channel: to the person directly."""

    workspace: Workspace
    user: str
    channel: str = ""
    thread: str = ""
    private: bool = False
    response_url: str = ""

    @classmethod
    def of(cls, incoming: Incoming) -> Destination:
        """Where something was said."""
        where = (incoming.channel, incoming.thread, incoming.private, incoming.response_url)
        return cls(incoming.workspace, incoming.user, *where)

    def meant_for(self, reply: Reply) -> Destination:
        """Where this answer goes: what is private goes to the sender only, also in a channel."""
        listened_to = bool(self.channel) and not self.channel.startswith("D")
        return replace(self, private=True) if reply.is_private and listened_to else self

    def directly(self) -> Destination:
        """The conversation with this person alone."""
        return Destination(self.workspace, self.user)


class Responder:
    """Posts answers, each once. Raises NotSent or PerhapsSent when Slack does not take them."""

    def __init__(
        self,
        client: AsyncWebClient,
        claims: PostClaims,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self.claims = claims
        self._sleep = sleep

    async def once(self, place: Destination, key: str, messages: Sequence[Outgoing]) -> None:
        """Post the answer to what `key` names, unless it has been. Raises UnderWay, NotSent, PerhapsSent."""
        if not await self.begin(place, key):
            return
        try:
            message = await self.post(place, messages, key)
        except NotSent:
            await self.claims.release(key)
            raise
        await self.claims.done(key, message)

    async def begin(self, place: Destination, key: str) -> bool:
        """Take the turn to post; False when the answer has been posted already. Raises UnderWay."""
        claim = await self.claims.take(key)
        if claim is Claim.THEIRS:
            raise UnderWay
        if claim is Claim.UNSURE and not place.private and place.channel:
            found = await self._find(place, key)
            if found:
                await self.claims.done(key, found)
                return False
        return claim is not Claim.DONE

    async def post(self, place: Destination, messages: Sequence[Outgoing], key: str = "") -> str:
        """Post in order; returns the first message's id, "" where Slack gives none."""
        first = await self._one(place, messages[0], key)
        for message in messages[1:]:
            await self._sleep(1)  # Slack takes about one message a second in a channel
            try:
                await self._one(place, message, "")
            except NotSent as error:
                raise PerhapsSent(f"the first part only ({error})") from error
        return first

    async def update(self, place: Destination, at: tuple[str, str], message: Outgoing) -> None:
        """Put a message in the place of an earlier one, `at` its channel and id."""
        content = _content(message)
        await self._call("chat.update", place, channel=at[0], ts=at[1], **content)

    async def progress(self, place: Destination, text: str, key: str = "") -> tuple[str, str]:
        """Say that something is under way; returns the message's channel and id, to be updated."""
        metadata = _metadata(key)
        answer = await self._call("chat.postMessage", place, text=text, **_where(place), **_PLAIN, **metadata)
        return str(answer["channel"]), str(answer["ts"])

    async def in_channel(self, place: Destination, messages: Sequence[Outgoing]) -> None:
        """Show the channel what only one person saw; Slack lets us even where we are not a member."""
        for message in messages:
            await self._respond(place.response_url, message, "in_channel")

    async def _one(self, place: Destination, message: Outgoing, key: str) -> str:
        content = _content(message)
        if not place.private:
            answer = await self._call(
                "chat.postMessage", place, **_where(place), **content, **_PLAIN, **_metadata(key)
            )
            return str(answer.get("ts") or "")
        return await self._privately(place, message, content)

    async def _privately(self, place: Destination, message: Outgoing, content: dict[str, Any]) -> str:
        """To one person only, by the first of the ways that Slack lets through."""
        if place.response_url and not place.thread:
            try:
                await self._respond(place.response_url, message, "ephemeral")
            except NotSent:
                log.info("slack response_url used up")
            else:
                return ""
        if place.channel:
            try:
                await self._call("chat.postEphemeral", place, user=place.user, **_where(place), **content)
            except NotSent as error:
                if not error.terminal:
                    raise
            else:
                return ""
        answer = await self._call("chat.postMessage", place, channel=place.user, **content, **_PLAIN)
        return str(answer.get("ts") or "")

    async def _respond(self, url: str, message: Outgoing, kind: str) -> None:
        body = {"response_type": kind, "replace_original": False, **_content(message)}
        webhook = AsyncWebhookClient(
            url,
            timeout=TIMEOUT_SECONDS,
            ssl=self._client.ssl,
            session=self._client.session,
            retry_handlers=[],
            logger=QUIET,
        )
        webhook.proxy = proxy_for(url)
        try:
            answer = await webhook.send_dict(body)
        except NETWORK as error:
            raise outcome(error) from error
        if answer.status_code >= 500:
            raise PerhapsSent(f"response_url answered {answer.status_code}")
        if answer.status_code != 200:
            raise NotSent(f"response_url answered {answer.status_code}", terminal=True)

    async def _call(self, method: str, place: Destination, **content: Any) -> Any:
        async def once() -> Any:
            try:
                return await self._client.api_call(method, json={"token": place.workspace.token, **content})
            except NETWORK as error:
                raise outcome(error) from error

        return await patiently(once, self._sleep)

    async def _find(self, place: Destination, key: str) -> str:
        """The id of the answer that was perhaps posted, "" when it was not."""
        about: dict[str, Any] = {"token": place.workspace.token, "channel": place.channel, "limit": LOOK_BACK}
        about |= {"include_all_metadata": True}
        try:
            if place.thread:
                found = await self._client.conversations_replies(ts=place.thread, **about)
            else:
                found = await self._client.conversations_history(**about)
        except NETWORK as error:
            meant = outcome(error)
            if isinstance(meant, NotSent) and meant.terminal:
                log.info("slack answer not looked for", reason=str(meant))
                return ""  # we may not look there: an answer that was asked for is better twice than never
            raise PerhapsSent(f"cannot look ({meant})") from error
        for message in found.get("messages") or []:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT and (metadata.get("event_payload") or {}).get("key") == key:
                return str(message["ts"])
        return ""


_PLAIN = {"unfurl_links": False, "unfurl_media": False}
"""A link to a file is that person's key to it: Slack is not to fetch it for a preview."""


def _content(message: Outgoing) -> dict[str, Any]:
    return {"text": message.text, **({"blocks": message.blocks} if message.blocks else {})}


def _where(place: Destination) -> dict[str, str]:
    where = {"channel": place.channel or place.user}
    return where | {"thread_ts": place.thread} if place.thread else where


def _metadata(key: str) -> dict[str, Any]:
    return {"metadata": {"event_type": EVENT, "event_payload": {"key": key}}} if key else {}

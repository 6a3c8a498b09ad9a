"""Answers on their way back to where they were asked for: ephemeral, in a thread, as a direct message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat.post_claims import Claim, PostClaims
from bot.platform import MaybeSent, NotSent, with_retries
from bot.slack.client import NETWORK, QUIET, TIMEOUT_SECONDS, outcome, proxy_for
from bot.slack.incoming import Incoming
from bot.slack.render import Outgoing
from commands.files import OpenedFile

EVENT = "laget_answer"
"""What our answers are called in Slack's metadata, so that a doubtful one can be looked for."""
LOOK_BACK = 50
"""How many messages back a doubtful answer is looked for; it was posted minutes ago at most."""

log = structlog.get_logger()


class UnderWay(Exception):
    """An earlier delivery of the same request is being answered; Slack may ask again in a minute."""


class Posted(NamedTuple):
    """A message of ours."""

    channel: str
    id: str


@dataclass(frozen=True)
class Responder:
    """Posts answers, each once. Raises NotSent or MaybeSent when Slack does not take them."""

    client: AsyncWebClient
    claims: PostClaims
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def once(self, to: Incoming, key: str, messages: Sequence[Outgoing]) -> None:
        """Post the answer to what `key` names, unless it has been. Raises UnderWay, NotSent, MaybeSent."""
        if not await self.begin(to, key):
            return
        try:
            message = await self.post(to, messages, key)
        except NotSent:
            await self.claims.release(key)
            raise
        await self.claims.done(key, message)

    async def begin(self, to: Incoming, key: str) -> bool:
        """Take the turn to post; False when the answer has been posted already. Raises UnderWay."""
        claim = await self.claims.take(key)
        if claim is Claim.THEIRS:
            raise UnderWay
        if claim is Claim.UNSURE and not to.private and to.channel:
            found = await self._find(to, key)
            if found:
                await self.claims.done(key, found)
                return False
        return claim is not Claim.DONE

    async def post(self, to: Incoming, messages: Sequence[Outgoing], key: str = "") -> str:
        """Post in order; returns the first message's id, "" where Slack gives none."""
        first = ""
        for number, message in enumerate(messages):
            try:
                if number:
                    await self.sleep(1)  # Slack takes about one message a second in a channel
                posted = await self._one(to, message, "" if number else key)
            except NotSent as error:
                if number:
                    raise MaybeSent(f"the first part only ({error})") from error
                raise
            first = first or posted
        return first

    async def update(self, to: Incoming, posted: Posted, message: Outgoing) -> None:
        """Replace a message of ours."""
        await self._call("chat.update", to, channel=posted.channel, ts=posted.id, **content_of(message))

    async def progress(self, to: Incoming, text: str, key: str = "") -> Posted:
        """Say that something is under way, in a message to be replaced."""
        answer = await self._call("chat.postMessage", to, text=text, **_where(to), **_PLAIN, **_metadata(key))
        return Posted(str(answer["channel"]), str(answer["ts"]))

    async def upload(self, to: Incoming, channel: str, files: Sequence[tuple[str, OpenedFile]]) -> None:
        """Put files, each with its title, where the answer goes. Raises NotSent, MaybeSent."""
        uploads = [{"filename": each.name, "title": title, "content": each.content} for title, each in files]
        token, thread = to.workspace.token, to.thread or None
        try:
            await self.client.files_upload_v2(file_uploads=uploads, channel=channel, thread_ts=thread, token=token)
        except NETWORK as error:
            raise outcome(error) from error

    async def in_channel(self, to: Incoming, messages: Sequence[Outgoing]) -> None:
        """Show the channel what only one person saw; Slack lets us even where we are not a member."""
        for message in messages:
            await self._respond(to.response_url, message, "in_channel")

    async def _one(self, to: Incoming, message: Outgoing, key: str) -> str:
        content = content_of(message)
        if not to.private:
            answer = await self._call("chat.postMessage", to, **_where(to), **content, **_PLAIN, **_metadata(key))
            return str(answer.get("ts") or "")
        return await self._privately(to, message, content)

    async def _privately(self, to: Incoming, message: Outgoing, content: dict[str, Any]) -> str:
        """To one person only, by the first of the ways that Slack lets through."""
        if to.response_url and not to.thread:
            try:
                await self._respond(to.response_url, message, "ephemeral")
            except NotSent:
                log.info("slack response_url used up")
            else:
                return ""
        if to.channel:
            try:
                await self._call("chat.postEphemeral", to, user=to.user, **_where(to), **content)
            except NotSent as error:
                if not error.terminal:
                    raise
            else:
                return ""
        answer = await self._call("chat.postMessage", to, channel=to.user, **content, **_PLAIN)
        return str(answer.get("ts") or "")

    async def _respond(self, url: str, message: Outgoing, kind: str) -> None:
        body = {"response_type": kind, "replace_original": False, **content_of(message)}
        webhook = AsyncWebhookClient(
            url,
            timeout=TIMEOUT_SECONDS,
            ssl=self.client.ssl,
            session=self.client.session,
            retry_handlers=[],
            logger=QUIET,
        )
        webhook.proxy = proxy_for(url)
        try:
            answer = await webhook.send_dict(body)
        except NETWORK as error:
            raise outcome(error) from error
        if answer.status_code >= 500:
            raise MaybeSent(f"response_url answered {answer.status_code}")
        if answer.status_code != 200:
            raise NotSent(f"response_url answered {answer.status_code}", terminal=True)

    async def _call(self, method: str, to: Incoming, **content: Any) -> Any:
        async def once() -> Any:
            try:
                return await self.client.api_call(method, json={"token": to.workspace.token, **content})
            except NETWORK as error:
                raise outcome(error) from error

        return await with_retries(once, self.sleep)

    async def _find(self, to: Incoming, key: str) -> str:
        """The id of the answer that was perhaps posted, "" when it was not."""
        about: dict[str, Any] = {"token": to.workspace.token, "channel": to.channel, "limit": LOOK_BACK}
        about |= {"include_all_metadata": True}
        try:
            if to.thread:
                found = await self.client.conversations_replies(ts=to.thread, **about)
            else:
                found = await self.client.conversations_history(**about)
        except NETWORK as error:
            meant = outcome(error)
            if isinstance(meant, NotSent) and meant.terminal:
                log.info("slack answer not looked for", reason=str(meant))
                return ""  # we may not look there: an answer that was asked for is better twice than never
            raise MaybeSent(f"cannot look ({meant})") from error
        for message in found.get("messages") or []:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT and (metadata.get("event_payload") or {}).get("key") == key:
                return str(message["ts"])
        return ""


_PLAIN = {"unfurl_links": False, "unfurl_media": False}
"""A link to a file is that person's key to it: Slack is not to fetch it for a preview."""


def content_of(message: Outgoing) -> dict[str, Any]:
    """A message as Slack takes it, without where it goes."""
    return {"text": message.text, **({"blocks": message.blocks} if message.blocks else {})}


def _where(to: Incoming) -> dict[str, str]:
    where = {"channel": to.channel or to.user}
    return where | {"thread_ts": to.thread} if to.thread else where


def _metadata(key: str) -> dict[str, Any]:
    return {"metadata": {"event_type": EVENT, "event_payload": {"key": key}}} if key else {}

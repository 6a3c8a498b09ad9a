"""Answers on their way back to where they were asked for: in the chat, in the thread, in the card's place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.answer import Context
from bot.chat.post_claims import Claim, PostClaims
from bot.platform import MaybeSent, NotSent
from bot.teams.calls import AsyncCaller, post_activity, update_activity
from bot.teams.incoming import Incoming
from bot.teams.references import References, is_over
from bot.teams.render import Outgoing, as_activity
from bot.worker_threads import WorkerThreads
from commands.message import Form
from storage import conversations

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an answer goes: a chat, or a thread; `reply_to` is the message that it answers."""

    service_url: str
    conversation: str
    reply_to: str = ""

    @classmethod
    def of(cls, incoming: Incoming) -> Destination:
        """Where something was said."""
        return cls(incoming.service_url, incoming.place, incoming.id if incoming.kind == "message" else "")

    @classmethod
    def beside(cls, incoming: Incoming) -> Destination:
        """The same, without answering one message."""
        return cls(incoming.service_url, incoming.place)


@dataclass(frozen=True)
class Responder:
    """Posts answers, each once. Raises NotSent or MaybeSent when Teams does not take them."""

    context: Context
    caller: AsyncCaller
    threads: WorkerThreads
    claims: PostClaims
    references: References

    async def begin(self, key: str) -> bool:
        """Take the turn to answer what `key` names; False when it has been answered, or is being answered now.

        Teams cannot be asked what a chat holds. A process that began an answer and never said what became of it is
        not waited for: an answer that was asked for is better twice than never.
        """
        return await self.claims.take(key) in (Claim.OURS, Claim.UNSURE)

    async def post(self, place: Destination, messages: Sequence[Outgoing], form: Form | None = None) -> str:
        """Post in order; returns the first message's id. `form` is remembered by the message that it is in."""
        first = ""
        for message in messages:
            try:
                posted = await self.raw(place, as_activity(message))
            except NotSent as error:
                if first:
                    raise MaybeSent(f"the first part only ({error})") from error
                raise
            await self._keep(place, posted, message, form)
            first = first or posted
        return first

    async def raw(self, place: Destination, activity: Mapping[str, Any]) -> str:
        """Post one activity; returns its id."""
        try:
            answer = await self.caller.call(
                post_activity(place.service_url, place.conversation, activity, place.reply_to)
            )
        except NotSent as error:
            if is_over(str(error)):
                await self.references.end(place.conversation.partition(";")[0])
            raise
        return str(answer.get("id") or "")

    async def replace(
        self, place: Destination, message: str, shown: Sequence[Outgoing], form: Form | None = None
    ) -> None:
        """Replace a message of ours by the answer; what has no room there is posted."""
        await self.put(place, message, as_activity(shown[0]))
        await self._keep(place, message, shown[0], form)
        await self.post(place, shown[1:], form)

    async def put(self, place: Destination, message: str, activity: Mapping[str, Any]) -> None:
        """Replace a message of ours by an activity."""
        await self.caller.call(update_activity(place.service_url, place.conversation, message, activity))

    async def card(self, incoming: Incoming, nonce: str) -> str:
        """The message that a form is in: the one that Teams names, else the one we remember; "" for none."""
        if incoming.reply_to or not nonce:
            return incoming.reply_to
        card = await self.threads.read(self.context.database, lambda session: conversations.card(session, nonce))
        return card.message if card else ""

    async def _keep(self, place: Destination, posted: str, message: Outgoing, form: Form | None) -> None:
        if not (form and form.nonce and posted) or form.nonce not in json.dumps(message.card):
            return
        nonce, now = form.nonce, self.context.clock.now()
        await self.threads.write(
            self.context.database,
            "teams",
            lambda session: conversations.keep_card(session, nonce, place.conversation, posted, now),
        )

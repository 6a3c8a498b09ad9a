"""Answers on their way back to where they were asked for: in the chat, in the thread, in the card's place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.answer import Desk
from bot.chat.post_claims import Posted, Turn
from bot.platform import NotSent, PerhapsSent
from bot.teams.calls import AsyncCaller, posting, replacing
from bot.teams.incoming import Heard
from bot.teams.references import References, is_over
from bot.teams.render import Outgoing, as_activity
from bot.worker_threads import Crossing
from commands.message import Form
from storage import conversations

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: a chat, or a thread; `reply_to` is the message that it answers."""

    service_url: str
    conversation: str
    reply_to: str = ""

    @classmethod
    def of(cls, heard: Heard) -> Place:
        """Where something was said."""
        return cls(heard.service_url, heard.place, heard.id if heard.kind == "message" else "")


class Answering:
    """Posts answers, each once. Raises NotSent or PerhapsSent when Teams does not take them."""

    def __init__(
        self, desk: Desk, caller: AsyncCaller, crossing: Crossing, posted: Posted, references: References
    ) -> None:
        self._desk = desk
        self._caller = caller
        self._crossing = crossing
        self._posted = posted
        self._references = references

    async def begin(self, key: str) -> bool:
        """Take the turn to answer what `key` names; False when it has been answered, or is being answered now.

        Teams cannot be asked what stands in a chat. Whoever began an answer and never said what became of it is
        not waited for: an answer that was asked for is better twice than never.
        """
        if not key:
            return True
        turn = await self._crossing.run(lambda: self._posted.take(key))
        return turn in (Turn.OURS, Turn.UNSURE)

    async def done(self, key: str, message: str) -> None:
        """The answer stands there."""
        if key:
            await self._crossing.run(lambda: self._posted.done(key, message or "posted"))

    async def release(self, key: str) -> None:
        """It surely does not stand there: what comes again may be answered."""
        if key:
            await self._crossing.run(lambda: self._posted.release(key))

    async def post(self, place: Place, messages: Sequence[Outgoing], form: Form | None = None) -> str:
        """Post in order; returns the first message's id. `form` is remembered by where it stands."""
        first = ""
        for message in messages:
            try:
                posted = await self.raw(place, as_activity(message))
            except NotSent as error:
                if first:
                    raise PerhapsSent(f"the first part only ({error})") from error
                raise
            await self._keep(place, posted, message, form)
            first = first or posted
        return first

    async def raw(self, place: Place, activity: Mapping[str, Any]) -> str:
        """Post one activity; returns its id."""
        try:
            answer = await self._caller.call(
                posting(place.service_url, place.conversation, activity, place.reply_to)
            )
        except NotSent as error:
            if is_over(str(error)):
                await self._references.end(place.conversation.partition(";")[0])
            raise
        return str(answer.get("id") or "")

    async def replace(
        self, place: Place, message: str, shown: Sequence[Outgoing], form: Form | None = None
    ) -> None:
        """Put the answer in the place of a message of ours; what has no room there is posted."""
        await self.put(place, message, as_activity(shown[0]))
        await self._keep(place, message, shown[0], form)
        await self.post(place, shown[1:], form)

    async def put(self, place: Place, message: str, activity: Mapping[str, Any]) -> None:
        """Put an activity in the place of a message of ours."""
        await self._caller.call(replacing(place.service_url, place.conversation, message, activity))

    async def standing(self, heard: Heard, nonce: str) -> str:
        """The message that a form stands in: the one that Teams names, else the one we remember; "" for none."""
        if heard.reply_to or not nonce:
            return heard.reply_to

        def found() -> str:
            with self._desk.database.read() as session:
                card = conversations.card(session, nonce)
                return card.message if card else ""

        return await self._crossing.run(found)

    async def _keep(self, place: Place, posted: str, message: Outgoing, form: Form | None) -> None:
        if not (form and form.nonce and posted) or form.nonce not in json.dumps(message.card):
            return
        nonce, there = form.nonce, place.conversation

        def kept() -> None:
            with self._desk.database.write(actor="teams", source="teams") as session:
                conversations.keep_card(session, nonce, there, posted, self._desk.clock.now())

        await self._crossing.run(kept)

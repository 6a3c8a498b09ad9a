"""Giving an answer: in the chat, in a card's or a promise's place, what is private in the chat of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.chat.dispatcher import Answer, Dispatcher
from bot.platform import MaybeSent, NotSent
from bot.teams.files import Consents
from bot.teams.forms import Submitted
from bot.teams.incoming import Incoming
from bot.teams.references import References
from bot.teams.render import Outgoing, activities
from bot.teams.render import answered as answered_card
from bot.teams.responder import Destination, Responder
from commands.message import Form, Reply, Text

PRIVATELY = "Jag svarade dig i vår privata chatt."
ANSWERED = "Besvarat. Svaret gick till den som svarade."
NO_CHAT = "Svaret är bara för dig. Öppna en egen chatt med mig i Teams och fråga där, så får du det."
NOTHING = Submitted("", None)
"""In place of what was asked, where the answer is not to be asked for again, page by page."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Publisher:
    """Gives answers; files are offered where Teams can take them."""

    dispatcher: Dispatcher[Incoming, Outgoing]
    responder: Responder
    references: References
    consents: Consents

    async def publish(
        self, incoming: Incoming, answered: Answer, asked: Submitted, *, place: Destination, instead: str = ""
    ) -> None:
        """Post the answer to what was `asked`, or replace our message `instead`."""
        try:
            if answered.private and not incoming.direct:
                posted = await self._privately(incoming, place, answered, instead)
            else:
                posted = await self._post(place, answered, asked, instead, direct=incoming.direct)
        except NotSent as error:
            await self.responder.claims.release(incoming.key)
            log.error("teams answer not posted", reason=str(error))  # noqa: TRY400
            return
        except MaybeSent as error:
            log.error("teams answer in doubt", reason=str(error))  # noqa: TRY400
            posted = "in doubt"
        await self.responder.claims.done(incoming.key, posted)

    async def after_press(
        self, incoming: Incoming, answered: Answer, pressed: Submitted, promise: str = ""
    ) -> None:
        """Replace the pressed card by the answer, where it does; else post it."""
        card = await self.responder.card(incoming, pressed.nonce)
        replaces = bool(card) and replaces_card(incoming, answered, pressed)
        if replaces and not promise and (incoming.direct or not answered.private):
            await self._replace(incoming, card, answered)
            await self.responder.claims.done(incoming.key, card)
        else:
            instead, place = promise or (card if replaces else ""), Destination.beside(incoming)
            await self.publish(incoming, answered, pressed, place=place, instead=instead)

    async def for_all(self, incoming: Incoming, answered: Answer, pressed: Submitted) -> None:
        """Replace the pressed card for everybody, and after a reload too; its sender has seen the answer.

        Where others would see what they are not to see, the card only says that it has been answered.
        """
        card = await self.responder.card(incoming, pressed.nonce)
        if card:
            await self._replace(incoming, card, answered)

    async def rest(self, incoming: Incoming, answered: Answer) -> None:
        """Post what has no room in one card."""
        shown = self.dispatcher.shown(answered)[1:]
        await self.responder.post(Destination.beside(incoming), shown, answered.form)

    async def _post(
        self, place: Destination, answered: Answer, asked: Submitted, instead: str, *, direct: bool
    ) -> str:
        rest = answered.without_files() if direct else answered
        posted = instead
        if rest.reply.blocks or rest.reply.error:
            shown = self.dispatcher.shown(rest, **pages(rest, asked))
            posted = await self._post_or_replace(place, instead, shown, rest.form)
        if direct:
            await self.consents.offer(place, answered)
        return posted

    async def _post_or_replace(
        self, place: Destination, instead: str, shown: Sequence[Outgoing], form: Form | None = None
    ) -> str:
        """The id of the message: of the one that was replaced, or of a new one."""
        if not instead:
            return await self.responder.post(place, shown, form)
        await self.responder.replace(replace(place, reply_to=""), instead, shown, form)
        return instead

    async def _privately(self, incoming: Incoming, place: Destination, answered: Answer, instead: str) -> str:
        """What others are not to see goes to the chat of two; where it was asked, only that it did."""
        note, person = PRIVATELY, answered.known.key[1] if answered.known else ""
        try:
            there = await self.references.directly(incoming, person)
            await self._post(Destination(incoming.service_url, there), answered, NOTHING, "", direct=True)
        except NotSent as error:
            log.info("teams private answer not posted", reason=str(error))
            note = NO_CHAT
        return await self._post_or_replace(place, instead, saying(note))

    async def _replace(self, incoming: Incoming, card: str, answered: Answer) -> None:
        """Replace a card by the answer, where it still exists; else post it."""
        place, form = Destination.beside(incoming), answered.form
        shown = self.dispatcher.shown(answered)
        if answered.private and not incoming.direct:
            shown, form = [Outgoing(ANSWERED, ANSWERED, answered_card(ANSWERED))], None
        try:
            await self.responder.replace(place, card, shown, form)
        except (NotSent, MaybeSent) as error:
            log.info("teams card not replaced", reason=str(error))
            if isinstance(error, NotSent):
                await self.responder.post(place, shown, form)


def replaces_card(incoming: Incoming, answered: Answer, pressed: Submitted) -> bool:
    """Whether the answer replaces the card for all: a form's does, and in a chat of two that of any change.

    What refuses a form, and gives nothing to mend it in, leaves what was filled in as it is.
    """
    if answered.passing or answered.refusal:
        return False
    return pressed.fields is not None or (incoming.direct and not answered.question)


def pages(answered: Answer, asked: Submitted) -> dict[str, Any]:
    """How activities() shows an answer: page by page for a question, which can be asked again."""
    again = asked.command if answered.question and not answered.reply.error else ""
    return {"asked": again, "page": asked.page}


def saying(text: str) -> list[Outgoing]:
    """A sentence as a message."""
    return activities(Reply((Text(text),)), lambda _: None)

"""What Teams waits for with an answer in the response: cards, dialogs, files, each in a shape of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from bot.chat.dispatcher import BUSY, Answer
from bot.teams.cards import CONTENT_TYPE
from bot.teams.extension import Extension
from bot.teams.files import Consents
from bot.teams.forms import Submitted, submitted
from bot.teams.incoming import Incoming
from bot.teams.publisher import pages, replaces_card
from bot.teams.receive import WORKING, Receiver
from bot.teams.render import dialog, dialog_saying
from bot.teams.responder import Destination
from bot.worker_threads import Overloaded

Body = dict[str, Any]
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
UNKNOWN_BUTTON = "Jag känner inte igen den knappen. Skriv hjälp för att se vad du kan göra."
FILES_FOLLOW = "Filen kommer i chatten."
SAVING = "Jag arbetar på det. Svaret kommer i chatten om en liten stund."
NOT_IMPLEMENTED = 501

log = structlog.get_logger()


@dataclass(frozen=True)
class Invokes:
    """Answers invokes: the status and the body of the response."""

    receiver: Receiver
    consents: Consents
    extension: Extension

    async def answer(self, incoming: Incoming) -> tuple[int, Body]:
        """The response. An unknown name is answered as such."""
        try:
            return await self._answered(incoming)
        except Overloaded:
            return 200, _saying(incoming, BUSY)

    async def _answered(self, incoming: Incoming) -> tuple[int, Body]:
        if incoming.name.startswith("composeExtension/"):
            return await self.extension.answer(incoming)
        if incoming.name not in ("adaptiveCard/action", "task/fetch", "task/submit", "fileConsent/invoke"):
            log.info("teams invoke unknown")
            return NOT_IMPLEMENTED, {}
        await self.receiver.references.see(incoming)
        if incoming.name == "fileConsent/invoke":
            self.receiver.tasks.alone(self.consents.decide(incoming))
            return 200, {}
        pressed = submitted(incoming.value)
        if pressed is None:
            return 200, _saying(incoming, UNKNOWN_BUTTON)
        if incoming.name == "adaptiveCard/action":
            return 200, await self._card(incoming, pressed)
        return 200, await self._dialog(incoming, pressed)

    async def _card(self, incoming: Incoming, pressed: Submitted) -> Body:
        """A button of a card: the card that replaces it, for the one who pressed it."""
        if incoming.value.get("trigger") == "automatic" and (
            pressed.fields is not None or self.receiver.dispatcher.writes(pressed.command)
        ):
            return _message("")  # Teams asks for a fresh card by itself: nobody pressed anything
        answered = await self._in_time(incoming, pressed)
        if answered is None:
            return _message(WORKING)
        if answered.passing or (answered.refusal and pressed.fields is not None):
            return _message(answered.refusal)  # what was filled in stays
        rest = answered.without_files() if incoming.direct else answered
        if incoming.direct and answered.files:
            self.receiver.tasks.alone(self.consents.offer(Destination.beside(incoming), answered))
        shown = self.receiver.dispatcher.shown(rest, **pages(rest, pressed))
        if replaces_card(incoming, answered, pressed):
            self.receiver.tasks.alone(self.receiver.publisher.for_all(incoming, rest, pressed))
        elif shown[1:] and not (answered.private and not incoming.direct):
            self.receiver.tasks.alone(self.receiver.publisher.rest(incoming, rest))
        if not (rest.reply.blocks or rest.reply.error):
            return _message(FILES_FOLLOW)
        card = shown[0].card
        return {"statusCode": 200, "type": CONTENT_TYPE, "value": card} if card else _message(shown[0].text)

    async def _in_time(self, incoming: Incoming, pressed: Submitted) -> Answer | None:
        """The answer to a press, None when it takes too long: then it follows."""
        asking, late = self.receiver.pressed(incoming, pressed), partial(self._later, incoming, pressed)
        return await self.receiver.tasks.in_time(asking, self.receiver.budget, late)

    async def _later(self, incoming: Incoming, pressed: Submitted, asked: asyncio.Task[Answer]) -> None:
        await self.receiver.publisher.after_press(incoming, await asked, pressed)

    async def _dialog(self, incoming: Incoming, pressed: Submitted) -> Body:
        """A form in a dialog: opened, or submitted. A mistake keeps it open; the answer replaces it."""
        if incoming.name == "task/fetch":
            pressed = replace(pressed, fields=None)
        answered = await self._in_time(incoming, pressed)
        if answered is None:
            return dialog_saying(SAVING)
        if answered.form:
            return dialog(answered.reply)
        if pressed.fields is not None and incoming.direct and not answered.reply.error:
            self.receiver.tasks.alone(self._post(incoming, pressed, answered))
        return dialog_saying(self.receiver.dispatcher.shown(answered)[0].text)

    async def _post(self, incoming: Incoming, pressed: Submitted, answered: Answer) -> None:
        """The answer to a dialog comes in the chat too, once."""
        key = f"teams:dialog:{pressed.nonce}"
        if await self.receiver.responder.begin(key):
            place = Destination.beside(incoming)
            await self.receiver.publisher.publish(incoming, answered, replace(pressed, page=1), place=place)
            await self.receiver.responder.claims.done(key)


def _message(text: str) -> Body:
    """Said beside the card, which stays as it is."""
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": text}


def _saying(incoming: Incoming, text: str) -> Body:
    """A sentence, in the shape that this invoke's name wants."""
    shapes: Mapping[str, Body] = {
        "adaptiveCard": _message(text),
        "task": dialog_saying(text),
        "composeExtension": {"composeExtension": {"type": "message", "text": text}},
    }
    return shapes.get(incoming.name.partition("/")[0], {})

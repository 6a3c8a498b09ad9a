"""What Teams waits for with an answer in the response: cards, dialogs, files, each in a shape of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog

from bot.tasks import within
from bot.teams.cards import CONTENT_TYPE
from bot.teams.dialogs import dialog, dialog_saying
from bot.teams.dispatcher import BUSY, Answered
from bot.teams.extension import Extension
from bot.teams.forms import Submitted, submitted
from bot.teams.incoming import Heard
from bot.teams.receive import WORKING, Parts, Receiver
from bot.teams.responder import Place
from bot.worker_threads import Overloaded

Body = dict[str, Any]
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
UNKNOWN_BUTTON = "Jag känner inte igen den knappen. Skriv hjälp för att se vad du kan göra."
FILES_FOLLOW = "Filen kommer i chatten."
SAVING = "Jag arbetar på det. Svaret kommer i chatten om en liten stund."
NOT_IMPLEMENTED = 501

log = structlog.get_logger()


class Invokes:
    """Answers invokes: the status and the body of the response."""

    def __init__(self, parts: Parts, receiver: Receiver, extension: Extension) -> None:
        self._parts = parts
        self._receiver = receiver
        self._asking, self._answering, self._tasks = parts.asking, parts.answering, parts.tasks
        self._extension = extension

    async def answer(self, heard: Heard) -> tuple[int, Body]:
        """The response. A name that we do not know is answered as such, calmly."""
        try:
            return await self._answered(heard)
        except Overloaded:
            return 200, _saying(heard, BUSY)

    async def _answered(self, heard: Heard) -> tuple[int, Body]:
        if heard.name.startswith("composeExtension/"):
            return await self._extension.answer(heard)
        if heard.name not in ("adaptiveCard/action", "task/fetch", "task/submit", "fileConsent/invoke"):
            log.info("teams invoke unknown")
            return NOT_IMPLEMENTED, {}
        await self._parts.references.see(heard)
        if heard.name == "fileConsent/invoke":
            self._tasks.alone(self._parts.consents.decide(heard))
            return 200, {}
        pressed = submitted(heard.value)
        if pressed is None:
            return 200, _saying(heard, UNKNOWN_BUTTON)
        if heard.name == "adaptiveCard/action":
            return 200, await self._card(heard, pressed)
        return 200, await self._dialog(heard, pressed)

    async def _card(self, heard: Heard, pressed: Submitted) -> Body:
        """A button of a card: the card that takes its place, for the one who pressed it."""
        if heard.value.get("trigger") == "automatic" and (
            pressed.fields is not None or self._asking.writes(pressed.command)
        ):
            return _message("")  # Teams asks for a fresh card by itself: nobody pressed anything
        asked = self._tasks.start(self._receiver.pressed(heard, pressed))
        if not await within(asked, self._parts.budget):
            self._tasks.alone(self._later(heard, pressed, asked))
            return _message(WORKING)
        answered = asked.result()
        if answered.passing or (answered.refusal and pressed.fields is not None):
            return _message(answered.refusal)  # what was filled in stays
        place = _place(heard)
        told, files = self._receiver.without_files(answered) if heard.direct else (answered, [])
        if files:
            self._tasks.alone(self._receiver.offer(place, files, answered))
        shown = self._asking.shown(told, pressed.command, pressed.page)
        if self._receiver.replaces(heard, pressed, answered):
            self._tasks.alone(self._stands(heard, pressed, told))
        elif shown[1:] and not (answered.private and not heard.direct):
            self._tasks.alone(self._rest(place, told))
        if not (told.reply.blocks or told.reply.error):
            return _message(FILES_FOLLOW)
        card = shown[0].card
        return {"statusCode": 200, "type": CONTENT_TYPE, "value": card} if card else _message(shown[0].text)

    async def _stands(self, heard: Heard, pressed: Submitted, answered: Answered) -> None:
        """Let the answer stand in the card's place for everybody, and after a reload too."""
        card = await self._answering.standing(heard, pressed.nonce)
        if card:
            await self._receiver.replaced(heard, card, answered)

    async def _rest(self, place: Place, answered: Answered) -> None:
        """What has no room in one card."""
        await self._answering.post(place, self._asking.shown(answered)[1:], answered.form)

    async def _later(self, heard: Heard, pressed: Submitted, asked: asyncio.Task[Answered]) -> None:
        """The answer to a press that took too long."""
        answered = await asked
        card = await self._answering.standing(heard, pressed.nonce)
        if card and self._receiver.replaces(heard, pressed, answered):
            await self._receiver.replaced(heard, card, answered)
        else:
            await self._receiver.give(heard, _place(heard), answered, pressed.command, pressed.page)

    async def _dialog(self, heard: Heard, pressed: Submitted) -> Body:
        """A form in a dialog: opened, or submitted. A mistake keeps it open; the answer is said in its place."""
        if heard.name == "task/fetch":
            pressed = replace(pressed, fields=None)
        asked = self._tasks.start(self._receiver.pressed(heard, pressed))
        if not await within(asked, self._parts.budget):
            self._tasks.alone(self._later(heard, pressed, asked))
            return dialog_saying(SAVING)
        answered = asked.result()
        if answered.form:
            return dialog(answered.reply)
        if pressed.fields is not None and heard.direct and not answered.reply.error:
            self._tasks.alone(self._posted(heard, pressed, answered))
        return dialog_saying(self._asking.shown(answered)[0].text)

    async def _posted(self, heard: Heard, pressed: Submitted, answered: Answered) -> None:
        """The answer to a dialog stands in the chat too, once."""
        key = f"teams:dialog:{pressed.nonce}"
        if await self._answering.begin(key):
            await self._receiver.give(heard, _place(heard), answered, pressed.command, 1)
            await self._answering.done(key, "posted")


def _message(text: str) -> Body:
    """Said beside the card, which stays as it is."""
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": text}


def _saying(heard: Heard, text: str) -> Body:
    """A sentence, in the shape that this invoke's name wants."""
    shapes: Mapping[str, Body] = {
        "adaptiveCard": _message(text),
        "task": dialog_saying(text),
        "composeExtension": {"composeExtension": {"type": "message", "text": text}},
    }
    return shapes.get(heard.name.partition("/")[0], {})


def _place(heard: Heard) -> Place:
    return Place(heard.service_url, heard.place)

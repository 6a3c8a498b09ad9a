"""What happens in Teams → answers: messages, buttons that come as messages, being added, being removed.

answer() never raises: a fault becomes a reply with a reference. Teams gets its response as soon as the answer has
been posted, or after two seconds; then the answer is on its way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from bot.chat.dispatcher import Answer, Dispatcher
from bot.platform import MaybeSent, NotSent
from bot.tasks import Tasks, within
from bot.teams.forms import Submitted, submitted
from bot.teams.incoming import Incoming
from bot.teams.people import People
from bot.teams.publisher import Publisher
from bot.teams.references import References
from bot.teams.render import Outgoing, activities, plain
from bot.teams.responder import Destination, Responder
from bot.worker_threads import Overloaded
from commands.message import Action, Actions, Reply, Text, TextStyle

BUDGET_SECONDS = 2.0
"""After this we say that we are at it. Teams delivers a message again after fifteen seconds, an invoke sooner."""
WORKING = "Jag arbetar på det …"
PRESSED_WITHIN = 30
"""Seconds. A button that is pressed again so soon (up to twice as long) is the same press, delivered again."""
HELP = "hjälp"

log = structlog.get_logger()


@dataclass(frozen=True)
class Receiver:
    """Answers what was said, and notes where we are."""

    dispatcher: Dispatcher[Incoming, Outgoing]
    responder: Responder
    references: References
    people: People
    publisher: Publisher
    tasks: Tasks
    budget: float = BUDGET_SECONDS

    async def receive(self, incoming: Incoming) -> None:
        """Anything but an invoke. What is unknown, or needs no answer, is only noted."""
        if incoming.kind == "installationUpdate" and incoming.action == "remove":
            await self._gone(incoming)
            return
        await self.references.see(incoming)
        if incoming.kind == "message":
            await self._message(incoming)
        elif incoming.kind == "installationUpdate" and incoming.action == "add":
            await self._hello(incoming)
        elif incoming.kind == "conversationUpdate":
            if any(map(incoming.is_us, incoming.removed)):
                await self._gone(incoming)
            elif any(map(incoming.is_us, incoming.added)):
                await self._hello(incoming)

    async def _message(self, incoming: Incoming) -> None:
        if incoming.from_bot or not incoming.conversation:
            return
        pressed = submitted(incoming.value)
        answering = self._pressed(incoming, pressed) if pressed else self._said(incoming)
        await self.tasks.in_time(answering, self.budget, _awaited)

    async def _said(self, incoming: Incoming) -> None:
        """A typed line: the answer is a message, in its thread."""
        if not await self.responder.begin(incoming.key):
            return
        place, asked = Destination.of(incoming), Submitted(incoming.text or HELP, None)
        asking = self.dispatcher.ask(incoming, asked.command, None, (incoming.key,))
        answered, promise = await self._or_promise(place, asking)
        await self.publisher.publish(incoming, answered, asked, place=place, instead=promise)

    async def _or_promise(self, place: Destination, asking: Coroutine[Any, Any, Answer]) -> tuple[Answer, str]:
        """The answer, and the message of ours that it replaces if it took long: one that says that we are at it."""
        asked, promise = self.tasks.start(asking), ""
        if not await within(asked, self.budget * 0.9):
            try:
                promise = await self.responder.raw(place, plain(WORKING))
            except (NotSent, MaybeSent) as error:
                log.info("teams promise not posted", reason=str(error))
        return await asked, promise

    async def _pressed(self, incoming: Incoming, pressed: Submitted) -> None:
        """A button that came as a message (Action.Submit): a form's answer replaces the card."""
        if not await self.responder.begin(incoming.key):
            return
        answered, promise = await self._or_promise(Destination.beside(incoming), self.pressed(incoming, pressed))
        await self.publisher.after_press(incoming, answered, pressed, promise)

    async def pressed(self, incoming: Incoming, pressed: Submitted) -> Answer:
        """The answer to a button or a form, however it came."""
        return await self.dispatcher.ask(
            incoming, pressed.command, pressed.fields, self._deliveries(incoming, pressed)
        )

    async def _hello(self, incoming: Incoming) -> None:
        """A friendly word, once for each time that we are added."""
        key = _hello_key(incoming)
        if not incoming.conversation or not await self.responder.begin(key):
            return
        if incoming.direct:
            self.tasks.alone(self.people.meet(incoming))
        try:
            place = Destination(incoming.service_url, incoming.conversation)
            posted = await self.responder.post(place, activities(HELLO, lambda _: None))
        except (NotSent, MaybeSent) as error:
            log.warning("teams hello not posted", reason=str(error))
            posted = ""
        await self.responder.claims.done(key, posted)

    async def _gone(self, incoming: Incoming) -> None:
        await self.references.end(incoming.conversation)
        await self.responder.claims.release(_hello_key(incoming))
        log.info("teams app removed", scope=incoming.scope)

    def _deliveries(self, incoming: Incoming, pressed: Submitted) -> tuple[str, ...]:
        """The ids under which the same press may come again: of the activity, of the form.

        A button without a form has no nonce; the same person's same press again at once is the same press.
        """
        if pressed.nonce:
            return (incoming.key, f"form:{pressed.nonce}")
        now = int(self.dispatcher.context.clock.now().timestamp()) // PRESSED_WITHIN
        press = f"teams:press:{incoming.reply_to}:{incoming.user}:{pressed.command}"
        return (incoming.key, *(f"{press}:{moment}" for moment in (now, now - 1) if incoming.reply_to))


HELLO = Reply(
    (
        Text("Hej! Jag är Läget.", TextStyle.HEADING),
        Text(
            "Jag håller reda på hur arbetena i programmet går. Fråga mig om ett arbete, rapportera läget eller be "
            "om en rapport. I en kanal eller gruppchatt svarar jag när någon nämner mig."
        ),
        Actions((Action("Hjälp", HELP), Action("Portfölj", "portfölj"))),
    )
)


def _hello_key(incoming: Incoming) -> str:
    return f"teams:hello:{incoming.conversation}"


async def _awaited(answering: asyncio.Task[None]) -> None:
    """What goes wrong with an answer after Teams has got its response, is logged."""
    try:
        await answering
    except Overloaded:
        log.warning("teams answer dropped: too many at once")

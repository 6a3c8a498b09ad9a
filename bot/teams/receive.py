"""What happens in Teams → answers: messages, buttons that come as messages, being added, being removed.

answer() never raises: a fault becomes a reply with a reference. Teams is told that all is well as soon as the
answer stands there, or after two seconds; then the answer is on its way.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.platform import NotSent, PerhapsSent
from bot.tasks import Tasks, within
from bot.teams.dispatcher import BUSY, Answer, Dispatcher
from bot.teams.files import Consents
from bot.teams.forms import Submitted, submitted
from bot.teams.incoming import Incoming
from bot.teams.references import References
from bot.teams.render import Outgoing, activities
from bot.teams.render import answered as answered_card
from bot.teams.responder import Destination, Responder
from bot.worker_threads import Overloaded
from commands.message import Action, Actions, File, Reply, Text, TextStyle

BUDGET_SECONDS = 2.0
"""Past this we say that we are at it. Teams delivers a message again after fifteen seconds, an invoke sooner."""
WORKING = "Jag arbetar på det …"
PRIVATELY = "Jag svarade dig i vår privata chatt."
ANSWERED = "Besvarat. Svaret gick till den som svarade."
NO_CHAT = "Svaret är bara för dig. Öppna en egen chatt med mig i Teams och fråga där, så får du det."
PRESSED_WITHIN = 30
"""Seconds. A button that is pressed again so soon (up to twice as long) is the same press, delivered again."""
HELP = "hjälp"

log = structlog.get_logger()


@dataclass(frozen=True)
class Parts:
    """What it takes to receive."""

    dispatcher: Dispatcher
    responder: Responder
    references: References
    consents: Consents
    tasks: Tasks
    budget: float = BUDGET_SECONDS
    monotonic: Callable[[], float] = time.monotonic


class Receiver:
    """Answers what was said, and notes where we are."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._dispatcher, self._responder, self._tasks = parts.dispatcher, parts.responder, parts.tasks

    async def receive(self, incoming: Incoming) -> None:
        """Anything but an invoke. What is unknown, or needs no answer, is only noted."""
        if incoming.kind == "installationUpdate" and incoming.action == "remove":
            await self._gone(incoming)
            return
        await self._parts.references.see(incoming)
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
        until = self._parts.monotonic() + self._parts.budget
        pressed = submitted(incoming.value)
        responder = self._tasks.start(self._pressed(incoming, pressed) if pressed else self._said(incoming))
        if await within(responder, until - self._parts.monotonic()):
            responder.result()
        else:
            self._tasks.alone(_awaited(responder))

    async def _said(self, incoming: Incoming) -> None:
        """A typed line: the answer is a message, in its thread."""
        if not await self._responder.begin(incoming.key):
            return
        place, text = Destination.of(incoming), incoming.text or HELP
        asked = self._tasks.start(self._dispatcher.ask(incoming, text, None, (incoming.key,)))
        promise = ""
        if not await within(asked, self._parts.budget * 0.9):
            promise = await self._promised(place)
        answered = await asked
        await self.give(incoming, place, answered, text, 1, promise)

    async def _promised(self, place: Destination) -> str:
        """Say that we are at it; the answer takes that message's place."""
        try:
            return await self._responder.raw(place, {"type": "message", "text": WORKING, "textFormat": "plain"})
        except (NotSent, PerhapsSent) as error:
            log.info("teams promise not posted", reason=str(error))
            return ""

    async def give(
        self, incoming: Incoming, place: Destination, answered: Answer, text: str, page: int, promise: str = ""
    ) -> None:
        """Post the answer; files are offered where Teams can take them."""
        try:
            if answered.private and not incoming.direct:
                posted = await self._privately(incoming, place, answered, promise)
            else:
                posted = await self._claims(place, answered, text, page, promise, direct=incoming.direct)
        except NotSent as error:
            await self._responder.release(incoming.key)
            log.error("teams answer not posted", reason=str(error))  # noqa: TRY400
            return
        except PerhapsSent as error:
            log.error("teams answer in doubt", reason=str(error))  # noqa: TRY400
            posted = "in doubt"
        await self._responder.done(incoming.key, posted)

    async def _claims(
        self, place: Destination, answered: Answer, text: str, page: int, promise: str, *, direct: bool
    ) -> str:
        told, files = self.without_files(answered) if direct else (answered, [])
        posted = promise
        if told.reply.blocks or told.reply.error:
            shown = self._dispatcher.shown(told, text, page)
            if promise:
                await self._responder.replace(replace(place, reply_to=""), promise, shown, told.form)
            else:
                posted = await self._responder.post(place, shown, told.form)
        await self.offer(place, files, answered)
        return posted

    async def _privately(self, incoming: Incoming, place: Destination, answered: Answer, promise: str) -> str:
        """What others are not to see goes to the chat of two; where it was asked, only that it did."""
        note = PRIVATELY
        try:
            there = await self._parts.references.directly(incoming, self._dispatcher.id_of(incoming))
            await self._claims(Destination(incoming.service_url, there), answered, "", 1, "", direct=True)
        except NotSent as error:
            log.info("teams private answer not posted", reason=str(error))
            note = NO_CHAT
        noted = activities(Reply((Text(note),)), lambda _: None)
        if promise:
            await self._responder.replace(replace(place, reply_to=""), promise, noted)
            return promise
        return await self._responder.post(place, noted)

    def without_files(self, answered: Answer) -> tuple[Answer, list[File]]:
        """The answer without its files, and those: for a chat of two. Elsewhere they stand in it as links."""
        files = [each for each in answered.reply.blocks if isinstance(each, File)]
        if not (files and answered.known and answered.reply.error is None):
            return answered, []
        kept = tuple(block for block in answered.reply.blocks if not isinstance(block, File))
        return replace(answered, reply=replace(answered.reply, blocks=kept)), files

    async def offer(self, place: Destination, files: Sequence[File], answered: Answer) -> None:
        """Ask whether the files are wanted. Raises NotSent, PerhapsSent."""
        if files and answered.known:
            await self._parts.consents.offer(place, files, answered.known)

    async def _pressed(self, incoming: Incoming, pressed: Submitted) -> None:
        """A button that came as a message (Action.Submit): a form's answer takes the card's place."""
        if not await self._responder.begin(incoming.key):
            return
        place = replace(Destination.of(incoming), reply_to="")
        asked = self._tasks.start(self.pressed(incoming, pressed))
        promise = ""
        if not await within(asked, self._parts.budget * 0.9):
            promise = await self._promised(place)
        answered = await asked
        card = await self._responder.standing(incoming, pressed.nonce)
        replaces = bool(card) and self.replaces(incoming, pressed, answered)
        if promise or not replaces or (answered.private and not incoming.direct):
            instead = promise or (card if replaces else "")
            await self.give(incoming, place, answered, pressed.command, pressed.page, instead)
            return
        await self.replaced(incoming, card, answered)
        await self._responder.done(incoming.key, card)

    async def pressed(self, incoming: Incoming, pressed: Submitted) -> Answer:
        """The answer to a button or a form, however it came."""
        return await self._dispatcher.ask(
            incoming, pressed.command, pressed.fields, self._deliveries(incoming, pressed)
        )

    def replaces(self, incoming: Incoming, pressed: Submitted, answered: Answer) -> bool:
        """Whether the answer takes the card's place for all: a form's does, and in a chat of two any change's.

        What refuses a form, and gives nothing to mend it in, leaves what was filled in as it stands.
        """
        if answered.passing or answered.refusal:
            return False
        return pressed.fields is not None or (incoming.direct and not answered.question)

    async def replaced(self, incoming: Incoming, card: str, answered: Answer) -> None:
        """Put the answer in the card's place, where it still stands; else post it.

        Where others would see what they are not to see, the card only says that it has been answered.
        """
        place, form = Destination(incoming.service_url, incoming.place), answered.form
        shown = self._dispatcher.shown(answered)
        if answered.private and not incoming.direct:
            shown, form = [Outgoing(ANSWERED, ANSWERED, answered_card(ANSWERED))], None
        try:
            await self._responder.replace(place, card, shown, form)
        except (NotSent, PerhapsSent) as error:
            log.info("teams card not replaced", reason=str(error))
            if isinstance(error, NotSent):
                await self._responder.post(place, shown, form)

    async def _hello(self, incoming: Incoming) -> None:
        """A friendly word, once for each time that we are added."""
        key = _hello_key(incoming)
        if not incoming.conversation or not await self._responder.begin(key):
            return
        if incoming.direct:
            self._tasks.alone(self._dispatcher.meet(incoming))
        try:
            place = Destination(incoming.service_url, incoming.conversation)
            posted = await self._responder.post(place, activities(HELLO, lambda _: None))
        except (NotSent, PerhapsSent) as error:
            log.warning("teams hello not posted", reason=str(error))
            posted = ""
        await self._responder.done(key, posted)

    async def _gone(self, incoming: Incoming) -> None:
        await self._parts.references.end(incoming.conversation)
        await self._responder.release(_hello_key(incoming))
        log.info("teams app removed", scope=incoming.scope)

    def _deliveries(self, incoming: Incoming, pressed: Submitted) -> tuple[str, ...]:
        """The ids under which the same press may come again: of the activity, of the form.

        A button without a form bears no nonce; the same person's same press again at once is the same press.
        """
        if pressed.nonce:
            return (incoming.key, f"form:{pressed.nonce}")
        now = int(self._dispatcher.context.clock.now().timestamp()) // PRESSED_WITHIN
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


def busy() -> list[Outgoing]:
    """What is said when there is no room for a question at all."""
    return activities(Reply((Text(BUSY),)), lambda _: None)


def _hello_key(incoming: Incoming) -> str:
    return f"teams:hello:{incoming.conversation}"


async def _awaited(responder: asyncio.Task[None]) -> None:
    """What goes wrong with an answer after Teams has been told that all is well, is logged."""
    try:
        await responder
    except Overloaded:
        log.warning("teams answer dropped: too many at once")

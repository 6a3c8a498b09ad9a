"""What happens in Teams → answers: messages, buttons that come as messages, being added, being removed.

answer() never raises: a fault becomes a reply with a reference. Teams gets its response as soon as the answer has
been posted, or after two seconds; then the answer is on its way.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.chat.dispatcher import Answer
from bot.platform import NotSent, PerhapsSent
from bot.tasks import Tasks, within
from bot.teams.dispatcher import Dispatcher
from bot.teams.files import Consents
from bot.teams.forms import Submitted, submitted
from bot.teams.incoming import Incoming
from bot.teams.people import People
from bot.teams.references import References
from bot.teams.render import Outgoing, activities, plain
from bot.teams.render import answered as answered_card
from bot.teams.responder import Destination, Responder
from bot.worker_threads import Overloaded
from commands.message import Action, Actions, File, Form, Reply, Text, TextStyle

BUDGET_SECONDS = 2.0
"""After this we say that we are at it. Teams delivers a message again after fifteen seconds, an invoke sooner."""
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
    people: People
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
        pressed = submitted(incoming.value)
        answering = self._pressed(incoming, pressed) if pressed else self._said(incoming)
        await self._tasks.in_time(answering, self._parts.budget, _awaited)

    async def _said(self, incoming: Incoming) -> None:
        """A typed line: the answer is a message, in its thread."""
        if not await self._responder.begin(incoming.key):
            return
        place, text = Destination.of(incoming), incoming.text or HELP
        asking = self._dispatcher.ask(incoming, text, None, (incoming.key,))
        answered, promise = await self._or_promise(place, asking)
        await self.give(incoming, place, answered, text, 1, promise)

    async def _or_promise(self, place: Destination, asking: Coroutine[Any, Any, Answer]) -> tuple[Answer, str]:
        """The answer, and the message of ours that it replaces if it took long: one that says that we are at it."""
        asked, promise = self._tasks.start(asking), ""
        if not await within(asked, self._parts.budget * 0.9):
            try:
                promise = await self._responder.raw(place, plain(WORKING))
            except (NotSent, PerhapsSent) as error:
                log.info("teams promise not posted", reason=str(error))
        return await asked, promise

    async def give(
        self, incoming: Incoming, place: Destination, answered: Answer, text: str, page: int, promise: str = ""
    ) -> None:
        """Post the answer; files are offered where Teams can take them."""
        try:
            if answered.private and not incoming.direct:
                posted = await self._privately(incoming, place, answered, promise)
            else:
                posted = await self._post(place, answered, text, page, promise, direct=incoming.direct)
        except NotSent as error:
            await self._responder.claims.release(incoming.key)
            log.error("teams answer not posted", reason=str(error))  # noqa: TRY400
            return
        except PerhapsSent as error:
            log.error("teams answer in doubt", reason=str(error))  # noqa: TRY400
            posted = "in doubt"
        await self._responder.claims.done(incoming.key, posted)

    async def _post(
        self, place: Destination, answered: Answer, text: str, page: int, promise: str, *, direct: bool
    ) -> str:
        rest, files = self.without_files(answered) if direct else (answered, [])
        posted = promise
        if rest.reply.blocks or rest.reply.error:
            shown = self._dispatcher.shown(rest, text, page)
            posted = await self._post_or_replace(place, promise, shown, rest.form)
        await self.offer(place, files, answered)
        return posted

    async def _post_or_replace(
        self, place: Destination, promise: str, shown: Sequence[Outgoing], form: Form | None = None
    ) -> str:
        """The id of the message: of the promise that was replaced, or of a new one."""
        if not promise:
            return await self._responder.post(place, shown, form)
        await self._responder.replace(replace(place, reply_to=""), promise, shown, form)
        return promise

    async def _privately(self, incoming: Incoming, place: Destination, answered: Answer, promise: str) -> str:
        """What others are not to see goes to the chat of two; where it was asked, only that it did."""
        note, person = PRIVATELY, answered.known.key[1] if answered.known else ""
        try:
            there = await self._parts.references.directly(incoming, person)
            await self._post(Destination(incoming.service_url, there), answered, "", 1, "", direct=True)
        except NotSent as error:
            log.info("teams private answer not posted", reason=str(error))
            note = NO_CHAT
        return await self._post_or_replace(place, promise, saying(note))

    def without_files(self, answered: Answer) -> tuple[Answer, list[File]]:
        """The answer without its files, and those: for a chat of two. Elsewhere they are links in it."""
        if not answered.known or answered.reply.error:
            return answered, []
        return answered.without_files(), answered.files

    async def offer(self, place: Destination, files: Sequence[File], answered: Answer) -> None:
        """Ask whether the files are wanted. Raises NotSent, PerhapsSent."""
        if files and answered.known:
            await self._parts.consents.offer(place, files, answered.known)

    async def _pressed(self, incoming: Incoming, pressed: Submitted) -> None:
        """A button that came as a message (Action.Submit): a form's answer replaces the card."""
        if not await self._responder.begin(incoming.key):
            return
        place = replace(Destination.of(incoming), reply_to="")
        answered, promise = await self._or_promise(place, self.pressed(incoming, pressed))
        card = await self._responder.card(incoming, pressed.nonce)
        replaces = bool(card) and self.replaces(incoming, pressed, answered)
        if promise or not replaces or (answered.private and not incoming.direct):
            instead = promise or (card if replaces else "")
            await self.give(incoming, place, answered, pressed.command, pressed.page, instead)
            return
        await self.replaced(incoming, card, answered)
        await self._responder.claims.done(incoming.key, card)

    async def pressed(self, incoming: Incoming, pressed: Submitted) -> Answer:
        """The answer to a button or a form, however it came."""
        return await self._dispatcher.ask(
            incoming, pressed.command, pressed.fields, self._deliveries(incoming, pressed)
        )

    def replaces(self, incoming: Incoming, pressed: Submitted, answered: Answer) -> bool:
        """Whether the answer replaces the card for all: a form's does, and in a chat of two that of any change.

        What refuses a form, and gives nothing to mend it in, leaves what was filled in as it is.
        """
        if answered.passing or answered.refusal:
            return False
        return pressed.fields is not None or (incoming.direct and not answered.question)

    async def replaced(self, incoming: Incoming, card: str, answered: Answer) -> None:
        """Replace the card by the answer, where it still exists; else post it.

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
            self._tasks.alone(self._parts.people.meet(incoming))
        try:
            place = Destination(incoming.service_url, incoming.conversation)
            posted = await self._responder.post(place, activities(HELLO, lambda _: None))
        except (NotSent, PerhapsSent) as error:
            log.warning("teams hello not posted", reason=str(error))
            posted = ""
        await self._responder.claims.done(key, posted)

    async def _gone(self, incoming: Incoming) -> None:
        await self._parts.references.end(incoming.conversation)
        await self._responder.claims.release(_hello_key(incoming))
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


def saying(text: str) -> list[Outgoing]:
    """A sentence as a message."""
    return activities(Reply((Text(text),)), lambda _: None)


def _hello_key(incoming: Incoming) -> str:
    return f"teams:hello:{incoming.conversation}"


async def _awaited(answering: asyncio.Task[None]) -> None:
    """What goes wrong with an answer after Teams has got its response, is logged."""
    try:
        await answering
    except Overloaded:
        log.warning("teams answer dropped: too many at once")

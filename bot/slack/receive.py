"""What Slack sends → answers: commands, mentions, messages, buttons, shortcuts. The same for HTTP and Socket Mode.

answer() never raises: a fault becomes a reply with a reference, and Slack's delivery has succeeded. What may raise
here is all around it (who is this, posting the answer): then Slack gets a 500 and delivers the event again.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from bot.chat.dispatcher import Answer
from bot.chat.known_users import Unreachable
from bot.platform import NotSent, PerhapsSent
from bot.slack import limits
from bot.slack.dispatcher import Dispatcher
from bot.slack.files import COMPILING, SENT_DIRECTLY, FileAnswers
from bot.slack.forms import Modals
from bot.slack.incoming import Body, Incoming, action_of, of_button, of_command, of_event
from bot.slack.installation import Workspace
from bot.slack.render import Outgoing
from bot.slack.responder import Destination, Responder
from bot.tasks import Tasks
from commands.message import Facts, Failure, Picture, Reply, Table, UserError

BUDGET_SECONDS = 2.0
"""Slack waits three seconds for an answer; past this we say that we come back."""
ELSEWHERE = "Läget är inte installerat i den här arbetsytan. Be den som sköter Läget om hjälp."
ONLY_YOU = "Svaret är bara till dig som frågade, så jag har gett det enskilt."
RETURNING = "Jag återkommer med svaret om en liten stund …"
SHARE = "share"
SHARE_LABEL = "Visa för kanalen"

log = structlog.get_logger()


@dataclass(frozen=True)
class Parts:
    """What it takes to receive."""

    dispatcher: Dispatcher
    responder: Responder
    files: FileAnswers
    modals: Modals
    tasks: Tasks
    budget: float = BUDGET_SECONDS
    monotonic: Callable[[], float] = time.monotonic


class Receiver:
    """Answers what was said. Each method takes a payload and returns what Slack is told in the response."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._dispatcher, self._responder, self._tasks = parts.dispatcher, parts.responder, parts.tasks

    async def command(self, body: Body) -> dict[str, Any]:
        """`/laget …`: the answer is in the response, for the sender only."""
        until = self._until()
        incoming = await self._dispatcher.placed(of_command(body))
        if incoming is None:
            return _ephemeral(Outgoing(ELSEWHERE, []))
        place, key = Destination.of(incoming), _key(incoming)
        asking = self._dispatcher.ask(incoming, incoming.text, None, incoming.deliveries)
        answered = await self._tasks.in_time(asking, self._left(until), partial(self._later, place, key))
        if answered is None:
            return _ephemeral(Outgoing(self._meanwhile(incoming.text), []))
        answered = await self._opened(incoming, answered, until)
        if answered is None:
            return {}
        if answered.files:
            self._tasks.alone(self.give(place, f"{key}:files", answered))
            answered = answered.without_files(SENT_DIRECTLY)
        shown = _shareable(self._dispatcher.shown(answered), answered, incoming)
        if shown[1:]:
            self._tasks.alone(self._responder.once(place, f"{key}:rest", shown[1:]))
        return _ephemeral(shown[0])

    async def event(self, body: Body, workspace: Workspace) -> None:
        """A mention or a direct message: the answer is a message, posted before Slack is told that all is well."""
        incoming = of_event(body, workspace)
        if incoming is None:
            return
        until, key = self._until(), incoming.deliveries[-1]
        answered = await self._asked(incoming, key, until, comes_again=True)
        if answered:
            giving = self.give(Destination.of(incoming), key, answered)
            await self._tasks.in_time(giving, self._left(until), _awaited)

    async def button(self, body: Body) -> None:
        """A button: its value is a command. A form opens at once; any other answer goes where the button is."""
        until = self._until()
        incoming = await self._dispatcher.placed(of_button(body))
        if incoming is None or not incoming.text:
            return
        key = _key(incoming)
        if action_of(body) == SHARE:
            self._tasks.alone(self._share(key, incoming))
            return
        answered = await self._asked(incoming, key, until)
        answered = answered and await self._opened(incoming, answered, until)
        if answered:
            self._tasks.alone(self.give(Destination.of(incoming), key, answered))

    async def give(self, place: Destination, key: str, answered: Answer) -> None:
        """Post an answer, once. Raises UnderWay, NotSent, PerhapsSent."""
        place = place.meant_for(answered.reply)
        if answered.files:
            await self._parts.files.give(place, key, answered)
        else:
            await self._responder.once(place, key, self._dispatcher.shown(answered))

    async def _asked(
        self, incoming: Incoming, key: str, until: float, *, comes_again: bool = False
    ) -> Answer | None:
        """The answer if it comes in time; else None: it is promised, and follows."""
        text, place = incoming.text, Destination.of(incoming)
        asking = self._dispatcher.ask(incoming, text, None, incoming.deliveries, comes_again=comes_again)
        return await self._tasks.in_time(asking, self._left(until), partial(self._promised, place, key, text))

    async def _opened(self, incoming: Incoming, answered: Answer, until: float) -> Answer | None:
        """Open the answer's form, if it has one; returns what is left to say, None for nothing."""
        if answered.form is None or answered.reply.error is not None:
            return answered
        try:
            if not await self._parts.modals.open(incoming, answered.form, self._left(until)):
                return answered
        except UserError as error:
            return replace(answered, reply=Reply(error=Failure(error.message)))
        left = answered.without_form()
        return left if left.reply.blocks else None

    async def _later(self, place: Destination, key: str, asked: asyncio.Task[Answer]) -> None:
        """The answer to a command that took too long, as a message of its own."""
        await self.give(place, key, await asked)

    async def _promised(self, place: Destination, key: str, text: str, asked: asyncio.Task[Answer]) -> None:
        """Say that we come back, and replace that message by the answer."""
        if not await self._responder.begin(place, key):
            return
        if place.private:
            await self._responder.post(place, [Outgoing(self._meanwhile(text), [])])
            await self._responder.post(place, self._dispatcher.shown(await asked))
            await self._responder.claims.done(key)
            return
        at = await self._responder.progress(place, self._meanwhile(text), key)
        try:
            answered = await asked
        except Unreachable:
            answered = self._dispatcher.unreachable()
        await self._kept(place, key, answered, at)

    async def _kept(self, place: Destination, key: str, answered: Answer, at: tuple[str, str]) -> None:
        """Replace the promise `at` by the answer; by a private one, only that it was given."""
        meant = place.meant_for(answered.reply)
        shown = self._dispatcher.shown(answered)
        if answered.files and not meant.private:
            await self._parts.files.give(place, key, answered, at)
            return
        if meant.private:
            await self._responder.update(place, at, Outgoing(ONLY_YOU, []))
            await self.give(meant, f"{key}:private", answered)
        else:
            await self._responder.update(place, at, shown[0])
            if shown[1:]:
                await self._responder.post(place, shown[1:])
        await self._responder.claims.done(key, at[1])

    async def _share(self, key: str, incoming: Incoming) -> None:
        """Show the channel the answer to a question, asked anew by the person who shows it."""
        place = Destination.of(incoming)
        answered = await self._dispatcher.ask(incoming, incoming.text, None, incoming.deliveries)
        if not _may_be_shown(answered) or not await self._responder.begin(place, key):
            return
        first, *rest = self._dispatcher.shown(answered)
        words = [{"type": "text", "text": "Visat av "}, {"type": "user", "user_id": incoming.user}]
        by = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}
        if len(first.blocks) < limits.BLOCKS:
            first = Outgoing(first.text, [*first.blocks, by])
        try:
            await self._responder.in_channel(place, [first, *rest])
        except NotSent:
            # The address lasts half an hour; after that we may post only where we are a member.
            await self._responder.post(replace(place, private=False), [first, *rest], key)
        await self._responder.claims.done(key)

    def _until(self) -> float:
        return self._parts.monotonic() + self._parts.budget

    def _left(self, until: float) -> float:
        return until - self._parts.monotonic()

    def _meanwhile(self, text: str) -> str:
        match = self._dispatcher.context.book.match(text)
        compiles = match is not None and match.command.writes and match.command.topic == "Rapporter"
        return COMPILING if compiles else RETURNING


async def _awaited(giving: asyncio.Task[None]) -> None:
    """What goes wrong with an answer after Slack has been told that all is well, is logged."""
    try:
        await giving
    except (NotSent, PerhapsSent) as error:
        log.error("slack answer not posted", reason=str(error))  # noqa: TRY400


def _may_be_shown(answered: Answer) -> bool:
    """Whether others in the channel may see the answer."""
    return answered.question and not answered.reply.is_private


def _ephemeral(message: Outgoing) -> dict[str, Any]:
    return {
        "response_type": "ephemeral",
        "text": message.text,
        **({"blocks": message.blocks} if message.blocks else {}),
    }


def _shareable(shown: list[Outgoing], answered: Answer, incoming: Incoming) -> list[Outgoing]:
    """The answer with a button under it that shows it to everybody in the channel, where there is one to ask."""
    *before, last = shown
    fits = len(last.blocks) < limits.BLOCKS and len(incoming.text) <= limits.BUTTON_VALUE
    informs = any(isinstance(block, Facts | Table | Picture) for block in answered.reply.blocks)
    if not (_may_be_shown(answered) and informs and fits) or incoming.channel.startswith("D"):
        return shown
    button = {
        "type": "button",
        "action_id": SHARE,
        "text": {"type": "plain_text", "text": SHARE_LABEL},
        "value": incoming.text,
    }
    return [*before, Outgoing(last.text, [*last.blocks, {"type": "actions", "elements": [button]}])]


def _key(incoming: Incoming) -> str:
    """What the answer is known by; something that came without an id of its own is nothing that comes again."""
    return incoming.deliveries[0] if incoming.deliveries else f"slack:once:{secrets.token_hex(8)}"

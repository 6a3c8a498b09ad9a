"""What Slack sends → answers: commands, mentions, messages, buttons, shortcuts. The same for HTTP and Socket Mode.

answer() never raises: a fault becomes a reply with a reference, and Slack's delivery has succeeded. What may raise
here is all around it (who is this, posting the answer): then Slack gets a 500 and delivers the event again.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from bot.chat.dispatcher import Answer, Dispatcher
from bot.chat.known_users import Unreachable
from bot.platform import MaybeSent, NotSent
from bot.slack import limits
from bot.slack.forms import Modals
from bot.slack.incoming import Body, Incoming, action_of, of_button, of_command, of_event
from bot.slack.installation import Workspace
from bot.slack.people import People
from bot.slack.publisher import COMPILING, Publisher
from bot.slack.render import Outgoing
from bot.slack.responder import Responder, content_of
from bot.tasks import Tasks
from commands.message import Facts, Picture, Table, UserError

BUDGET_SECONDS = 2.0
"""Slack waits three seconds for an answer; after this we say that we come back."""
ELSEWHERE = "Läget är inte installerat i den här arbetsytan. Be den som sköter Läget om hjälp."
SENT_DIRECTLY = "Filerna kommer i ett direktmeddelande från mig."
RETURNING = "Jag återkommer med svaret om en liten stund …"
SHARE = "share"
SHARE_LABEL = "Visa för kanalen"

log = structlog.get_logger()


@dataclass(frozen=True)
class Parts:
    """What it takes to receive."""

    dispatcher: Dispatcher[Incoming, Outgoing]
    people: People
    responder: Responder
    publisher: Publisher
    modals: Modals
    tasks: Tasks
    budget: float = BUDGET_SECONDS


Late = Callable[[asyncio.Task[Answer]], Coroutine[Any, Any, None]]


class Receiver(Parts):
    """Answers what was said. Each method takes a payload and returns what Slack gets in the response."""

    async def command(self, body: Body) -> dict[str, Any]:
        """`/laget …`: the answer is in the response, for the sender only."""
        until = self._until()
        incoming = await self.people.placed(of_command(body))
        if incoming is None:
            return _ephemeral(Outgoing(ELSEWHERE, []))
        key = _key(incoming)
        answered = await self._in_time(incoming, until, partial(self._later, incoming, key))
        if answered is None:
            return _ephemeral(Outgoing(self._meanwhile(incoming.text), []))
        answered = await self._opened(incoming, answered, until)
        if answered is None:
            return {}
        if answered.files:
            self.tasks.alone(self.publisher.publish(incoming, f"{key}:files", answered))
            answered = answered.without_files(SENT_DIRECTLY)
        shown = _shareable(self.dispatcher.shown(answered), answered, incoming)
        if shown[1:]:
            self.tasks.alone(self.responder.once(incoming, f"{key}:rest", shown[1:]))
        return _ephemeral(shown[0])

    async def event(self, body: Body, workspace: Workspace) -> None:
        """A mention or a direct message: the answer is a message, posted before Slack gets its response."""
        incoming = of_event(body, workspace)
        if incoming is None:
            return
        until, key = self._until(), incoming.deliveries[-1]
        answered = await self._in_time(incoming, until, partial(self._promised, incoming, key), comes_again=True)
        if answered:
            await self.tasks.in_time(self.publisher.publish(incoming, key, answered), _left(until), _awaited)

    async def button(self, body: Body) -> None:
        """A button: its value is a command. A form opens at once; any other answer goes where the button is."""
        until = self._until()
        incoming = await self.people.placed(of_button(body))
        if incoming is None or not incoming.text:
            return
        key = _key(incoming)
        if action_of(body) == SHARE:
            self.tasks.alone(self._share(key, incoming))
            return
        answered = await self._in_time(incoming, until, partial(self._promised, incoming, key))
        answered = answered and await self._opened(incoming, answered, until)
        if answered:
            self.tasks.alone(self.publisher.publish(incoming, key, answered))

    async def _in_time(
        self, incoming: Incoming, until: float, late: Late, *, comes_again: bool = False
    ) -> Answer | None:
        """The answer if it comes in time; else None, and `late` takes over."""
        asking = self.dispatcher.ask(incoming, incoming.text, None, incoming.deliveries, comes_again=comes_again)
        return await self.tasks.in_time(asking, _left(until), late)

    async def _opened(self, incoming: Incoming, answered: Answer, until: float) -> Answer | None:
        """Open the answer's form, if it has one; returns what is left to say, None for nothing."""
        if answered.form is None or answered.reply.error is not None:
            return answered
        try:
            if not await self.modals.open(incoming, answered.form, _left(until)):
                return answered
        except UserError as error:
            return Answer.refusing(error.message)
        left = answered.without_form()
        return left if left.reply.blocks else None

    async def _later(self, incoming: Incoming, key: str, asked: asyncio.Task[Answer]) -> None:
        """The answer to a command that took too long, as a message of its own."""
        await self.publisher.publish(incoming, key, await asked)

    async def _promised(self, incoming: Incoming, key: str, asked: asyncio.Task[Answer]) -> None:
        """Say that we come back, and replace that message by the answer."""
        if not await self.responder.begin(incoming, key):
            return
        text = self._meanwhile(incoming.text)
        if incoming.private:
            await self.responder.post(incoming, [Outgoing(text, [])])
            await self.responder.post(incoming, self.dispatcher.shown(await asked))
            await self.responder.claims.done(key)
            return
        promise = await self.responder.progress(incoming, text, key)
        try:
            answered = await asked
        except Unreachable:
            answered = self.dispatcher.unreachable()
        await self.publisher.publish(incoming, key, answered, promise)

    async def _share(self, key: str, incoming: Incoming) -> None:
        """Show the channel the answer to a question, asked anew by the person who shows it."""
        answered = await self.dispatcher.ask(incoming, incoming.text, None, incoming.deliveries)
        if not answered.may_be_shown or not await self.responder.begin(incoming, key):
            return
        first, *rest = self.dispatcher.shown(answered)
        words = [{"type": "text", "text": "Visat av "}, {"type": "user", "user_id": incoming.user}]
        by = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}
        if len(first.blocks) < limits.BLOCKS:
            first = Outgoing(first.text, [*first.blocks, by])
        try:
            await self.responder.in_channel(incoming, [first, *rest])
        except NotSent:
            # The address lasts half an hour; after that we may post only where we are a member.
            await self.responder.post(replace(incoming, private=False), [first, *rest], key)
        await self.responder.claims.done(key)

    def _until(self) -> float:
        return time.monotonic() + self.budget

    def _meanwhile(self, text: str) -> str:
        match = self.dispatcher.context.book.match(text)
        compiles = match is not None and match.command.writes and match.command.topic == "Rapporter"
        return COMPILING if compiles else RETURNING


async def _awaited(giving: asyncio.Task[None]) -> None:
    """What goes wrong with an answer after Slack has got its response, is logged."""
    try:
        await giving
    except (NotSent, MaybeSent) as error:
        log.error("slack answer not posted", reason=str(error))  # noqa: TRY400


def _left(until: float) -> float:
    return until - time.monotonic()


def _ephemeral(message: Outgoing) -> dict[str, Any]:
    return {"response_type": "ephemeral", **content_of(message)}


def _shareable(shown: list[Outgoing], answered: Answer, incoming: Incoming) -> list[Outgoing]:
    """The answer with a button under it that shows it to everybody in the channel, where there is one to ask."""
    *before, last = shown
    fits = len(last.blocks) < limits.BLOCKS and len(incoming.text) <= limits.BUTTON_VALUE
    informs = any(isinstance(block, Facts | Table | Picture) for block in answered.reply.blocks)
    if not (answered.may_be_shown and informs and fits) or incoming.channel.startswith("D"):
        return shown
    label = {"type": "plain_text", "text": SHARE_LABEL}
    button = {"type": "button", "action_id": SHARE, "text": label, "value": incoming.text}
    return [*before, Outgoing(last.text, [*last.blocks, {"type": "actions", "elements": [button]}])]


def _key(incoming: Incoming) -> str:
    """What the answer is known by; something that came without an id of its own is nothing that comes again."""
    return incoming.deliveries[0] if incoming.deliveries else f"slack:once:{secrets.token_hex(8)}"

"""The message extension: a work's status into any conversation, a report that begins with a message."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.chat import suggestions
from bot.chat.dispatcher import Answer, Dispatcher
from bot.chat.known_users import Known, Unreachable
from bot.chat.payload import parts, string
from bot.chat.picking import PICK, pick, with_words
from bot.tasks import Tasks
from bot.teams.cards import attachment
from bot.teams.forms import Submitted, submitted
from bot.teams.incoming import Incoming, words_of
from bot.teams.render import Outgoing, dialog, dialog_saying
from bot.worker_threads import Overloaded
from commands.lookup import called
from commands.message import Facts, Reply, UserError
from commands.swedish.text import in_order
from storage import projects

Body = dict[str, Any]
STATUS = "status"
MOST_RESULTS = 8
SLOW = "Det tar längre tid än vanligt. Sök igen om en liten stund."
NOTHING = "Jag hittar inget arbete som heter så. Skriv en del av namnet."
ONLY_LOOKING = "Här kan du bara slå upp saker. Rapportera i en chatt med mig, eller välj Rapportera status."
ONLY_YOU = "Det svaret är bara för dig. Fråga i en egen chatt med mig."
SAVING = "Jag arbetar på det. Fråga mig om statusen om en liten stund."
NOT_IMPLEMENTED = 501


@dataclass(frozen=True)
class Extension:
    """Answers what is asked from Teams' message box, in conversations that we need not be in."""

    dispatcher: Dispatcher[Incoming, Outgoing]
    tasks: Tasks
    budget: float

    async def answer(self, incoming: Incoming) -> tuple[int, Body]:
        """The response. Raises Overloaded."""
        kinds = {"query": self._searched, "fetchTask": self._picking, "submitAction": self._submitted}
        act = kinds.get(incoming.name.partition("/")[2])
        if act is None:
            return NOT_IMPLEMENTED, {}
        try:
            body = await self.tasks.in_time(act(incoming), self.budget, _finished)
            words = "" if body else SLOW if act == self._searched else SAVING
        except UserError as error:
            body, words = None, error.message
        except Unreachable:
            body, words = None, self.dispatcher.unreachable().refusal
        return 200, body or (_message(words) if act == self._searched else dialog_saying(words))

    async def _searched(self, incoming: Incoming) -> Body:
        """Works that fit what has been typed, each as its status; a whole question is answered as such."""
        typed = _typed(incoming.value)
        known = await self.dispatcher.who(incoming)
        match = self.dispatcher.context.book.match(typed)
        if match is not None and match.command.writes:
            return _message(ONLY_LOOKING)
        if match is not None and match.command.name != STATUS:
            answered = [(typed, await self.dispatcher.ask(incoming, typed))]
        else:
            name = typed[len(STATUS) :].strip() if typed.lower().startswith(f"{STATUS} ") else typed
            found = await self.dispatcher.read(lambda session: _works(session, name, known))
            answered = [(shown, await self.dispatcher.ask(incoming, f"{STATUS} {sent}")) for shown, sent in found]
        if any(each.private for _, each in answered):
            return _message(ONLY_YOU)
        results = [_result(name, each, self.dispatcher) for name, each in answered if not each.reply.error]
        if not results:
            refusals = [each.refusal for _, each in answered if each.refusal]
            return _message(refusals[0] if refusals else NOTHING)
        return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": results}}

    async def _picking(self, incoming: Incoming) -> Body:
        """Which work is meant? With the words of the message that it began with."""
        known = await self.dispatcher.who(incoming)
        words = words_of(string(incoming.value, "messagePayload", "body", "content"))
        own, every = await self.dispatcher.read(lambda session: _own_first(session, known))
        return dialog(Reply((pick(words, own, every),)))

    async def _submitted(self, incoming: Incoming) -> Body:
        """The work was picked: its form; the form was filled in: what became of it."""
        sent = submitted(incoming.value)
        if sent is None or sent.fields is None:
            return dialog_saying(NOTHING)
        if PICK in sent.fields:
            return await self._picked(incoming, sent)
        deliveries = (incoming.key, f"form:{sent.nonce}" if sent.nonce else "")
        answered = await self.dispatcher.ask(incoming, sent.command, sent.fields, deliveries)
        return dialog(answered.reply, self.dispatcher.shown(answered)[0].text)

    async def _picked(self, incoming: Incoming, sent: Submitted) -> Body:
        fields = sent.fields or {}
        answered = await self.dispatcher.ask(incoming, f"{sent.command} {fields.get('work', '')}")
        if answered.form is None:
            return dialog_saying(self.dispatcher.shown(answered)[0].text)
        return dialog(Reply((with_words(answered.form, fields.get("done", "")),), answered.reply.error))


async def _finished(acting: asyncio.Task[Body]) -> None:
    """What came too late; nobody waits for it any more, nor for a mistake in it."""
    with suppress(UserError, Unreachable, Overloaded):
        await acting


def _typed(value: Mapping[str, Any]) -> str:
    """What the search box holds; "" when it was only opened."""
    typed = (
        str(each.get("value") or "") for each in parts(value, "parameters") if each.get("name") != "initialRun"
    )
    return next(typed, "").strip()


def _works(session: Session, typed: str, known: Known) -> list[tuple[str, str]]:
    found = suggestions.works(session, typed, known.id)
    if not found and not typed:
        found = [(name, name) for name in _own_first(session, known)[1]]
    return found[:MOST_RESULTS]


def _own_first(session: Session, known: Known) -> tuple[list[str], list[str]]:
    """The names of the works that a person leads; of all works, those first."""
    own = [work.name for work in suggestions.own_works(session, known.id)]
    every = [work.name for work in in_order(projects.all_open(session), called)]
    return own, [*own, *(name for name in every if name not in own)]


def _result(name: str, answered: Answer, dispatcher: Dispatcher[Incoming, Outgoing]) -> Body:
    """A card to put in a message, and how it looks in the list of results."""
    outgoing = dispatcher.shown(answered)[0]
    facts = [fact for block in answered.reply.blocks if isinstance(block, Facts) for fact in block.items]
    text = f"{facts[0].label}: {facts[0].value}" if facts else outgoing.summary
    look = {"title": html.escape(name), "text": html.escape(text)}
    preview = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": look}
    return {**attachment(outgoing.card or {}), "preview": preview}


def _message(text: str) -> Body:
    return {"composeExtension": {"type": "message", "text": text}}

"""Shortcuts, submitted modals, the app's own page and names while typing: all that is no message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import structlog
from sqlmodel import Session

from bot.chat import suggestions
from bot.chat.known_users import Known, Unreachable
from bot.chat.picking import pick, with_words
from bot.platform import NotSent, PerhapsSent
from bot.slack.blocks import Run, plain, rich
from bot.slack.dispatcher import BUSY, UNKNOWN, Answer
from bot.slack.forms import Submitted, again, next_view, not_picked, previous_view, refused, submitted, view_of
from bot.slack.home import ASKED, Home, Section, home_view
from bot.slack.incoming import Body, Incoming, of_home, of_shortcut, of_view, typed_in
from bot.slack.inputs import SUGGEST_PROJECT
from bot.slack.installation import Workspace
from bot.slack.modal import Carry, options
from bot.slack.receive import Parts, Receiver
from bot.slack.responder import Destination
from bot.tasks import within
from bot.worker_threads import Overloaded
from commands.lookup import called
from commands.message import Action, Failure, Form, Reply, UserError
from storage import projects
from storage.tables import Project

SAVING = "Jag sparar. Svaret kommer i chatten om en liten stund."
GONE = "Det formuläret finns inte längre. Skriv det du ville göra en gång till."
PLACELESS = "Läget"

log = structlog.get_logger()


class Submissions:
    """Answers modals and what opens them."""

    def __init__(self, parts: Parts, receiver: Receiver) -> None:
        self._parts = parts
        self._receiver = receiver
        self._dispatcher, self._modals, self._tasks = parts.dispatcher, parts.modals, parts.tasks

    async def shortcut(self, body: Body) -> None:
        """A shortcut: which work is meant? The one on a message brings the message's words."""
        incoming = of_shortcut(body)
        workspace = await self._dispatcher.workspace(incoming.team, incoming.enterprise)
        if workspace is None:
            return
        answered = await self._picking(workspace, incoming)
        if answered.form is None or not await self._modals.open(workspace, incoming, answered.form):
            place = Destination.of(workspace, incoming)
            self._tasks.alone(self._claims(place, answered))

    async def submit(self, body: Body) -> dict[str, Any]:
        """A submitted modal: what Slack is to do with it. The answer goes where the modal was opened."""
        incoming, sent = of_view(body), submitted(body["view"])
        workspace = await self._dispatcher.workspace(incoming.team, incoming.enterprise)
        if workspace is None:
            return {}
        channel = sent.carry.channel
        incoming = replace(incoming, channel=channel, thread=sent.carry.thread, response_url=sent.response_url)
        incoming = replace(
            incoming, private=bool(channel) and not (channel.startswith("D") and not sent.response_url)
        )
        if not sent.is_last and not sent.is_pick:
            return await self._next_step(workspace, incoming, sent)
        work = (
            self._picked(workspace, incoming, sent) if sent.is_pick else self._submitted(workspace, incoming, sent)
        )
        asked = self._tasks.start(work)
        if await within(asked, self._parts.budget):
            return asked.result()
        self._tasks.alone(self._told_later(workspace, body, asked))
        return {"response_action": "update", "view": _saying(SAVING)}

    async def home(self, body: Body, workspace: Workspace) -> None:
        """The app's page: the answers to a few questions."""
        incoming = of_home(body)
        if incoming is None:
            return
        sections = []
        for title, command in ASKED:
            answered = await self._dispatcher.ask(workspace, incoming, command, deliveries=())
            sections.append(Section(title, command, answered.reply))
            if answered.known is None:
                break  # a refusal is said once
        known = answered.known
        led = await self._dispatcher.read(lambda session: _led(session, known)) if known else []
        moves = tuple(Action(f"Rapportera {called(work)}", f"rapportera {work.name}") for work in led)
        await self._modals.publish(workspace, incoming.user, home_view(Home(tuple(sections), moves)))

    async def suggest(self, body: Body) -> dict[str, Any]:
        """Names that fit what has been typed in a form; none for somebody we do not know."""
        incoming, typed = of_view(body), typed_in(body)
        asks_works = body.get("action_id") == SUGGEST_PROJECT
        workspace = await self._dispatcher.workspace(incoming.team, incoming.enterprise)
        if workspace is None:
            return {"options": []}

        def names(session: Session, known: Known) -> list[tuple[str, str]]:
            if asks_works:
                return suggestions.works(session, typed, known.id)
            return suggestions.persons(session, typed)

        try:
            known = await self._dispatcher.who(workspace, incoming)
            return options(await self._dispatcher.read(lambda session: names(session, known)))
        except (UserError, Unreachable, Overloaded):
            return {"options": []}

    async def _picking(self, workspace: Workspace, incoming: Incoming) -> Answer:
        """The form that asks for a work, with the person's own in it when they lead just one."""
        try:
            known = await self._dispatcher.who(workspace, incoming)
            own = await self._dispatcher.read(lambda session: _led(session, known))
        except UserError as error:
            return Answer(Reply(error=Failure(error.message)))
        except (Unreachable, Overloaded) as error:
            return Answer(Reply(error=Failure(BUSY if isinstance(error, Overloaded) else UNKNOWN)))
        return Answer(Reply((pick(incoming.text, own[0].name if len(own) == 1 else ""),)), known)

    async def _picked(self, workspace: Workspace, incoming: Incoming, sent: Submitted) -> dict[str, Any]:
        """A work was chosen: its form, in the same modal, with the message's words in it."""
        text = f"{sent.carry.command} {sent.values.get('work', '')}"
        answered = await self._dispatcher.ask(workspace, incoming, text, deliveries=())
        if answered.reply.error or answered.form is None:
            return not_picked(sent, answered.reply)
        form = with_words(answered.form, sent.values.get("done", ""))
        carry = Carry(sent.carry.channel, sent.carry.thread)
        return _updated(form, carry, sent.response_url)

    async def back(self, body: Body) -> None:
        """The step before of a long form. Raises NotSent, PerhapsSent when the modal cannot be changed."""
        incoming, sent = of_view(body), submitted(body["view"])
        workspace = await self._dispatcher.workspace(incoming.team, incoming.enterprise)
        if workspace is None or sent.carry.step == 0:
            return
        try:
            view = previous_view(sent, await self._form(workspace, incoming, sent))
        except UserError as error:
            view = again(body["view"], error.message)
        await self._modals.change(workspace, str(body["view"].get("id") or ""), view)

    async def _form(self, workspace: Workspace, incoming: Incoming, sent: Submitted) -> Form:
        """The whole form of which a step is shown. UserError when it opens no more."""
        answered = await self._dispatcher.ask_or_say_why(workspace, incoming, sent.carry.command)
        if answered.form is None:
            raise UserError(answered.reply.error.message if answered.reply.error else GONE)
        return replace(answered.form, nonce=sent.carry.nonce, hidden=tuple(sent.carry.hidden.items()))

    async def _next_step(self, workspace: Workspace, incoming: Incoming, sent: Submitted) -> dict[str, Any]:
        """A form that is too long for one modal goes on in the next."""
        try:
            form = await self._form(workspace, incoming, sent)
            return {"response_action": "update", "view": next_view(sent, form)}
        except UserError as error:
            return refused(sent, Reply(error=Failure(error.message)))

    async def _submitted(self, workspace: Workspace, incoming: Incoming, sent: Submitted) -> dict[str, Any]:
        """Do what the form says. A mistake leaves the modal open; an answer closes it and is posted."""
        try:
            answered = await self._dispatcher.ask(
                workspace, incoming, sent.carry.command, dict(sent.values), sent.deliveries
            )
        except Unreachable:
            answered = Answer(Reply(error=Failure(UNKNOWN)))
        if answered.reply.error:
            return refused(sent, answered.reply)
        if answered.form:
            return _updated(answered.form, Carry(sent.carry.channel, sent.carry.thread), sent.response_url)
        place = Destination.of(workspace, incoming)
        self._tasks.alone(self._receiver.give(place, sent.deliveries[0], answered))
        return {}

    async def _told_later(self, workspace: Workspace, body: Body, asked: asyncio.Task[dict[str, Any]]) -> None:
        """What became of a submission that took too long: the modal says SAVING meanwhile."""
        told = await asked
        view = told.get("view")
        if told.get("response_action") == "errors":
            view = again(body["view"], " ".join(told["errors"].values()))
        try:
            view_id = str(body["view"].get("id") or "")
            await self._modals.change(workspace, view_id, view or _saying("Klart. Svaret finns i chatten."))
        except (NotSent, PerhapsSent) as error:
            log.info("slack form not updated", reason=str(error))

    async def _claims(self, place: Destination, answered: Answer) -> None:
        await self._parts.responder.post(place, self._dispatcher.shown(answered))


def _led(session: Session, known: Known) -> list[Project]:
    return [work for work in projects.led_by(session, known.id) if work.closed_at is None]


def _updated(form: Form, carry: Carry, response_url: str) -> dict[str, Any]:
    return {"response_action": "update", "view": view_of(form, carry, response_url)}


def _saying(text: str) -> dict[str, Any]:
    """A modal that says one thing."""
    return {"type": "modal", "title": plain(PLACELESS), "close": plain("Stäng"), "blocks": rich([Run(text)])}

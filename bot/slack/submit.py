"""Shortcuts, submitted modals, the app's own page and names while typing: all that is no message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session

from bot.chat import suggestions
from bot.chat.dispatcher import BUSY, Answer
from bot.chat.known_users import Known, Unreachable
from bot.chat.payload import string
from bot.chat.picking import pick, with_words
from bot.platform import MaybeSent, NotSent
from bot.slack.blocks import Run, plain, rich
from bot.slack.forms import Submitted, again, next_view, not_picked, previous_view, refused, submitted, view_of
from bot.slack.home import ASKED, Home, Section, home_view
from bot.slack.incoming import Body, Incoming, of_home, of_shortcut, of_view
from bot.slack.inputs import SUGGEST_PROJECT
from bot.slack.installation import Workspace
from bot.slack.modal import Carry, options
from bot.slack.receive import Parts
from bot.worker_threads import Overloaded
from commands.lookup import called
from commands.message import Action, Failure, Form, Reply, UserError
from storage.tables import Project

SAVING = "Jag sparar. Svaret kommer i chatten om en liten stund."
GONE = "Det formuläret finns inte längre. Skriv det du ville göra en gång till."
PLACELESS = "Läget"

log = structlog.get_logger()


class Submissions(Parts):
    """Answers modals and what opens them."""

    async def shortcut(self, body: Body) -> None:
        """A shortcut: which work is meant? The one on a message brings the message's words."""
        incoming = await self.people.placed(of_shortcut(body))
        if incoming is None:
            return
        answered = await self._picking(incoming)
        if answered.form is None or not await self.modals.open(incoming, answered.form):
            self.tasks.alone(self._post(incoming, answered))

    async def submit(self, body: Body) -> dict[str, Any]:
        """A submitted modal: what Slack is to do with it. The answer goes where the modal was opened."""
        sent = submitted(body["view"])
        incoming = await self.people.placed(of_view(body))
        if incoming is None:
            return {}
        channel = sent.carry.channel
        incoming = replace(
            incoming,
            channel=channel,
            thread=sent.carry.thread,
            response_url=sent.response_url,
            private=bool(channel) and not (channel.startswith("D") and not sent.response_url),
        )
        if not sent.is_last and not sent.is_pick:
            return await self._next_step(incoming, sent)
        work = self._picked(incoming, sent) if sent.is_pick else self._submitted(incoming, sent)
        done = await self.tasks.in_time(work, self.budget, partial(self._follow_up, incoming, body))
        return {"response_action": "update", "view": _saying(SAVING)} if done is None else done

    async def home(self, body: Body, workspace: Workspace) -> None:
        """The app's page: the answers to a few questions."""
        incoming = of_home(body, workspace)
        if incoming is None:
            return
        sections = []
        for title, command in ASKED:
            answered = await self.dispatcher.ask(incoming, command, comes_again=True)
            sections.append(Section(title, command, answered.reply))
            if answered.known is None:
                break  # a refusal is said once
        known = answered.known
        led = await self._own_works(known) if known else []
        moves = tuple(Action(f"Rapportera {called(work)}", f"rapportera {work.name}") for work in led)
        await self.modals.publish(incoming, home_view(Home(tuple(sections), moves)))

    async def suggest(self, body: Body) -> dict[str, Any]:
        """Names that fit what has been typed in a form; none for a person whom we do not know."""
        typed = string(body, "value")
        asks_works = body.get("action_id") == SUGGEST_PROJECT
        incoming = await self.people.placed(of_view(body))
        if incoming is None:
            return {"options": []}

        def names(session: Session) -> list[tuple[str, str]]:
            return (
                suggestions.works(session, typed, known.id) if asks_works else suggestions.persons(session, typed)
            )

        try:
            known = await self.dispatcher.who(incoming)
            return options(await self.dispatcher.read(names))
        except (UserError, Unreachable, Overloaded):
            return {"options": []}

    async def _picking(self, incoming: Incoming) -> Answer:
        """The form that asks for a work, with the person's own in it when they lead just one."""
        try:
            known = await self.dispatcher.who(incoming)
            own = await self._own_works(known)
        except UserError as error:
            return Answer.refusing(error.message)
        except Unreachable:
            return self.dispatcher.unreachable()
        except Overloaded:
            return Answer.refusing(BUSY)
        return Answer(Reply((pick(incoming.text, [work.name for work in own]),)), known)

    async def _picked(self, incoming: Incoming, sent: Submitted) -> dict[str, Any]:
        """A work was chosen: its form, in the same modal, with the message's words in it."""
        text = f"{sent.carry.command} {sent.values.get('work', '')}"
        answered = await self.dispatcher.ask(incoming, text, comes_again=True)
        if answered.reply.error or answered.form is None:
            return not_picked(sent, answered.reply)
        return _updated(with_words(answered.form, sent.values.get("done", "")), sent)

    async def back(self, body: Body) -> None:
        """The step before of a long form. Raises NotSent, MaybeSent when the modal cannot be changed."""
        sent = submitted(body["view"])
        incoming = await self.people.placed(of_view(body))
        if incoming is None or sent.carry.step == 0:
            return
        try:
            view = previous_view(sent, await self._form(incoming, sent))
        except UserError as error:
            view = again(body["view"], error.message)
        await self.modals.change(incoming, str(body["view"].get("id") or ""), view)

    async def _form(self, incoming: Incoming, sent: Submitted) -> Form:
        """The whole form of which a step is shown. UserError when it opens no more."""
        answered = await self.dispatcher.ask(incoming, sent.carry.command)
        if answered.form is None:
            raise UserError(answered.refusal or GONE)
        return replace(answered.form, nonce=sent.carry.nonce, hidden=tuple(sent.carry.hidden.items()))

    async def _next_step(self, incoming: Incoming, sent: Submitted) -> dict[str, Any]:
        """A form that is too long for one modal goes on in the next."""
        try:
            return {"response_action": "update", "view": next_view(sent, await self._form(incoming, sent))}
        except UserError as error:
            return refused(sent, Reply(error=Failure(error.message)))

    async def _submitted(self, incoming: Incoming, sent: Submitted) -> dict[str, Any]:
        """Do what the form says. A mistake leaves the modal open; an answer closes it and is posted."""
        answered = await self.dispatcher.ask(incoming, sent.carry.command, dict(sent.values), sent.deliveries)
        if answered.reply.error:
            return refused(sent, answered.reply)
        if answered.form:
            return _updated(answered.form, sent)
        self.tasks.alone(self.publisher.publish(incoming, sent.deliveries[0], answered))
        return {}

    async def _follow_up(self, incoming: Incoming, body: Body, asked: asyncio.Task[dict[str, Any]]) -> None:
        """What became of a submission that took too long: the modal says SAVING meanwhile."""
        done = await asked
        view = done.get("view")
        if done.get("response_action") == "errors":
            view = again(body["view"], " ".join(done["errors"].values()))
        try:
            view_id = str(body["view"].get("id") or "")
            await self.modals.change(incoming, view_id, view or _saying("Klart. Svaret finns i chatten."))
        except (NotSent, MaybeSent) as error:
            log.info("slack form not updated", reason=str(error))

    async def _post(self, incoming: Incoming, answered: Answer) -> None:
        await self.responder.post(incoming, self.dispatcher.shown(answered))

    async def _own_works(self, known: Known) -> list[Project]:
        return await self.dispatcher.read(lambda session: suggestions.own_works(session, known.id))


def _updated(form: Form, sent: Submitted) -> dict[str, Any]:
    """The modal goes on with another form, to be answered in the same place."""
    carry = Carry(sent.carry.channel, sent.carry.thread)
    return {"response_action": "update", "view": view_of(form, carry, sent.response_url)}


def _saying(text: str) -> dict[str, Any]:
    """A modal that says one thing."""
    return {"type": "modal", "title": plain(PLACELESS), "close": plain("Stäng"), "blocks": rich([Run(text)])}

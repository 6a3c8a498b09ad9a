"""The local chat of `laget demo`: a page in the browser, for one person at this machine at a time."""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace

from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request as WebRequest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.answer import Context, answer
from bot.chat.dispatcher import BUSY
from bot.chat.links import FileLinks
from bot.pages import STATIC, notice, page
from bot.web.conversation import Changes, ChatLine, Conversations
from bot.web.guard import on_loopback
from bot.web.render import render
from bot.web.suggest import Suggestion, starters, suggestions
from bot.web.visitors import role_words, visitor, visitors
from bot.worker_threads import Overloaded, WorkerThreads
from commands.command import COORDINATORS
from commands.message import LARGEST_FILE, Address, Attachment, Failure, Form, Identity, Person, Reply, Request
from commands.swedish.personnummer import holds_personal_number

COOKIE = "laget_person"
LONGEST_LINE = 4000
HIDDEN_LINE = "(Meddelandet visas inte: det innehöll ett personnummer.)"
HIDDEN_VALUE = "Här stod ett personnummer. Skriv utan uppgifter om en enskild person."
NO_STORE = {"Cache-Control": "no-store"}

_FIELD = "field."


class LocalChat:
    """A Platform for trying out: anyone in the database can be chosen, and nothing leaves the machine."""

    name = "local"

    def __init__(self, context: Context, threads: WorkerThreads, links: FileLinks) -> None:
        self._context = context
        self._threads = threads
        self._links = links
        self._conversations = Conversations(context.clock.now)

    def routes(self) -> list[BaseRoute]:
        """The page, what it posts and what it asks for."""
        guards = on_loopback()
        return [
            Route("/", self._page, middleware=guards),
            Route("/say", self._say, methods=["POST"], middleware=guards),
            Route("/form", self._submit, methods=["POST"], middleware=guards),
            Route("/person", self._become, methods=["POST"], middleware=guards),
            Route("/news", self._news, middleware=guards),
            Route("/suggest", self._suggest, middleware=guards),
            STATIC,
        ]

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        """Append a message for the person whose e-mail address `to.conversation` is; from any thread."""
        self._conversations.answer(to.conversation, reply)
        return f"local-{notice_id}"

    async def _page(self, request: WebRequest) -> Response:
        wanted, database = request.cookies.get(COOKIE, ""), self._context.database
        try:
            person, everyone = await self._threads.read(
                database, lambda session: (visitor(session, wanted), visitors(session))
            )
        except Overloaded:
            return _notice(503, "Försök igen strax", "Ladda om sidan om en liten stund.")
        if person is None:
            return _notice(200, "Här finns ingen än", "Ladda exempelprogrammet med laget demo --fresh.")
        html = page(
            "chat.html",
            person=person,
            roles=role_words(person),
            people=[(each, role_words(each)) for each in everyone],
            starters=starters(self._context.book, person),
            conversation=self._shown(person, self._conversations.since(_email(person))),
            longest=LONGEST_LINE,
            attaches=bool(person.roles & COORDINATORS),  # a report's texts and templates are theirs
        )
        return HTMLResponse(html, headers=NO_STORE)

    async def _say(self, request: WebRequest) -> Response:
        person, form = await self._posted(request)
        if person is None:
            return _nobody()
        text, file = _text(form, "text"), await _file(form)
        shown = f"{_echo(text)}\n({file.name})" if file else _echo(text)
        said = self._conversations.say(_email(person), shown) if text.strip() else None
        answered = self._conversations.answer(_email(person), await self._answer(person, text, file=file))
        return self._changed(request, person, said or answered)

    async def _submit(self, request: WebRequest) -> Response:
        person, posted = await self._posted(request)
        if person is None:
            return _nobody()
        email, nonce = _email(person), _text(posted, "nonce")
        fields = _fields(posted)
        deliveries = (f"form:{nonce}",) if nonce else ()
        reply = await self._answer(person, _text(posted, "command"), fields, deliveries)
        form = self._conversations.form(email, nonce)
        if reply.error and form:
            mended = self._conversations.mend(email, nonce, _mended(reply, form, fields), reply.error)
            if mended:
                return self._changed(request, person, mended)
        if not reply.error:
            self._conversations.settle(email, nonce)
        said = self._conversations.say(email, form.title if form else _echo(_text(posted, "command")))
        self._conversations.answer(email, reply)
        return self._changed(request, person, said)

    async def _become(self, request: WebRequest) -> Response:
        response = RedirectResponse("/", 303)
        chosen = _text(await request.form(), "person")
        if chosen.isascii() and chosen.isdigit():
            response.set_cookie(COOKIE, chosen, httponly=True, samesite="strict", path="/")
        return response

    async def _news(self, request: WebRequest) -> Response:
        person, _ = await self._posted(request)
        return self._fragment(request, person) if person else _nobody()

    async def _suggest(self, request: WebRequest) -> Response:
        wanted, typed = request.cookies.get(COOKIE, ""), request.query_params.get("q", "")

        def found(session: Session) -> list[Suggestion]:
            person = visitor(session, wanted)
            return suggestions(session, self._context.book, person, typed) if person else []

        try:
            near = await self._threads.read(self._context.database, found)
        except Overloaded:
            near = []
        return JSONResponse([asdict(each) for each in near], headers=NO_STORE)

    async def _posted(self, request: WebRequest) -> tuple[Person | None, FormData]:
        """Who asks, and what was posted."""
        form = await request.form() if request.method == "POST" else FormData()
        wanted = request.cookies.get(COOKIE, "")
        try:
            return await self._threads.read(self._context.database, lambda session: visitor(session, wanted)), form
        except Overloaded:
            return None, form

    async def _answer(
        self,
        person: Person,
        text: str,
        fields: dict[str, str] | None = None,
        deliveries: tuple[str, ...] = (),
        file: Attachment | None = None,
    ) -> Reply:
        sender = Identity(self.name, email=person.email)
        request = Request(text, sender, Address(self.name, _email(person)), fields, deliveries, file)
        try:
            return await self._threads.run(lambda: answer(self._context, request))
        except Overloaded:
            return Reply(error=Failure(BUSY))

    def _changed(self, request: WebRequest, person: Person, shown: ChatLine) -> Response:
        """What the script puts into the page; or the whole page again, at what is new."""
        if "after" in request.query_params:
            return self._fragment(request, person)
        return RedirectResponse(f"/#m{shown.number}", 303)

    def _fragment(self, request: WebRequest, person: Person) -> Response:
        changes = self._conversations.since(_email(person), request.query_params.get("after", ""))
        return HTMLResponse(self._shown(person, changes), headers=NO_STORE)

    def _shown(self, person: Person, changes: Changes) -> str:
        def link(reference: str) -> str | None:
            return self._links.path(reference, person.id)

        entries = [
            (
                each,
                each.at.astimezone(self._context.zone),
                each.reply and render(each.reply, link, submitted=each.submitted),
            )
            for each in changes.entries
        ]
        return page("entries.html", entries=entries, mark=changes.mark, whole=changes.whole)


def _mended(reply: Reply, form: Form, fields: dict[str, str]) -> Form:
    """The form to show again: the command's own, or the same one with what was typed."""
    corrected = next((block for block in reply.blocks if isinstance(block, Form)), None)
    if corrected:
        return corrected
    kept = []
    for each in form.fields:
        typed = fields.get(each.name, each.value)
        secret = holds_personal_number(typed)
        kept.append(replace(each, value="" if secret else typed, error=HIDDEN_VALUE if secret else ""))
    return replace(form, fields=tuple(kept), nonce=secrets.token_urlsafe(12))


def _fields(posted: FormData) -> dict[str, str]:
    """The fields of a submitted form; what was chosen several times is joined with ";"."""
    names = dict.fromkeys(name for name in posted if name.startswith(_FIELD))
    return {
        name.removeprefix(_FIELD): ";".join(text for text in posted.getlist(name) if isinstance(text, str) and text)
        for name in names
    }


def _text(posted: FormData, name: str) -> str:
    value = posted.get(name, "")
    return value if isinstance(value, str) else ""


async def _file(posted: FormData) -> Attachment | None:
    """The file that came with a line; a form without one sends a nameless, empty part."""
    file = posted.get("file")
    if not isinstance(file, UploadFile):
        return None
    content = await file.read(LARGEST_FILE + 1)
    await file.close()
    return Attachment(file.filename, content) if file.filename else None


def _echo(text: str) -> str:
    """What the conversation keeps of what a person typed."""
    if holds_personal_number(text):
        return HIDDEN_LINE
    return text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"


def _email(person: Person) -> str:
    return person.email or ""


def _nobody() -> Response:
    return _notice(503, "Försök igen strax", "Gå tillbaka och försök igen om en liten stund.")


def _notice(status: int, title: str, text: str) -> Response:
    return HTMLResponse(notice(title, text), status, headers=NO_STORE)

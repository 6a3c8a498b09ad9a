"""Request → Reply, the one way in: receipt, person, command, role, one transaction, the two kinds of failure."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from commands.clock import Clock
from commands.command import Book, Call, Match
from commands.help.nearest import only_for, question_meant
from commands.message import (
    REPLY,
    Actions,
    Failure,
    Form,
    Identity,
    Person,
    Reply,
    Request,
    Text,
    TextStyle,
    Unclear,
    UserError,
)
from commands.swedish.personnummer import holds_personal_number
from commands.swedish.text import clean
from storage import people, receipts
from storage.audit import AUTHOR
from storage.database import Database
from storage.swedish import plain
from storage.words import Role

LONGEST_LINE = 4000
OPERATOR = Person(None, "Operatören", frozenset({Role.ADMINISTRATOR}))
"""The person at the terminal of the server: may do everything, and has no name."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Context:
    """What it takes to answer: the database, the commands, the time."""

    database: Database
    book: Book
    clock: Clock
    zone: ZoneInfo


class _Turned(UserError):
    """Refused whatever the line says: how to write it would not help."""


class _Redelivered(Exception):
    def __init__(self, reply: str) -> None:
        super().__init__()
        self.reply = reply


def answer(context: Context, request: Request) -> Reply:
    """Answer one request. Never raises: a mistake or a bug becomes a reply that says so, and nothing is saved."""
    began = time.perf_counter()
    command = "none"
    try:
        request = _cleaned(request)
        match = _understood(context.book, request)
        command = match.command.name if match else "unknown"
        reply = _answered(context, request, match)
        outcome = "answered"
    except _Redelivered as again:
        reply, outcome = REPLY.validate_json(again.reply), "redelivered"
    except Unclear as unclear:
        reply, outcome = _question_back(request, unclear), "unclear"
    except UserError as error:
        reply, outcome = _refusal(context.book, request, error), "refused"
    except Exception:
        reply, outcome = fault(command), "fault"
    took = round((time.perf_counter() - began) * 1000, 1)
    log.info("answer", command=command, outcome=outcome, platform=request.address.platform, ms=took)
    return reply


def fault(command: str) -> Reply:
    """What is said after a bug, with the reference that the log has too; while the exception is being handled."""
    reference = secrets.token_hex(3).upper()
    # The traceback names code, not what was said; exception texts may quote values, so they stay out.
    log.error("fault", reference=reference, command=command, exc_info=True)
    return Reply(error=Failure(f"Något gick fel (ref {reference}). Ingenting sparades.", reference))


def preview(context: Context, request: Request) -> Form | None:
    """The form that a line would open, without doing what the line says: nothing is ever kept.

    None when the line opens no form. Raises UserError and Unclear as the command does.
    """
    request = _cleaned(replace(request, fields=None, deliveries=()))
    match = _understood(context.book, request)
    if match is None or not match.command.writes:
        return None
    with suppress(Discarded), context.database.write() as session:
        reply = _run(context, session, request, match)
        raise Discarded
    return next((block for block in reply.blocks if isinstance(block, Form)), None)


def takes_file(context: Context, request: Request) -> bool:
    """Whether a file that came with this would be read: the command takes one, and the sender may say it."""
    try:
        request = _cleaned(request)
        match = _understood(context.book, request)
        if match is None or not match.command.takes_file:
            return False
        with context.database.read() as session:
            person = _who(session, request.sender, context.clock.now().astimezone(context.zone).date())
    except UserError:
        return False  # answer() says what was wrong
    return bool(person.roles & match.command.roles)


class Discarded(Exception):
    """Ends a transaction of which nothing is to be kept."""


def _cleaned(request: Request) -> Request:
    """NFC, no control characters, not endless, no personal identity number in anything that was typed."""
    typed = (request.text, *(request.fields or {}).values())
    if any(holds_personal_number(text) for text in typed):
        raise _Turned(
            "Det där innehåller ett personnummer eller samordningsnummer, så jag har inte sparat något. "
            "Ta gärna bort ditt meddelande i chatten också, och skriv om det utan uppgifter om en enskild person."
        )
    text = clean(request.text, LONGEST_LINE).strip()
    if not text:
        raise UserError("Skriv vad du vill veta eller göra, till exempel status BarnSäkert eller hjälp.")
    return replace(request, text=text)


def _understood(book: Book, request: Request) -> Match | None:
    if plain(request.text) == "laget?":  # the greeting that is the name of all this, not a question of use
        return book.match("läget")
    asked = book.asked_about(request.text) if request.fields is None else ()
    if not asked:
        return book.match(request.text)
    said = request.text.rstrip("? \n")
    return book.match(f"hjälp {said if book.named(said) else asked[0].patterns[0].opening}")


def _answered(context: Context, request: Request, match: Match | None) -> Reply:
    if match is None or not match.command.writes:
        with context.database.read() as session:
            return _numbered(_run(context, session, request, match))
    prepared = _prepared(context, request, match)
    with context.database.write(source=request.address.platform) as session:
        given = receipts.claim(session, request.deliveries, context.clock.now())
        if given is not None:
            raise _Redelivered(given)
        reply = _numbered(_run(context, session, request, match, prepared))
        receipts.keep(session, request.deliveries, REPLY.dump_json(reply).decode())
        return reply


def _prepared(context: Context, request: Request, match: Match) -> Any:
    """What a command works out before its transaction begins, so that it holds up no one who writes."""
    if match.command.prepare is None:
        return None
    with context.database.read() as session:
        work = match.command.prepare(_call(context, session, request, request.text, match), **match.slots)
    return work()


def _run(context: Context, session: Session, request: Request, match: Match | None, prepared: Any = None) -> Reply:
    line = request.text
    if match is None:
        today = context.clock.now().astimezone(context.zone).date()
        person = _who(session, request.sender, today)
        line = question_meant(session, context.book, person, line, today)
        match = context.book.match(line)
        if match is None or match.command.writes:
            raise LookupError("what was read as a question is none")
    call = replace(_call(context, session, request, line, match), prepared=prepared)
    reply = match.command(call, **match.slots)
    return replace(reply, private=reply.private or match.command.private)


def _call(context: Context, session: Session, request: Request, line: str, match: Match) -> Call:
    """The request as a command sees it. UserError for a sender who is nobody, or who may not say this."""
    person = _who(session, request.sender, context.clock.now().astimezone(context.zone).date())
    if not person.roles & match.command.roles:
        raise _Turned(only_for(session, match.command))
    _sign(session, person)
    return Call(
        session=session,
        person=person,
        now=context.clock.now(),
        zone=context.zone,
        address=request.address,
        text=line,
        fields=request.fields,
        match=match,
        book=context.book,
        attachment=request.attachment,
    )


def _who(session: Session, sender: Identity, today: date) -> Person:
    """The person behind a sender. UserError when nobody is known by that id or address."""
    if sender.platform == "terminal" and sender.email is None:
        return OPERATOR
    found = None
    if sender.external_id:
        found = people.member_by_identity(session, sender.platform, sender.tenant, sender.external_id, today)
    if found is None and sender.email:
        found = people.member_by_email(session, sender.email, today)
    if found is None:
        raise _Turned(
            f"Jag känner inte {sender.email or 'dig'} ännu. En administratör kan lägga till dig i programmet."
        )
    return Person(found.id, found.name, found.roles, found.email)


def _sign(session: Session, person: Person) -> None:
    """Put the asking person's name to what the audit record says of this transaction."""
    author = session.info.get(AUTHOR)
    if author is not None:
        actor = "" if person.id else "operator"
        session.info[AUTHOR] = replace(author, person_id=person.id, actor=actor)


def _numbered(reply: Reply) -> Reply:
    """Give every form a nonce of its own: submitting it twice is one change."""
    blocks = tuple(
        replace(block, nonce=secrets.token_urlsafe(12)) if isinstance(block, Form) else block
        for block in reply.blocks
    )
    return replace(reply, blocks=blocks)


def _question_back(request: Request, unclear: Unclear) -> Reply:
    """Which of several was meant, as buttons. A form that was submitted says that nothing is saved yet."""
    saved = None if request.fields is None else Failure(f"{unclear.question} Ingenting är sparat än.")
    return Reply((Text(unclear.question), Actions(unclear.actions)), saved)


def _refusal(book: Book, request: Request, error: UserError) -> Reply:
    """What was wrong, how to write it, the form to mend, near matches as buttons."""
    short_enough = request.fields is None and len(request.text) <= LONGEST_LINE
    match = book.match(request.text) if short_enough else None
    blocks: list[Text | Form | Actions] = []
    if error.form:
        blocks.append(error.form)
    elif match and not error.actions and not isinstance(error, _Turned):
        open_ = [pattern for pattern in match.command.patterns if "{" in pattern.source]
        usage = " · ".join(pattern.usage for pattern in (open_ or match.command.patterns)[:2])
        blocks.append(Text(f"Så här skriver du: {usage}", TextStyle.NOTE))
    if error.actions:
        blocks.append(Actions(error.actions))
    return _numbered(Reply(tuple(blocks), Failure(error.message)))

"""Closing a work: finished or broken off, and what becomes of its result."""

from __future__ import annotations

from datetime import date, datetime, time

from commands.command import LEADERS, Call, command
from commands.form import read
from commands.lookup import called, find_work, must_lead
from commands.message import Action, Actions, Field, FieldType, Form, Reply, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.dates import long_date, parse_date
from commands.swedish.words import STAGES, options
from commands.works._form import CLOSED_STAGES, LONGEST
from storage import project_changes
from storage.words import Stage

ENDINGS = {stage: STAGES[stage] for stage in CLOSED_STAGES}


@command(
    "avsluta {work}",
    "avsluta arbete {work}",
    summary="Avsluta ett arbete, eller avbryt det",
    examples=("avsluta BarnSäkert",),
    roles=LEADERS,
    writes=True,
)
def close(call: Call, work: str) -> Reply:
    """Ask when, how and what becomes of the result; then close. The work stays, and can be found."""
    found = find_work(call, work)
    must_lead(call, found)
    found = project_changes.locked(call.session, found.id)
    look = Action("Om arbetet", f"arbete visa {found.name}")
    if found.closed_at is not None:
        raise UserError(sentence("closing", "already", work=called(found)), actions=(look,))
    form = Form(
        f"avsluta {found.name}",
        f"Avsluta {called(found)}",
        (
            Field("date", "Datum", FieldType.DATE, required=True, value=call.today.isoformat()),
            Field("ending", "Hur slutade det?", FieldType.CHOICE, required=True, options=options(ENDINGS)),
            Field("note", "Vad händer med resultatet?", FieldType.LONG_TEXT, required=True,
                  hint=sentence("closing", "note"), max_length=LONGEST),
        ),
        submit="Avsluta arbetet",
    )  # fmt: skip
    if call.fields is None:
        return Reply((Text(sentence("closing", "ask", work=called(found)), TextStyle.NOTE), form))
    entry = read(form, call.fields, call.today)
    day = entry.parsed("date", lambda text: _past(call, text)) or call.today
    stage = entry.word("ending", ENDINGS) or Stage.CLOSED
    values = {"stage": stage, "closed_at": _moment(call, day), "closing_note": entry.text("note")}
    project_changes.change(call.session, found, values)
    told = sentence("closing", "closed", work=called(found), word=STAGES[stage], date=long_date(day))
    return Reply((Text(told), Actions((look, Action("Öppna igen", f"arbete ändra {found.name}")))))


def _past(call: Call, text: str) -> date:
    day = parse_date(text, call.today, past=True)
    if day > call.today:
        raise UserError(sentence("closing", "not_yet", date=long_date(day)))
    return day


def _moment(call: Call, day: date) -> datetime:
    """Now for today, else noon of that day: it must be that day in every zone that anybody looks from."""
    return call.now if day == call.today else datetime.combine(day, time(12), call.zone)

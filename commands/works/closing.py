"""Closing a work: finished or broken off, and what becomes of its result."""

from __future__ import annotations

from datetime import date, datetime, time

from commands.command import LEADERS, Call, command
from commands.entries.times import past_day
from commands.form import read
from commands.lookup import button_to_work, called, work_to_change
from commands.message import Action, Field, FieldType, Form, Reply, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.words import STAGES, options
from commands.works._form import CLOSED_STAGES
from storage import project_changes
from storage.words import Stage

_ENDINGS = {stage: STAGES[stage] for stage in CLOSED_STAGES}


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
    found = work_to_change(call, work)
    look = button_to_work(found)
    if found.closed_at is not None:
        raise UserError(sentence("closing", "already", work=called(found)), actions=(look,))
    hint = "Till exempel vem som förvaltar det, eller varför det avbröts."
    fields = (
        Field("date", "Datum", FieldType.DATE, required=True, value=call.today.isoformat()),
        Field("ending", "Hur slutade det?", FieldType.CHOICE, required=True, options=options(_ENDINGS)),
        Field("note", "Vad händer med resultatet?", FieldType.LONG_TEXT, required=True, hint=hint),
    )
    form = Form(f"avsluta {found.name}", f"Avsluta {called(found)}", fields, submit="Avsluta arbetet")
    if call.fields is None:
        return Reply((Text(sentence("closing", "ask", work=called(found)), TextStyle.NOTE), form))
    submission = read(form, call.fields, call.today)
    day = submission.parsed("date", lambda text: past_day(call, text, "closing")) or call.today
    stage = submission.word("ending", _ENDINGS) or Stage.CLOSED
    values = {"stage": stage, "closed_at": _moment(call, day), "closing_note": submission.text("note")}
    project_changes.change(call.session, found, values)
    closed = sentence("closing", "closed", work=called(found), word=STAGES[stage], date=long_date(day))
    return Reply.of(closed, look, Action("Öppna igen", f"arbete ändra {found.name}"))


def _moment(call: Call, day: date) -> datetime:
    """Now for today, else noon of that day: it must be that day in every zone."""
    return call.now if day == call.today else datetime.combine(day, time(12), call.zone)

"""Setting the dates of a reporting round, in one line or in a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from commands.command import COORDINATORS, Call, command
from commands.form import Submission, read
from commands.message import Action, Actions, Field, FieldType, Form, Reply, Text, TextStyle, UserError
from commands.reminders.dates import dates_of, round_of
from commands.reminders.ladder import DEFAULT, Dates, rungs
from commands.sentences import sentence
from commands.swedish.dates import Period, is_working_day, local, parse_period, parse_when, short_date
from commands.swedish.day_words import MONTHS, normal, written_day
from commands.swedish.text import listing, short
from storage import rounds
from storage.tables import Round

MAX_DAYS = 60
"""The earliest that a reminder goes out before the deadline, in working days."""
_LABELS = {"opens": "Öppnar", "deadline": "Sista dag", "delivery": "Leverans"}
_PARTS = {
    "oppnar": "opens",
    "sista dag": "deadline",
    "sista dagen": "deadline",
    "leverans": "delivery",
    "levereras": "delivery",
}
_PART = re.compile(rf"\b({'|'.join(sorted(_PARTS, key=len, reverse=True))})\b")


@command(
    "omgång {period} öppnar {text}",
    "omgång {period} sista dag {text}",
    "omgång {period} sista dagen {text}",
    "omgång {period} leverans {text}",
    "omgång {period} levereras {text}",
    summary="Sätt rapportomgångens datum",
    examples=("omgång 2026-1 öppnar 2026-05-25 sista dag 2026-06-22 leverans 2026-06-30",),
    roles=COORDINATORS,
    writes=True,
)
def set_dates(call: Call, period: str, text: str) -> Reply:  # noqa: ARG001 -- the dates may come in any order
    """Set what the line says; what it does not say stays as it was, or as it is proposed."""
    label, *parts = _PART.split(normal(call.text[call.match.spans["period"][0] :]))
    asked = parse_period(label, call.today)
    written = {_PARTS[word]: value for word, value in zip(parts[::2], parts[1::2], strict=True)}
    days = {name: _one_day(call, asked, value) for name, value in written.items()}
    row = rounds.locked(call.session, asked.label)
    current = dates_of(row, call.zone) if row else round_of(call.session, asked, call.zone)
    opens = days.get("opens") or (current.opens if current else None)
    deadline = days.get("deadline") or (current.deadline if current else None)
    if opens is None or deadline is None:
        raise UserError(
            f"Skriv både öppnar och sista dag, till exempel omgång {asked.label} öppnar 1 maj sista dag 1 juni."
        )
    delivery = days.get("delivery") or (current.delivery if current and not current.is_proposed else None)
    if wrong := _out_of_order(opens, deadline, delivery):
        raise UserError(" ".join(wrong.values()))
    row = row or _new(call, asked)
    row.opens_on, row.deadline_on, row.delivery_on = opens, deadline, delivery
    return _saved(call, row)


def _one_day(call: Call, period: Period, written: str) -> date:
    """The day that is meant; without a year, that of the year in which the period ends."""
    meant = parse_when(written, call.today, year=period.end.year)
    if meant.start is None or meant.start != meant.end:
        raise UserError(f"”{short(written)}” är inte en dag. Skriv till exempel 25 maj eller 2026-05-25.")
    return meant.start


def _out_of_order(opens: date, deadline: date, delivery: date | None) -> Mapping[str, str]:
    wrong = {}
    if opens >= deadline:
        wrong["deadline"] = "Sista dagen måste komma efter dagen då omgången öppnar."
    if delivery is not None and delivery < deadline:
        wrong["delivery"] = "Leveransen kan inte komma före sista dagen att rapportera."
    return wrong


@command(
    "omgång ändra {period?}",
    "ändra omgång {period?}",
    summary="Ändra rapportomgångens datum och påminnelser",
    examples=("omgång ändra 2026-1",),
    roles=COORDINATORS,
    writes=True,
)
def change_round(call: Call, period: str = "") -> Reply:
    """A form with dates and reminders, filled in with what is set or proposed."""
    asked = parse_period(period, call.today)
    row = rounds.locked(call.session, asked.label)
    current = dates_of(row, call.zone) if row else round_of(call.session, asked, call.zone)
    form = _form(asked, current, row.version if row else 0)
    if call.fields is None:
        return Reply((Text(sentence("round", "ask"), TextStyle.NOTE), form))
    submission = read(form, call.fields, call.today)
    if submission.text("version") != (str(row.version) if row else "0"):
        raise _moved_on(submission, form)
    row = row or _new(call, asked)
    _fill(submission, row)
    return _saved(call, row)


def _form(asked: Period, current: Dates | None, version: int) -> Form:
    days = {name: getattr(current, name) if current else None for name in _LABELS}
    ladder = current.ladder if current else DEFAULT
    fields = [
        Field(name, label, FieldType.DATE, required=name != "delivery", value=str(days[name] or ""))
        for name, label in _LABELS.items()
    ]
    before = ", ".join(str(each) for each in ladder.days_before)
    silent = ", ".join(written_day(date(2000, each, 1), "MMMM") for each in sorted(ladder.silent_months))
    hint = "Arbetsdagar före sista dagen, till exempel 14, 7, 2"
    fields += [
        Field("before", "Påminn före sista dagen", value=before, hint=hint, max_length=100),
        Field("after", "Påminn efter, arbetsdagar", FieldType.NUMBER, required=True, value=str(ladder.days_after)),
        Field(
            "list", "Lista till koordinatorer efter", FieldType.NUMBER, required=True, value=str(ladder.list_after)
        ),
        Field("silent", "Tysta månader", value=silent, hint="Till exempel juli", max_length=120),
    ]
    label = asked.label
    hidden = (("version", str(version)),)
    return Form(f"omgång ändra {label}", f"Rapportomgång {label}", tuple(fields), submit="Spara", hidden=hidden)


def _moved_on(submission: Submission, form: Form) -> UserError:
    now = {each.name: each.value for each in form.fields if each.value != submission.text(each.name)}
    shown = submission.refused(
        {name: sentence("round", "stands_now", value=short(value)) for name, value in now.items()}
    )
    return UserError(sentence("round", "moved_on"), form=shown.form)


def _fill(submission: Submission, row: Round) -> None:
    opens, deadline, delivery = submission.date("opens"), submission.date("deadline"), submission.date("delivery")
    if opens is None or deadline is None:
        raise LookupError("required dates are there")
    if wrong := _out_of_order(opens, deadline, delivery):
        raise submission.refused(wrong)
    row.opens_on, row.deadline_on, row.delivery_on = opens, deadline, delivery
    row.days_before = ",".join(str(each) for each in submission.parsed("before", _days) or [])
    row.silent_months = ",".join(str(each) for each in submission.parsed("silent", _months) or [])
    row.days_after, row.list_after = _count(submission, "after"), _count(submission, "list")


def _count(submission: Submission, name: str) -> int:
    number = submission.number(name)
    if number is None or not 1 <= number <= MAX_DAYS:
        raise submission.refused({name: f"Skriv ett antal arbetsdagar mellan 1 och {MAX_DAYS}."})
    return number


def _days(text: str) -> list[int]:
    found = [int(each) for each in re.split(r"[ ,;]+(?:och )?", text.strip()) if each.isdecimal() and len(each) < 4]
    if not found or len(found) != len(re.findall(r"[^ ,;]+", text.replace("och", ""))):
        raise UserError("Skriv antal arbetsdagar med komma emellan, till exempel 14, 7, 2.")
    if not all(1 <= each <= MAX_DAYS for each in found):
        raise UserError(f"Varje antal ska vara mellan 1 och {MAX_DAYS} arbetsdagar.")
    return sorted(set(found), reverse=True)


def _months(text: str) -> list[int]:
    words = [each for each in re.split(r"[ ,;]+", normal(text)) if each and each != "och"]
    unknown = [each for each in words if each not in MONTHS]
    if unknown:
        raise UserError(f"”{short(unknown[0])}” är ingen månad. Skriv till exempel juli.")
    found = sorted({MONTHS[each] for each in words})
    if len(found) > 6:
        raise UserError("Högst sex månader kan vara tysta.")
    return found


def _new(call: Call, asked: Period) -> Round:
    return Round(
        period=asked.label,
        opens_on=asked.end,
        deadline_on=asked.end,
        days_before=",".join(str(each) for each in DEFAULT.days_before),
        days_after=DEFAULT.days_after,
        list_after=DEFAULT.list_after,
        silent_months=",".join(str(each) for each in sorted(DEFAULT.silent_months)),
        created_at=call.now,
        created_by_id=call.person.id,
        version=0,
    )


def _saved(call: Call, row: Round) -> Reply:
    row.version += 1
    call.session.add(row)
    call.session.flush()
    dates = dates_of(row, call.zone)
    days = {"opens": row.opens_on, "deadline": row.deadline_on, "delivery": row.delivery_on}
    saved = sentence("round", "dates_set", round=row.period, **days)
    coming = [short_date(day) for day in sorted(rungs(dates)) if day >= local(call.now, call.zone).date()]
    planned = sentence("round", "reminders", days=coming) if coming else sentence("round", "no_reminders")
    odd = [Text(each, TextStyle.NOTE) for each in _odd(call, dates)]
    return Reply((Text(saved), Text(planned), *odd, Actions((Action("Visa omgången", f"omgång {row.period}"),))))


def _odd(call: Call, dates: Dates) -> list[str]:
    notes = []
    if dates.deadline < call.today:
        notes.append(sentence("round", "past", day=dates.deadline))
    elif not is_working_day(dates.deadline):
        notes.append(sentence("round", "day_off", day=dates.deadline))
    months = {dates.opens.month, dates.deadline.month} & dates.ladder.silent_months
    if months:
        named = listing([written_day(date(2000, each, 1), "MMMM") for each in sorted(months)])
        notes.append(sentence("round", "silent", month=named))
    return notes

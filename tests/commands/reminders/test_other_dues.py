"""Works without news, seminars, the weekly letter, deviations: when they fall due, and when no longer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from bot.answer import Context
from commands.clock import FrozenClock
from commands.message import REPLY
from commands.reminders import seminars
from commands.reminders.planning import Again
from commands.swedish.dates import parse_hours
from storage import people
from storage.notices import DONE
from storage.tables import Activity, Project
from tests.commands.conftest import STOCKHOLM, Known, Say, commands_of, filled, form_of
from tests.commands.reminders.conftest import Now, again, messages, names, outbox


def test_a_work_without_news_is_asked_about_once(context: Context, say: Say, now: Now) -> None:
    now("2026-01-07 10:00")
    assert say("rapportera BarnSäkert grön Rullar", "leader").error is None
    assert now("2026-03-06 09:00") == 0
    now("2026-03-07 09:00")
    assert now("2026-03-09 09:00") == 2  # 60 days later is Sunday the 8th
    (name, text), (coordinator, listed) = messages(context, "reminder")
    assert (name, coordinator) == ("Anna", "Klara")
    assert "BarnSäkert (senast för 2 månader sedan)" in text
    assert "Utan nyheter i 60 dagar: BarnSäkert." in listed
    assert [now("2026-03-10 09:00"), now("2026-03-11 09:00")] == [0, 0]


def seminar(context: Context, say: Say) -> str:
    line = "seminarium ny Lärdomar, 26 okt 2026, 13-14, 20 platser, föreläsare Anders Exempel, Örnköpings kommun; Ny Exempel, KF"
    made = say(line, "leader")
    number = next(each.split()[1] for each in commands_of(made) if each.startswith("seminarium "))
    assert say(f"anmäl {number}", "reader").error is None
    return number


def test_a_seminar_tells_speakers_those_who_come_and_whoever_arranges_it(
    context: Context, say: Say, now: Now
) -> None:
    now("2026-10-16 10:00")
    number = seminar(context, say)
    assert now("2026-10-19 09:00") == 1
    assert names(context, "seminar_speaker") == ["Anders"]
    assert now("2026-10-23 09:00") == 1  # the Friday before a Monday
    assert now("2026-10-26 11:59") == 0
    assert now("2026-10-26 12:00") == 1  # an hour before, by winter time
    assert names(context, "seminar_tomorrow", "seminar_soon") == ["Rolf", "Rolf"]
    assert now("2026-10-27 09:00") == 1
    [ask] = outbox(context, "seminar_afterwards")
    assert f"deltagare {number}" in commands_of(REPLY.validate_json(ask.body))
    answered = say("17", "leader")
    assert commands_of(answered) == [f"deltagare {number} 17"]
    assert say("17", "reader").error, "only whoever arranged it is understood so"
    assert say(commands_of(answered)[0], "leader").error is None
    assert say("17", "leader").error
    assert again(context, ask) == Again(None, DONE)


@pytest.mark.parametrize(
    ("day", "begins", "soon"),
    [
        (26, "10.00", "09:00"),
        (26, "8.30", "08:00"),
        (26, "17.30", "16:30"),
        (26, "19.00", "16:30"),
        (26, "8.00", None),
        (26, "0.30", None),
        (24, "10.00", None),  # a Saturday
        (26, "", None),
    ],
)
def test_an_hour_before_stays_within_the_day(day: int, begins: str, soon: str | None) -> None:
    starts_at = parse_hours(begins)[0] if begins else None
    on = date(2026, 10, day)
    made = Activity(
        is_seminar=True,
        title="X",
        key="x",
        starts_on=on,
        starts_at=starts_at,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    due = seminars.due_moments(made, STOCKHOLM).get(seminars.SOON)
    assert (f"{due.astimezone(STOCKHOLM):%H:%M}" if due else None) == soon


def test_a_seminar_that_moved_is_told_of_anew(context: Context, say: Say, now: Now) -> None:
    now("2026-10-16 10:00")
    number = seminar(context, say)
    assert now("2026-10-23 09:00") == 1
    [old] = outbox(context, "seminar_tomorrow")
    form = form_of(say(f"ändra seminarium {number}", "leader"))
    assert say(form.command, "leader", filled(form, date="2026-10-28")).error is None
    assert again(context, old) == Again(None, DONE)
    assert now("2026-10-27 09:00") == 1
    assert "onsdag 28 oktober" in messages(context, "seminar_tomorrow")[-1][1]


def test_who_leaves_a_seminar_or_finds_it_cancelled_is_told_nothing_old(
    context: Context, say: Say, now: Now
) -> None:
    now("2026-10-16 10:00")
    number = seminar(context, say)
    now("2026-10-23 09:00")
    [tomorrow] = outbox(context, "seminar_tomorrow")
    assert again(context, tomorrow).reply
    assert say(f"avanmäl {number}", "reader").error is None
    assert again(context, tomorrow) == Again(None, DONE)
    assert say(f"anmäl {number}", "reader").error is None
    assert say(f"ställ in {number} Sjukdom", "leader").error is None
    assert again(context, tomorrow) == Again(None, DONE)
    [cancelled] = outbox(context, "seminar_cancelled")
    assert again(context, cancelled).reply
    assert now("2026-10-26 12:00") == 0


def test_the_letter_tells_what_is_new_and_nothing_else(context: Context, say: Say, now: Now) -> None:
    now("2026-02-04 10:00")
    for who in ("reader", "leadership", "coordinator"):
        assert say("veckobrev på", who).error is None
    assert say("följ demens", "reader").error is None
    assert say("följ BarnSäkert", "other_leader").error is None
    assert say("veckobrev av", "coordinator").error is None
    assert say("följ BarnSäkert", "coordinator").error is None
    assert say("rapportera BarnSäkert grön Rullar", "leader").error is None
    now("2026-02-05 10:00")
    assert say("rapportera BarnSäkert röd Stopp i Ånge", "leader").error is None
    assert now("2026-02-09 07:59") == 0
    assert now("2026-02-09 08:00") == 2
    assert names(context, "weekly_letter") == ["Anders", "Lena"]
    [letter, _] = [text for _, text in messages(context, "weekly_letter")]
    assert "Veckobrev v. 7" in letter
    assert "BarnSäkert | ■ Röd | Stopp i Ånge" in letter
    assert "Röda just nu: BarnSäkert." in letter
    assert now("2026-02-16 08:00") == 0  # nothing new


def test_the_letter_tells_where_a_work_came_from(context: Context, say: Say, now: Now) -> None:
    now("2026-02-04 10:00")
    assert say("veckobrev på", "leadership").error is None
    assert say("rapportera BarnSäkert grön Rullar", "leader").error is None
    now("2026-02-10 10:00")
    assert say("rapportera BarnSäkert gul Sega svar", "leader").error is None
    assert say("avsluta demens", fields={"ending": "avslutat", "note": "Drivs vidare"}).error is None
    now("2026-02-13 10:00")
    assert now("2026-02-16 08:00") == 1
    text = messages(context, "weekly_letter")[-1][1]
    assert "BarnSäkert | ● Grön → ▲ Gul | Sega svar" in text
    assert "demensarbete | – Ej rapporterat | avslutat" in text


def test_a_deviation_that_is_taken_back_in_time_is_not_sent(context: Context, say: Say, clock: FrozenClock) -> None:
    assert say("rapportera BarnSäkert röd Stopp", "leader").error is None
    one, _ = outbox(context, "deviation")
    clock.advance(timedelta(minutes=1))
    assert again(context, one).reply
    assert say("ångra", "leader").error is None
    assert again(context, one) == Again(None, DONE)


def test_a_person_who_has_been_removed_is_not_told(context: Context, say: Say, now: Now, programme: Known) -> None:
    with context.database.write() as session:
        person = people.get(session, programme.people["leader"])
        assert person
        person.anonymised_at = context.clock.now()
        session.add(person)
    assert now("2026-05-18 09:00") == 1
    assert names(context, "reminder") == ["Anders"]


def test_only_included_open_works_report_in_a_round(context: Context, say: Say, now: Now, programme: Known) -> None:
    def change(session: Session, name: str, **values: object) -> None:
        work = session.get(Project, programme.works[name])
        for column, value in values.items():
            setattr(work, column, value)
        session.add(work)

    with context.database.write() as session:
        change(session, "Barnsäkert", standing="followed")
        change(session, "Organisationsöverskridande", closed_at=context.clock.now())
    assert now("2026-05-18 09:00") == 0

"""Checkpoints, needed decisions and the report: reminded of before their day and on it, to those who can do something."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.answer import Context
from commands.reminders.planning import Again
from commands.reminders.points import CHECKPOINT_DAYS, reminded_on
from commands.swedish.dates import is_working_day
from storage.notices import DONE
from storage.swedish import fold
from storage.tables import Decision, Milestone, ProjectLeader, Report, ReportDelivery
from storage.words import DecisionState, ReportKind, ReportState
from tests.commands.conftest import Known, Say, commands_of
from tests.commands.reminders.conftest import Now, again, messages, names, outbox

DAY = date(2026, 2, 20)  # a Friday, far from any round


def checkpoint(
    context: Context, work: int | None, what: str = "Pilot klar", who: int | None = None, on: date = DAY
) -> int:
    with context.database.write() as session:
        row = Milestone(
            project_id=work,
            what=what,
            person_id=who,
            starts_on=on,
            ends_on=on,
            created_at=context.clock.now(),
            folded=fold(what),
        )
        session.add(row)
        session.flush()
        return row.id


def decision(context: Context, work: int | None, title: str = "Förlängning") -> int:
    with context.database.write() as session:
        row = Decision(
            project_id=work, title=title, state=DecisionState.REQUESTED, starts_on=DAY, ends_on=DAY,
            created_at=context.clock.now(), folded=fold(title),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def settle(context: Context, table: type[Milestone | Decision], **changes: object) -> None:
    with context.database.write() as session:
        for row in session.exec(select(table)):
            for name, value in changes.items():
                setattr(row, name, value)
            session.add(row)


def test_a_checkpoint_is_reminded_of_seven_working_days_before_and_on_its_day(
    context: Context, programme: Known, now: Now
) -> None:
    now("2026-02-02 10:00")
    checkpoint(context, programme.works["Barnsäkert"])
    at = [day for day in range(3, 28) if now(f"2026-02-{day:02} 09:00")]
    assert at == [11, 20]
    (name, before), (_, on_the_day) = messages(context, "reminder")
    assert name == "Anna"
    assert {before, on_the_day} == {
        "Hållpunkt i dag: ”Pilot klar” i BarnSäkert. Är det klart?\n[Hållpunkter]",
        "Snart dags för hållpunkt: ”Pilot klar” i BarnSäkert, senast fredag 20 februari 2026, om 7 arbetsdagar.\n[Hållpunkter]",
    }


def test_whoever_answers_for_a_checkpoint_is_told_and_not_the_leaders(
    context: Context, programme: Known, now: Now, say: Say
) -> None:
    now("2026-02-02 10:00")
    checkpoint(context, programme.works["Barnsäkert"], who=programme.people["reader"])
    assert now("2026-02-11 09:00") == 1
    assert names(context, "reminder") == ["Rolf"]


def test_the_programmes_own_and_those_without_a_leader_go_to_the_coordinators(
    context: Context, programme: Known, now: Now
) -> None:
    now("2026-02-02 10:00")
    checkpoint(context, None, "Planen reviderad")
    checkpoint(context, programme.works["Barn"], "Samordnare på plats")
    assert now("2026-02-11 09:00") == 1
    [(name, text)] = messages(context, "reminder")
    assert name == "Klara"
    assert "”Planen reviderad” och ”Samordnare på plats” i Barn och Unga i Ånge" in text


def test_a_checkpoint_that_is_done_withdrawn_or_of_a_closed_work_is_not_reminded_of(
    context: Context, programme: Known, now: Now, say: Say
) -> None:
    now("2026-02-02 10:00")
    checkpoint(context, programme.works["Barnsäkert"])
    assert now("2026-02-11 09:00") == 1
    [notice] = outbox(context, "reminder")
    settle(context, Milestone, done_on=date(2026, 2, 10))
    assert again(context, notice) == Again(None, DONE)
    settle(context, Milestone, done_on=None, withdrawn_at=context.clock.now())
    assert again(context, notice) == Again(None, DONE)
    settle(context, Milestone, withdrawn_at=None)
    assert again(context, notice).reply
    assert say("avsluta BarnSäkert", fields={"ending": "avslutat", "note": "Förvaltas"}).error is None
    assert again(context, notice) == Again(None, DONE)


def test_a_deputy_is_told_of_the_checkpoints_of_whoever_is_away(
    context: Context, programme: Known, now: Now, say: Say
) -> None:
    now("2026-02-10 10:00")
    checkpoint(context, programme.works["Barnsäkert"])
    assert say("frånvarande till 13 feb ersättare Rolf Exempel", "leader").error is None
    assert now("2026-02-11 09:00") == 1
    [(name, text)] = messages(context, "reminder")
    assert name == "Rolf"
    assert "”Pilot klar” i BarnSäkert (du ersätter Anna Exempel)" in text


def test_a_needed_decision_is_told_to_leaders_and_coordinators_while_it_is_asked_for(
    context: Context, programme: Known, now: Now
) -> None:
    now("2026-02-02 10:00")
    decision(context, programme.works["Barnsäkert"])
    at = {day: sent for day in range(3, 21) if (sent := now(f"2026-02-{day:02} 09:00"))}
    assert at == {6: 2, 20: 2}
    assert names(context, "reminder") == ["Anna", "Anna", "Klara", "Klara"]
    assert any(
        "Beslut behövs i dag: ”Förlängning” i BarnSäkert." in text for _, text in messages(context, "reminder")
    )
    settle(context, Decision, state=DecisionState.MADE)
    assert [again(context, each).reply for each in outbox(context, "reminder")] == [None] * 4


def test_all_of_a_day_comes_in_one_message(context: Context, programme: Known, now: Now) -> None:
    with context.database.write() as session:
        session.add(ProjectLeader(project_id=programme.works["Barn"], person_id=programme.people["leader"]))
    now("2026-02-02 10:00")
    for work in ("Barnsäkert", "Barn"):
        checkpoint(context, programme.works[work], on=date(2026, 2, 17))
        decision(context, programme.works[work])
    assert now("2026-02-06 09:00") == 2
    [notice] = [each for each in outbox(context, "reminder") if "llpunkt" in each.body]
    assert notice.recipient == f"person:{programme.people['leader']}"


def report(context: Context, state: ReportState) -> int:
    now = context.clock.now()
    with context.database.write() as session:
        row = Report(
            kind=ReportKind.HALF_YEAR, period="2026-1", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30),
            version=1, state=state, title="Rapport", content="{}", checksum=state, created_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


@pytest.mark.usefixtures("june")
@pytest.mark.parametrize(
    ("state", "says"),
    [
        (None, "Rapporten för omgång 2026-1 ska levereras tisdag 30 juni 2026, men är inte sammanställd än."),
        (ReportState.DRAFT, "för omgång 2026-1 väntar på granskning. Den ska levereras tisdag 30 juni 2026."),
        (ReportState.FINAL, "är fastställd och väntar på leverans, senast tisdag 30 juni 2026."),
    ],
)
def test_coordinators_are_told_of_a_report_that_waits(
    context: Context, say: Say, now: Now, state: ReportState | None, says: str
) -> None:
    for who, work in (
        ("leader", "BarnSäkert"),
        ("other_leader", "demens"),
        ("coordinator", "Barn och Unga i Ånge"),
    ):
        now("2026-06-01 12:00")
        assert say(f"rapportera {work} grön Klart", who).error is None
    number = report(context, state) if state else 0
    now("2026-06-24 10:00")
    at = {day: sent for day in (25, 26, 29, 30) if (sent := now(f"2026-06-{day} 09:00"))}
    assert at == {25: 1, 29: 1, 30: 1}
    assert any(says in text for _, text in messages(context, "reminder"))
    latest = outbox(context, "reminder")[-1]
    if state is ReportState.FINAL:
        with context.database.write() as session:
            session.add(
                ReportDelivery(
                    report_id=number, receiver="Länsledningen", formats="pdf", sent_at=context.clock.now()
                )
            )
        assert again(context, latest) == Again(None, DONE)
    elif state is None:
        assert "rapport halvår 2026-1" in commands_of(again(context, latest).reply or pytest.fail("nothing"))


@given(st.dates(date(2024, 1, 1), date(2045, 12, 31)))
def test_no_reminder_of_a_day_falls_on_a_day_off_in_july_or_after_it(last: date) -> None:
    days = reminded_on(last, CHECKPOINT_DAYS, {7})
    assert days
    assert all(is_working_day(day) and day.month != 7 and day <= last for day in days)

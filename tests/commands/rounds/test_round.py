"""The reporting round: its dates for everybody, who has reported for coordinators only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.reminders.planning import plan_due
from storage import notices, projects, rounds
from storage.tables import AuditEntry, Notice, Project, Round
from storage.words import Stage, Standing, WorkForm
from tests.commands.conftest import STOCKHOLM, Known, Say, commands_of, fact, filled, form_of, table_of, text_of

LINE = "omgång 2026-2 öppnar 2026-11-16 sista dag 2026-12-04 leverans 2026-12-15"


def row(context: Context) -> Round:
    with context.database.read() as session:
        return session.exec(select(Round)).one()


def test_the_proposed_dates_are_shown_to_everybody(say: Say) -> None:
    for who in ("reader", "leader", "leadership"):
        reply = say("omgång", who)
        assert fact(reply, "Öppnar") == "tisdag 17 november 2026"
        assert fact(reply, "Sista dag") == "tisdag 8 december 2026"
        assert fact(reply, "Leverans") == "fredag 18 december 2026"
        assert "Datumen är föreslagna" in text_of(reply)
        assert "Anna" not in text_of(reply)
        assert "påminn" not in commands_of(reply)
        assert all(say(each, who).error is None for each in commands_of(reply))


def test_one_line_sets_the_dates(say: Say, context: Context) -> None:
    reply = say(LINE)
    assert (
        "öppnar måndag 16 november 2026, sista dag fredag 4 december 2026, leverans tisdag 15 december"
        in text_of(reply)
    )
    assert (
        "Påminnelser går ut 19 november, 25 november, 2 december, 4 december, 7 december och 9 december."
        in text_of(reply)
    )
    assert "föreslagna" not in text_of(say("omgång"))
    stored = row(context)
    assert (stored.opens_on, stored.deadline_on, stored.delivery_on) == (
        date(2026, 11, 16),
        date(2026, 12, 4),
        date(2026, 12, 15),
    )
    with context.database.read() as session:
        assert (
            session.exec(select(AuditEntry).where(AuditEntry.table_name == "reporting_round")).one().action
            == "insert"
        )


def test_parts_may_be_said_alone_and_in_swedish(say: Say, context: Context) -> None:
    say(LINE)
    assert say("omgang 2026-2 sista dagen 7 dec").error is None
    assert say("omgång ht 2026 leverans 18 dec sista dag 8 december").error is None
    stored = row(context)
    assert (stored.opens_on, stored.deadline_on, stored.delivery_on) == (
        date(2026, 11, 16),
        date(2026, 12, 8),
        date(2026, 12, 18),
    )
    assert stored.version == 3


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("omgång 2026-2 öppnar 2026-12-24 sista dag 2026-12-04", "måste komma efter dagen då omgången öppnar"),
        ("omgång 2026-2 sista dag 2026-12-08 leverans 2026-12-01", "kan inte komma före sista dagen"),
        ("omgång 2026-2 öppnar november", "är inte en dag"),
        ("omgång 2026-2 öppnar 31 nov", "31 november"),
        ("omgång xyzzy öppnar 2026-11-16", "perioden"),
        ("omgång 2026 öppnar 2026-11-16", "både öppnar och sista dag"),
        ("omgång xyzzy", "perioden"),
    ],
)
def test_what_cannot_be_is_refused(say: Say, context: Context, line: str, expected: str) -> None:
    refused = say(line)
    assert refused.error
    assert expected in refused.error.message
    with context.database.read() as session:
        assert session.exec(select(Round)).all() == []


def test_only_coordinators_set_dates(say: Say) -> None:
    for line in (LINE, "omgång ändra 2026-2", "påminn"):
        for who in ("reader", "leader", "leadership"):
            refused = say(line, who)
            assert refused.error, line
            assert "det kan inte du göra" in refused.error.message


def test_odd_dates_are_warned_of(say: Say) -> None:
    assert "lördag 5 december 2026 är ingen arbetsdag" in text_of(say("omgång 2026-2 sista dag 2026-12-05"))
    assert "juli är en tyst månad" in text_of(say("omgång 2027-1 öppnar 2027-06-14 sista dag 2027-07-02"))
    past = text_of(say("omgång 2026-1 öppnar 2026-05-25 sista dag 2026-06-22"))
    assert "22 juni 2026 har redan varit" in past
    assert "Inga påminnelser går ut" in past


def test_the_form_sets_the_ladder(say: Say, context: Context) -> None:
    form = form_of(say("omgång ändra 2026-2"))
    assert {each.name: each.value for each in form.fields} == {
        "opens": "2026-11-17",
        "deadline": "2026-12-08",
        "delivery": "2026-12-18",
        "before": "14, 7, 2",
        "after": "1",
        "list": "3",
        "silent": "juli",
    }
    reply = say(form.command, fields=filled(form, before="10 och 5", after="2", list="4", silent="", delivery=""))
    assert reply.error is None, reply.error
    stored = row(context)
    assert (stored.days_before, stored.days_after, stored.list_after, stored.silent_months) == ("10,5", 2, 4, "")
    assert stored.delivery_on is None
    assert "24 november, 1 december, 8 december, 10 december och 14 december" in text_of(reply)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("opens", "31 feb"),
        ("deadline", "2026-11-01"),
        ("delivery", "2026-11-30"),
        ("before", "ofta"),
        ("before", "14, 0"),
        ("before", "500"),
        ("after", "0"),
        ("list", "61"),
        ("silent", "blidvinter"),
        ("silent", "jan feb mars april maj juni juli"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_the_rest(say: Say, field: str, wrong: str) -> None:
    form = form_of(say("omgång ändra 2026-2"))
    reply = say(form.command, fields=filled(form, **{"silent": "augusti", field: wrong}))
    assert reply.error, wrong
    again = form_of(reply)
    assert [each.name for each in again.fields if each.error] == [field]
    assert field == "silent" or next(each.value for each in again.fields if each.name == "silent") == "augusti"


def test_two_who_change_at_once_see_each_other(say: Say) -> None:
    form = form_of(say("omgång ändra 2026-2"))
    assert say(LINE).error is None
    refused = say(form.command, fields=filled(form, before="5"))
    assert refused.error
    assert "Någon har ändrat omgången" in refused.error.message
    again = form_of(refused)
    assert "2026-12-04" in next(each.error for each in again.fields if each.name == "deadline")
    assert say(again.command, fields=filled(again)).error is None


def test_coordinators_see_who_has_reported_and_who_has_not(say: Say) -> None:
    assert say("rapportera BarnSäkert grön Allt rullar", "leader").error is None
    reply = say("omgång")
    assert fact(reply, "Rapporterat") == "1 av 3"
    assert table_of(reply).rows == (
        ("Barn och Unga i Ånge", "–", "Nej", "–"),
        ("Organisationsöverskridande multidisciplinärt demensarbete", "Anders Exempel", "Nej", "–"),
        ("BarnSäkert", "Anna Exempel", "Ja, i dag", "–"),
    )
    assert commands_of(reply) == ["påminn", "omgång ändra 2026-2"]
    assert text_of(say("omgång", "admin")) == text_of(reply)


def test_a_past_round_shows_what_was_reported_in_it(say: Say, clock: FrozenClock) -> None:
    clock.advance(-timedelta(days=170))  # 2 June
    say("rapportera BarnSäkert grön I juni", "leader")
    clock.advance(timedelta(days=169))
    say("rapportera demens grön I november", "other_leader")
    reply = say("omgång 2026-1")
    assert [(row[0][:10], row[2]) for row in table_of(reply).rows] == [
        ("Barn och U", "Nej"),
        ("Organisati", "Nej"),
        ("BarnSäkert", "Ja, för 5 månader sedan"),
    ]
    assert "påminn" not in commands_of(reply)


def test_when_everybody_has_reported_nobody_is_reminded(say: Say) -> None:
    for work in ("BarnSäkert", "demens", "Barn och Unga i Ånge"):
        assert say(f"rapportera {work} grön Klart").error is None
    reply = say("omgång")
    assert "Alla har rapporterat" in text_of(reply)
    assert "påminn" not in commands_of(reply)
    assert "Alla har rapporterat" in text_of(say("påminn"))


def test_before_it_opens_nobody_owes_anything(say: Say) -> None:
    say("omgång 2026-2 öppnar 2026-11-23 sista dag 2026-12-11")
    reply = say("omgång")
    assert "Omgången öppnar måndag 23 november 2026" in text_of(reply)
    assert "öppnar måndag 23 november 2026, så det finns inget att påminna om" in text_of(say("påminn"))


def test_a_period_without_a_round_says_so(say: Say) -> None:
    assert "Ingen omgång 2026 är satt" in text_of(say("omgång 2026"))
    assert "omgång ändra 2026" in commands_of(say("omgång 2026"))
    assert "omgång ändra 2026" not in commands_of(say("omgång 2026", "reader"))
    assert fact(say("omgång 2027-1", "reader"), "Sista dag") == "tisdag 8 juni 2027"


def test_remind_reaches_those_who_owe_once_a_day(
    say: Say, context: Context, clock: FrozenClock, programme: Known
) -> None:
    assert say("rapportera BarnSäkert grön Allt rullar", "leader").error is None
    reply = say("påminn")
    assert "Jag påminner Anders Exempel nu." in text_of(reply)
    assert "Ingen kan påminnas om Barn och Unga i Ånge" in text_of(reply)
    assert "Redan påminda den dagen: Anders Exempel" in text_of(say("påminn", "admin"))
    with context.database.write() as session:
        [notice] = notices.claim(session, clock.now(), timedelta(minutes=3), 10)
        assert notice.recipient == f"person:{programme.people['other_leader']}"
        assert "En koordinator påminner dig" in notice.body
        assert notices.mark_sent(session, notice.id, notice.token, at=clock.now())
    [demens] = [each for each in table_of(say("omgång")).rows if "demens" in each[0]]
    assert demens[3] == "19 november"
    clock.advance(timedelta(days=1))
    assert "Jag påminner Anders Exempel nu." in text_of(say("påminn"))


def test_the_ladder_and_a_coordinator_remind_once_a_day_together(
    say: Say, context: Context, clock: FrozenClock
) -> None:
    say("omgång 2026-2 öppnar 2026-11-02 sista dag 2026-11-20")
    clock.advance(timedelta(hours=23))  # 09:00 on the last day
    with context.database.write() as session:
        assert plan_due(session, clock.now(), STOCKHOLM) == 2
    assert "Redan påminda den dagen: Anna Exempel och Anders Exempel" in text_of(say("påminn"))
    with context.database.read() as session:
        assert len(session.exec(select(Notice)).all()) == 2


@pytest.mark.parametrize(
    ("hours", "when"), [(8, "fredag 20 november"), (-4, "torsdag 19 november"), (50, "måndag 23 november")]
)
def test_outside_the_day_the_reminder_waits_for_the_morning(
    say: Say, context: Context, clock: FrozenClock, hours: int, when: str
) -> None:
    clock.advance(timedelta(hours=hours))
    assert f"Påminnelsen går ut {when} 2026 kl. 08.00 till Anna Exempel och Anders Exempel." in text_of(
        say("påminn")
    )
    with context.database.read() as session:
        due = {each.due.astimezone(STOCKHOLM) for each in session.exec(select(Notice))}
    assert [f"{each:%H:%M}" for each in due] == ["08:00"]


def test_long_lists_go_on(say: Say, context: Context) -> None:
    with context.database.write(actor="test", source="test") as session:
        for number in range(20):
            session.add(
                Project(
                    name=f"Verk {number:02}",
                    key=f"verk {number:02}",
                    form=WorkForm.PROJECT,
                    stage=Stage.EXECUTION,
                    standing=Standing.INCLUDED,
                    created_at=context.clock.now(),
                )
            )
    first = say("omgång")
    assert len(table_of(first).rows) == 20
    assert "omgång 2026-2 sida 2" in commands_of(first)
    rest = say("omgång 2026-2 sida 2")
    assert len(table_of(rest).rows) == 3
    assert "omgång 2026-2 sida 3" not in commands_of(rest)


def test_nothing_to_report_without_a_portfolio(say: Say, context: Context) -> None:
    with context.database.write(actor="test", source="test") as session:
        for work in {each.project_id for each in rounds.must_report(session)}:
            found = projects.get(session, work)
            assert found
            found.closed_at = context.clock.now()
            session.add(found)
    assert "ingen behöver rapportera" in text_of(say("omgång"))

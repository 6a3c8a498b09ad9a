"""What falls due → outbox, and what waits there read again: on both databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.answer import Desk
from bot.clock import due_lines, tick
from commands._clock import FrozenClock
from commands._message import REPLY
from commands.reminders.planning import DONE, TOO_LATE, Again, plan_due, read_again, still_due
from storage import people, projects
from storage.tables import ClockRun, Notice, Project, ProjectLeader
from storage.words import NoticeState
from tests.clock.walk import Remembering, set_clock
from tests.commands.conftest import STOCKHOLM, Known, Say, commands_of, text_of

Now = Callable[[str], int]


@pytest.fixture
def now(desk: Desk, clock: FrozenClock) -> Now:
    """Move the clock to a moment and plan: returns how many messages are to be sent."""

    def planned(at: str) -> int:
        set_clock(clock, at)
        with desk.database.write(actor="clock", source="clock") as session:
            return plan_due(session, clock.now(), STOCKHOLM)

    return planned


@pytest.fixture
def june(say: Say, clock: FrozenClock, now: Now) -> Known | None:
    """A round that opens on 25 May 2026, seen from the day before; the clock has run."""
    now("2026-05-22 10:00")
    assert say("omgång 2026-1 öppnar 2026-05-25 sista dag 2026-06-22 leverans 2026-06-30").error is None
    return None


def outbox(desk: Desk, *kinds: str) -> Sequence[Notice]:
    with desk.database.read() as session:
        query = select(Notice).order_by(col(Notice.due), col(Notice.id))
        return [each for each in session.exec(query) if not kinds or each.kind in kinds]


def told(desk: Desk, *kinds: str) -> list[tuple[str, str]]:
    """Who is told what: (name, first text)."""
    with desk.database.read() as session:
        names = {f"person:{person.id}": person.name.split()[0] for person in people.everyone(session)}
    planned = [each for each in outbox(desk, *kinds) if each.state is NoticeState.PLANNED]
    return sorted((names[each.recipient], text_of(REPLY.validate_json(each.body))) for each in planned)


def names(desk: Desk, *kinds: str) -> list[str]:
    return [name for name, _ in told(desk, *kinds)]


def again(desk: Desk, notice: Notice) -> Again:
    with desk.database.read() as session:
        found = read_again(session, notice, desk.clock.now(), STOCKHOLM)
        assert still_due(session, notice, desk.clock.now(), STOCKHOLM) is (found.reply is not None)
        return found


@pytest.mark.usefixtures("june")
def test_the_opening_asks_each_leader_once_with_a_button_for_each_work(desk: Desk, now: Now) -> None:
    assert now("2026-05-25 08:59") == 0
    assert now("2026-05-25 09:00") == 2
    assert [now("2026-05-25 09:00"), now("2026-05-25 09:01"), now("2026-05-25 16:59")] == [0, 0, 0]
    assert names(desk, "reminder") == ["Anders", "Anna"]
    [anna] = [each for each in outbox(desk) if "BarnSäkert" in each.body]
    assert commands_of(REPLY.validate_json(anna.body)) == [
        "rapportera Barnsäkert - en god och nära vård för barn 0-6 år",
        "senare",
        "mina",
    ]


@pytest.mark.usefixtures("june")
def test_whoever_has_reported_is_not_reminded(desk: Desk, say: Say, now: Now) -> None:
    now("2026-05-25 00:01")
    assert say("rapportera BarnSäkert grön Allt rullar", "leader").error is None
    assert now("2026-05-25 09:00") == 1
    assert names(desk, "reminder") == ["Anders"]


@pytest.mark.usefixtures("june")
def test_a_report_before_the_opening_does_not_count_and_a_withdrawn_one_neither(
    desk: Desk, say: Say, now: Now
) -> None:
    now("2026-05-24 23:58")
    assert say("rapportera BarnSäkert grön Strax före", "leader").error is None
    now("2026-05-25 08:58")
    assert say("rapportera demens grön Strax före nio", "other_leader").error is None
    assert say("ångra", "other_leader").error is None
    assert now("2026-05-25 09:00") == 2


@pytest.mark.usefixtures("june")
def test_what_was_done_after_planning_is_not_said(desk: Desk, say: Say, now: Now, programme: Known) -> None:
    with desk.database.write() as session:
        work = projects.get(session, programme.works["Barn"])
        assert work
        session.add(ProjectLeader(project_id=work.id, person_id=programme.people["leader"]))
    now("2026-05-25 09:00")
    [anna] = [each for each in outbox(desk) if "BarnSäkert" in each.body]
    assert "BarnSäkert" in text_of(again(desk, anna).reply or pytest.fail("nothing to send"))
    assert say("rapportera BarnSäkert grön Klart", "leader").error is None
    half = again(desk, anna).reply
    assert half
    assert "BarnSäkert" not in text_of(half)
    assert "Barn och Unga i Ånge" in text_of(half)
    assert say("rapportera Barn och Unga i Ånge grön Klart", "leader").error is None
    assert again(desk, anna) == Again(None, DONE)


@pytest.mark.usefixtures("june")
def test_too_late_and_out_of_hours_are_not_sent(desk: Desk, clock: FrozenClock, now: Now) -> None:
    now("2026-05-25 09:00")
    one = outbox(desk)[0]
    set_clock(clock, "2026-05-25 16:59")
    assert again(desk, one).reply
    for at in ("2026-05-25 17:00", "2026-05-26 09:00"):
        set_clock(clock, at)
        assert again(desk, one) == Again(None, TOO_LATE)


@pytest.mark.usefixtures("june")
def test_a_clock_that_was_down_catches_up_within_the_day(desk: Desk, now: Now) -> None:
    assert now("2026-05-25 16:50") == 2
    assert all(each.state is NoticeState.PLANNED for each in outbox(desk))


@pytest.mark.usefixtures("june")
@pytest.mark.parametrize("back", ["2026-05-25 17:05", "2026-05-26 08:00", "2026-05-28 10:00", "2026-05-30 12:00"])
def test_what_it_missed_is_recorded_and_not_sent(desk: Desk, now: Now, back: str) -> None:
    assert now(back) == 0
    assert now(back) == 0
    missed = outbox(desk, "reminder")
    assert [(each.state, each.next_at, each.trouble) for each in missed] == [
        (NoticeState.FAILED, None, TOO_LATE)
    ] * 2


def test_the_first_run_ever_records_nothing_as_missed(desk: Desk, say: Say, now: Now) -> None:
    assert now("2026-05-29 10:00") == 0
    assert outbox(desk) == []
    with desk.database.read() as session:
        assert session.exec(select(ClockRun.at)).one() == desk.clock.now()


def test_a_round_set_late_is_told_of_the_same_day(desk: Desk, say: Say, now: Now) -> None:
    now("2026-06-02 13:00")
    assert say("omgång 2026-1 öppnar 2026-05-25 sista dag 2026-06-22").error is None
    assert now("2026-06-02 13:01") == 2
    assert all("är öppen" in text for _, text in told(desk, "reminder"))


def test_a_round_set_in_the_evening_is_told_of_the_next_morning(desk: Desk, say: Say, now: Now) -> None:
    now("2026-06-04 18:00")
    assert say("omgång 2026-1 öppnar 2026-06-04 sista dag 2026-06-22").error is None
    assert now("2026-06-04 18:01") == 0
    assert now("2026-06-05 09:00") == 2


@pytest.mark.usefixtures("june")
def test_snoozed_until_a_day_without_a_step_of_its_own(desk: Desk, say: Say, now: Now) -> None:
    now("2026-05-29 09:00")
    assert "torsdag 4 juni 2026" in text_of(say("senare torsdag", "leader"))
    assert now("2026-06-01 09:00") == 1
    assert names(desk, "reminder") == ["Anders"]
    assert now("2026-06-04 09:00") == 1
    assert names(desk, "reminder") == ["Anders", "Anna"]
    assert now("2026-06-10 09:00") == 2


@pytest.mark.usefixtures("june")
def test_a_snooze_does_not_outlive_a_deadline_that_was_moved(desk: Desk, say: Say, now: Now) -> None:
    now("2026-06-02 09:00")
    assert say("senare 15 juni", "leader").error is None
    assert say("omgång 2026-1 sista dag 2026-06-11").error is None
    now("2026-06-10 09:00")
    assert now("2026-06-11 09:00") == 2


@pytest.mark.usefixtures("june")
def test_a_deputy_gets_the_reminders_of_whoever_is_away(desk: Desk, say: Say, now: Now) -> None:
    now("2026-05-29 09:00")
    assert say("frånvarande till 22 juni ersättare Anders Exempel", "leader").error is None
    assert now("2026-06-01 09:00") == 1
    [(name, text)] = told(desk, "reminder")
    assert name == "Anders"
    assert "BarnSäkert (du ersätter Anna Exempel)" in text
    assert now("2026-06-23 09:00") == 2  # back again: each gets their own


@pytest.mark.usefixtures("june")
def test_after_the_deadline_leader_and_deputy_are_told(desk: Desk, say: Say, now: Now) -> None:
    now("2026-06-22 12:00")
    assert say("rapportera demens grön Klart", "other_leader").error is None
    assert say("frånvarande till 1 juli ersättare Anders Exempel", "leader").error is None
    assert now("2026-06-23 09:00") == 2
    late = [(name, text) for name, text in told(desk, "reminder") if "Det går fortfarande bra" in text]
    assert [(name, "du ersätter" in text) for name, text in late] == [("Anders", True), ("Anna", False)]


@pytest.mark.usefixtures("june")
def test_away_without_a_deputy_nobody_is_disturbed_until_the_deadline_has_passed(
    desk: Desk, say: Say, now: Now
) -> None:
    now("2026-05-29 09:00")
    assert say("frånvarande till 1 juli", "leader").error is None
    assert now("2026-06-01 09:00") == 1
    now("2026-06-22 12:00")
    assert now("2026-06-23 09:00") == 2


@pytest.mark.usefixtures("june")
def test_the_coordinators_get_the_list_with_a_button(desk: Desk, say: Say, now: Now) -> None:
    now("2026-06-24 09:00")
    assert now("2026-06-25 09:00") == 1
    [notice] = [each for each in outbox(desk, "reminder") if "påminn" in each.body]
    text = text_of(REPLY.validate_json(notice.body))
    assert "3 arbeten är inte rapporterade" in text
    assert "BarnSäkert | Anna Exempel" in text
    assert "Barn och Unga i Ånge | –" in text
    assert commands_of(REPLY.validate_json(notice.body)) == ["påminn", "omgång 2026-1"]
    for who, work in (
        ("leader", "BarnSäkert"),
        ("other_leader", "demens"),
        ("coordinator", "Barn och Unga i Ånge"),
    ):
        assert say(f"rapportera {work} grön Klart", who).error is None
    assert again(desk, notice) == Again(None, DONE)


def test_a_coordinator_who_leads_gets_one_message(desk: Desk, say: Say, now: Now, programme: Known) -> None:
    with desk.database.write() as session:
        session.add(ProjectLeader(project_id=programme.works["Barn"], person_id=programme.people["coordinator"]))
    now("2026-05-22 10:00")
    # The list comes on the very day on which the leaders are told that the deadline has passed.
    form = {
        "opens": "2026-05-25",
        "deadline": "2026-06-22",
        "after": "3",
        "list": "3",
        "delivery": "",
        "version": "0",
    }
    assert say("omgång ändra 2026-1", fields=form).error is None
    now("2026-06-24 12:00")
    assert now("2026-06-25 09:00") == 3
    [klara] = [text for name, text in told(desk, "reminder") if name == "Klara"]
    assert "Det går fortfarande bra" in klara
    assert "3 arbeten är inte rapporterade" in klara


def test_a_work_without_news_is_asked_about_once(desk: Desk, say: Say, now: Now) -> None:
    now("2026-01-07 10:00")
    assert say("rapportera BarnSäkert grön Rullar", "leader").error is None
    assert now("2026-03-06 09:00") == 0
    now("2026-03-07 09:00")
    assert now("2026-03-09 09:00") == 1  # 60 days later is Sunday the 8th
    [(name, text)] = told(desk, "reminder")
    assert name == "Anna"
    assert "BarnSäkert (senast för 2 månader sedan)" in text
    assert [now("2026-03-10 09:00"), now("2026-03-11 09:00")] == [0, 0]


def seminar(desk: Desk, say: Say) -> str:
    line = "seminarium ny Lärdomar, 26 okt 2026, 13-14, 20 platser, föreläsare Anders Exempel, Örnköpings kommun; Ny Exempel, KF"
    made = say(line, "leader")
    number = next(each.split()[1] for each in commands_of(made) if each.startswith("seminarium "))
    assert say(f"anmäl {number}", "reader").error is None
    return number


def test_a_seminar_tells_speakers_those_who_come_and_whoever_arranges_it(desk: Desk, say: Say, now: Now) -> None:
    now("2026-10-16 10:00")
    number = seminar(desk, say)
    assert now("2026-10-19 09:00") == 1
    assert names(desk, "seminar_speaker") == ["Anders"]
    assert now("2026-10-23 09:00") == 1  # the Friday before a Monday
    assert now("2026-10-26 11:59") == 0
    assert now("2026-10-26 12:00") == 1  # an hour before, by winter time
    assert names(desk, "seminar_tomorrow", "seminar_soon") == ["Rolf", "Rolf"]
    assert now("2026-10-27 09:00") == 1
    [ask] = outbox(desk, "seminar_afterwards")
    assert f"deltagare {number}" in commands_of(REPLY.validate_json(ask.body))
    assert say(f"deltagare {number} 17", "leader").error is None
    assert again(desk, ask) == Again(None, DONE)


def test_who_leaves_a_seminar_or_finds_it_cancelled_or_moved_is_told_nothing_old(
    desk: Desk, say: Say, now: Now
) -> None:
    now("2026-10-16 10:00")
    number = seminar(desk, say)
    now("2026-10-23 09:00")
    [tomorrow] = outbox(desk, "seminar_tomorrow")
    assert again(desk, tomorrow).reply
    assert say(f"avanmäl {number}", "reader").error is None
    assert again(desk, tomorrow) == Again(None, DONE)
    assert say(f"anmäl {number}", "reader").error is None
    assert say(f"ställ in {number} Sjukdom", "leader").error is None
    assert again(desk, tomorrow) == Again(None, DONE)
    [cancelled] = outbox(desk, "seminar_cancelled")
    assert again(desk, cancelled).reply
    assert now("2026-10-26 12:00") == 0


def test_the_letter_tells_what_is_new_and_nothing_else(desk: Desk, say: Say, now: Now) -> None:
    now("2026-02-04 10:00")
    for who in ("reader", "leadership", "coordinator"):
        assert say("veckobrev på", who).error is None
    assert say("följ demens", "reader").error is None
    assert say("följ BarnSäkert", "other_leader").error is None
    assert say("veckobrev av", "coordinator").error is None
    assert say("rapportera BarnSäkert grön Rullar", "leader").error is None
    now("2026-02-05 10:00")
    assert say("rapportera BarnSäkert röd Stopp i Ånge", "leader").error is None
    assert now("2026-02-09 07:59") == 0
    assert now("2026-02-09 08:00") == 2
    assert names(desk, "weekly_letter") == ["Anders", "Lena"]
    [letter, _] = [text for _, text in told(desk, "weekly_letter")]
    assert "Veckobrev v. 7" in letter
    assert "BarnSäkert | ■ Röd | Stopp i Ånge" in letter
    assert "Röda just nu: BarnSäkert." in letter
    assert now("2026-02-16 08:00") == 0  # nothing new


def test_the_letter_tells_where_a_work_came_from(desk: Desk, say: Say, now: Now) -> None:
    now("2026-02-04 10:00")
    assert say("veckobrev på", "leadership").error is None
    assert say("rapportera BarnSäkert grön Rullar", "leader").error is None
    now("2026-02-10 10:00")
    assert say("rapportera BarnSäkert gul Sega svar", "leader").error is None
    assert say("avsluta demens", fields={"ending": "avslutat", "note": "Drivs vidare"}).error is None
    now("2026-02-13 10:00")
    assert now("2026-02-16 08:00") == 1
    text = told(desk, "weekly_letter")[-1][1]
    assert "BarnSäkert | ● Grön → ▲ Gul | Sega svar" in text
    assert "demensarbete | – Ej rapporterat | avslutat" in text


def test_a_deviation_that_is_taken_back_in_time_is_not_sent(desk: Desk, say: Say, clock: FrozenClock) -> None:
    assert say("rapportera BarnSäkert röd Stopp", "leader").error is None
    one, _ = outbox(desk, "deviation")
    clock.advance(timedelta(minutes=1))
    assert again(desk, one).reply
    assert say("ångra", "leader").error is None
    assert again(desk, one) == Again(None, DONE)


def test_a_tick_plans_and_delivers(desk: Desk, say: Say, clock: FrozenClock, platform: Remembering) -> None:
    platform.clock = clock
    set_clock(clock, "2026-05-18 09:00")
    assert tick(desk, {"local": platform}) == 2
    assert sorted(each.to for each in platform.sent) == ["leader", "other_leader"]
    assert tick(desk, {"local": platform}) == 0


def test_due_lines_tell_who_and_why_and_keep_nothing(desk: Desk, say: Say, clock: FrozenClock) -> None:
    set_clock(clock, "2026-05-18 09:00")
    lines = list(due_lines(desk))
    assert len(lines) == 2
    assert lines[0].startswith(
        "2026-05-18 09.00  Anna Exempel  reminder  Ett arbete att berätta om Rapportomgång 2026-1"
    )
    assert lines == list(due_lines(desk))
    assert outbox(desk) == []


@pytest.mark.usefixtures("june")
def test_two_clocks_at_once_plan_nothing_twice(desk: Desk, clock: FrozenClock) -> None:
    set_clock(clock, "2026-05-25 09:00")
    together = Barrier(2)

    def one(_: int) -> int:
        together.wait(timeout=10)
        with desk.database.write(actor="clock", source="clock") as session:
            return plan_due(session, clock.now(), STOCKHOLM)

    with ThreadPoolExecutor(2) as clocks:
        assert sorted(clocks.map(one, range(2))) == [0, 2]
    assert len(outbox(desk, "reminder")) == 2


def test_a_day_with_nothing_due_costs_a_few_questions(desk: Desk, say: Say, clock: FrozenClock, now: Now) -> None:
    now("2026-02-03 10:00")
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(desk.database._engine, "before_cursor_execute", count)
    try:
        clock.advance(timedelta(seconds=30))
        with desk.database.write(actor="clock", source="clock") as session:
            assert plan_due(session, clock.now(), STOCKHOLM) == 0
        by_day = [each for each in asked if not each.startswith(("BEGIN", "PRAGMA"))]
        asked.clear()
        set_clock(clock, "2026-02-03 22:00")
        for _ in range(2):
            asked.clear()
            with desk.database.write(actor="clock", source="clock") as session:
                plan_due(session, clock.now(), STOCKHOLM)
        by_night = [each for each in asked if not each.startswith(("BEGIN", "PRAGMA"))]
    finally:
        event.remove(desk.database._engine, "before_cursor_execute", count)
    assert len(by_day) <= 6
    assert len(by_night) <= 2


def test_a_person_who_has_been_removed_is_not_told(desk: Desk, say: Say, now: Now, programme: Known) -> None:
    with desk.database.write() as session:
        person = people.get(session, programme.people["leader"])
        assert person
        person.anonymised_at = desk.clock.now()
        session.add(person)
    assert now("2026-05-18 09:00") == 1
    assert names(desk, "reminder") == ["Anders"]


def test_only_included_open_works_report_in_a_round(desk: Desk, say: Say, now: Now, programme: Known) -> None:
    def change(session: Session, name: str, **values: object) -> None:
        work = session.get(Project, programme.works[name])
        for column, value in values.items():
            setattr(work, column, value)
        session.add(work)

    with desk.database.write() as session:
        change(session, "Barnsäkert", standing="followed")
        change(session, "Organisationsöverskridande", closed_at=desk.clock.now())
    assert now("2026-05-18 09:00") == 0

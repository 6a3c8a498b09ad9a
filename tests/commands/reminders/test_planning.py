"""The ladder of a round → outbox, and what waits there read again: on both databases."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.message import REPLY
from commands.reminders.planning import Again
from storage import projects
from storage.notices import DONE, TOO_LATE
from storage.tables import ClockRun, ProjectLeader
from storage.words import NoticeState
from tests.commands.conftest import Known, Say, commands_of, text_of
from tests.commands.reminders.conftest import Now, again, messages, names, outbox
from tests.commands.reminders.walk import set_clock


@pytest.mark.usefixtures("june")
def test_the_opening_asks_each_leader_once_with_a_button_for_each_work(context: Context, now: Now) -> None:
    assert now("2026-05-25 08:59") == 0
    assert now("2026-05-25 09:00") == 2
    assert [now("2026-05-25 09:00"), now("2026-05-25 09:01"), now("2026-05-25 16:59")] == [0, 0, 0]
    assert names(context, "reminder") == ["Anders", "Anna"]
    [anna] = [each for each in outbox(context) if "BarnSäkert" in each.body]
    assert commands_of(REPLY.validate_json(anna.body)) == [
        "rapportera Barnsäkert - en god och nära vård för barn 0-6 år",
        "senare",
        "mina",
    ]


@pytest.mark.usefixtures("june")
def test_whoever_has_reported_is_not_reminded(context: Context, say: Say, now: Now) -> None:
    now("2026-05-25 00:01")
    assert say("rapportera BarnSäkert grön Allt rullar", "leader").error is None
    assert now("2026-05-25 09:00") == 1
    assert names(context, "reminder") == ["Anders"]


@pytest.mark.usefixtures("june")
def test_a_report_before_the_opening_does_not_count_and_a_withdrawn_one_neither(
    context: Context, say: Say, now: Now
) -> None:
    now("2026-05-24 23:58")
    assert say("rapportera BarnSäkert grön Strax före", "leader").error is None
    now("2026-05-25 08:58")
    assert say("rapportera demens grön Strax före nio", "other_leader").error is None
    assert say("ångra", "other_leader").error is None
    assert now("2026-05-25 09:00") == 2


@pytest.mark.usefixtures("june")
def test_what_was_done_after_planning_is_not_said(context: Context, say: Say, now: Now, programme: Known) -> None:
    with context.database.write() as session:
        work = projects.get(session, programme.works["Barn"])
        assert work
        session.add(ProjectLeader(project_id=work.id, person_id=programme.people["leader"]))
    now("2026-05-25 09:00")
    [anna] = [each for each in outbox(context) if "BarnSäkert" in each.body]
    assert "BarnSäkert" in text_of(again(context, anna).reply or pytest.fail("nothing to send"))
    assert say("rapportera BarnSäkert grön Klart", "leader").error is None
    half = again(context, anna).reply
    assert half
    assert "BarnSäkert" not in text_of(half)
    assert "Barn och Unga i Ånge" in text_of(half)
    assert say("rapportera Barn och Unga i Ånge grön Klart", "leader").error is None
    assert again(context, anna) == Again(None, DONE)


@pytest.mark.usefixtures("june")
def test_too_late_and_out_of_hours_are_not_sent(context: Context, clock: FrozenClock, now: Now) -> None:
    now("2026-05-25 09:00")
    one = outbox(context)[0]
    set_clock(clock, "2026-05-25 16:59")
    assert again(context, one).reply
    for at in ("2026-05-25 17:00", "2026-05-26 09:00"):
        set_clock(clock, at)
        assert again(context, one) == Again(None, TOO_LATE)


@pytest.mark.usefixtures("june")
def test_a_clock_that_was_down_catches_up_within_the_day(context: Context, now: Now) -> None:
    assert now("2026-05-25 16:50") == 2
    assert all(each.state is NoticeState.PLANNED for each in outbox(context))


@pytest.mark.usefixtures("june")
@pytest.mark.parametrize("back", ["2026-05-25 17:05", "2026-05-26 08:00", "2026-05-28 10:00", "2026-05-30 12:00"])
def test_what_it_missed_is_recorded_and_not_sent(context: Context, now: Now, back: str) -> None:
    assert now(back) == 0
    assert now(back) == 0
    missed = outbox(context, "reminder")
    assert [(each.state, each.next_at, each.trouble) for each in missed] == [
        (NoticeState.FAILED, None, TOO_LATE)
    ] * 2


def test_the_first_run_ever_records_nothing_as_missed(context: Context, say: Say, now: Now) -> None:
    assert now("2026-05-29 10:00") == 0
    assert outbox(context) == []
    with context.database.read() as session:
        assert session.exec(select(ClockRun.at)).one() == context.clock.now()


def test_a_round_set_late_is_told_of_the_same_day(context: Context, say: Say, now: Now) -> None:
    now("2026-06-02 13:00")
    assert say("omgång 2026-1 öppnar 2026-05-25 sista dag 2026-06-22").error is None
    assert now("2026-06-02 13:01") == 2
    assert all("är öppen" in text for _, text in messages(context, "reminder"))


def test_a_round_set_in_the_evening_is_told_of_the_next_morning(context: Context, say: Say, now: Now) -> None:
    now("2026-06-04 18:00")
    assert say("omgång 2026-1 öppnar 2026-06-04 sista dag 2026-06-22").error is None
    assert now("2026-06-04 18:01") == 0
    assert now("2026-06-05 09:00") == 2


@pytest.mark.usefixtures("june")
def test_snoozed_until_a_day_without_a_step_of_its_own(context: Context, say: Say, now: Now) -> None:
    now("2026-05-29 09:00")
    assert "torsdag 4 juni 2026" in text_of(say("senare torsdag", "leader"))
    assert now("2026-06-01 09:00") == 1
    assert names(context, "reminder") == ["Anders"]
    assert now("2026-06-04 09:00") == 1
    assert names(context, "reminder") == ["Anders", "Anna"]
    assert now("2026-06-10 09:00") == 2


@pytest.mark.usefixtures("june")
def test_a_snooze_does_not_outlive_a_deadline_that_was_moved(context: Context, say: Say, now: Now) -> None:
    now("2026-06-02 09:00")
    assert say("senare 15 juni", "leader").error is None
    assert say("omgång 2026-1 sista dag 2026-06-11").error is None
    now("2026-06-10 09:00")
    assert now("2026-06-11 09:00") == 2


@pytest.mark.usefixtures("june")
def test_a_deputy_gets_the_reminders_of_whoever_is_away(context: Context, say: Say, now: Now) -> None:
    now("2026-05-29 09:00")
    assert say("frånvarande till 22 juni ersättare Anders Exempel", "leader").error is None
    assert now("2026-06-01 09:00") == 1
    [(name, text)] = messages(context, "reminder")
    assert name == "Anders"
    assert "BarnSäkert (du ersätter Anna Exempel)" in text
    assert now("2026-06-23 09:00") == 2  # back again: each gets their own


@pytest.mark.usefixtures("june")
def test_after_the_deadline_leader_and_deputy_are_told(context: Context, say: Say, now: Now) -> None:
    now("2026-06-22 12:00")
    assert say("rapportera demens grön Klart", "other_leader").error is None
    assert say("frånvarande till 1 juli ersättare Anders Exempel", "leader").error is None
    assert now("2026-06-23 09:00") == 2
    late = [(name, text) for name, text in messages(context, "reminder") if "Det går fortfarande bra" in text]
    assert [(name, "du ersätter" in text) for name, text in late] == [("Anders", True), ("Anna", False)]


@pytest.mark.usefixtures("june")
def test_away_without_a_deputy_nobody_is_disturbed_until_the_deadline_has_passed(
    context: Context, say: Say, now: Now
) -> None:
    now("2026-05-29 09:00")
    assert say("frånvarande till 1 juli", "leader").error is None
    assert now("2026-06-01 09:00") == 1
    now("2026-06-22 12:00")
    assert now("2026-06-23 09:00") == 2


@pytest.mark.usefixtures("june")
def test_whom_a_coordinator_has_reminded_the_ladder_leaves_alone_that_day(
    context: Context, say: Say, now: Now
) -> None:
    now("2026-06-01 08:20")
    assert say("rapportera demens grön Klart", "other_leader").error is None
    assert say("påminn").error is None
    assert now("2026-06-01 09:00") == 0
    assert names(context, "reminder", "nudge") == ["Anna"]
    assert now("2026-06-10 09:00") == 1


@pytest.mark.usefixtures("june")
def test_the_coordinators_get_the_list_with_a_button(context: Context, say: Say, now: Now) -> None:
    assert say("omgång 2026-1 leverans 2026-07-15").error is None
    now("2026-06-24 09:00")
    assert now("2026-06-25 09:00") == 1
    [notice] = [each for each in outbox(context, "reminder") if "påminn" in each.body]
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
    assert again(context, notice) == Again(None, DONE)


def test_a_coordinator_who_leads_gets_one_message(context: Context, say: Say, now: Now, programme: Known) -> None:
    with context.database.write() as session:
        session.add(ProjectLeader(project_id=programme.works["Barn"], person_id=programme.people["coordinator"]))
    now("2026-05-22 10:00")
    # The list comes on the very day on which the leaders are reminded that the deadline has passed.
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
    [klara] = [text for name, text in messages(context, "reminder") if name == "Klara"]
    assert "Det går fortfarande bra" in klara
    assert "3 arbeten är inte rapporterade" in klara

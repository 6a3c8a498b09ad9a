"""What coordinators see of the messages, and what they can do about those that went wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.answer import Context
from bot.deliver import deliver
from bot.platform import MaybeSent, NotSent
from commands.clock import FrozenClock
from storage.words import NoticeState
from tests.bot.outbox import Outcome, StandIn, only, outbox, raising
from tests.commands.conftest import Known, Say, commands_of, fact, table_of, text_of
from tests.commands.reminders.conftest import Now, now
from tests.commands.reminders.walk import set_clock

__all__ = ["now"]  # a fixture, found here by name

GONE = raising(NotSent("account_inactive", terminal=True))
DOUBT = raising(MaybeSent("timed out"))


def alert(context: Context, say: Say, ends: Outcome) -> int:
    """Something red, sent to leadership only; its number."""
    assert say("rapportera BarnSäkert röd Hemligt stopp", "coordinator").error is None
    deliver(context, {"local": StandIn("local", ends)})  # type: ignore[dict-item]
    return only(context.database).id


def test_what_failed_is_shown_with_its_reason_and_without_what_it_says(context: Context, say: Say) -> None:
    number = alert(context, say, GONE)
    for line in ("leveranser", "leveranser misslyckade"):
        reply = say(line)
        row = (str(number), "19 november 10.00", "Lena Exempel", "Avvikelse: BarnSäkert")
        assert table_of(reply).rows == ((*row, "Gick inte fram: kontot är avstängt"),)
        assert f"skicka igen {number}" in commands_of(reply)
        assert "Hemligt" not in text_of(reply)
    assert fact(say("leveranser"), "Gick inte fram") == "1"
    assert "Inga sådana" in text_of(say("leveranser osakra"))


def test_all_is_well_says_so(context: Context, say: Say) -> None:
    assert "Inget har misslyckats" in text_of(say("leveranser"))
    alert(context, say, lambda number: f"m{number}")
    assert "Inget har misslyckats" in text_of(say("leveranser"))
    assert table_of(say("leveranser skickade")).rows[0][-1] == "Skickat 19 november 10.00"


def test_only_those_who_coordinate_see_it(context: Context, say: Say) -> None:
    number = alert(context, say, GONE)
    for who in ("leader", "leadership", "reader"):
        for line in ("leveranser", f"skicka igen {number}", f"har kommit fram {number}"):
            assert say(line, who).error, (who, line)


def test_what_failed_is_sent_again(context: Context, say: Say) -> None:
    number = alert(context, say, GONE)
    assert "till Lena Exempel skickas igen nu" in text_of(say(f"skicka igen {number}"))
    local = StandIn("local")
    assert deliver(context, local.known_as) == 1
    assert only(context.database).state is NoticeState.SENT
    refused = say(f"skicka igen {number}")
    assert "går inte att skicka igen: skickat" in text_of(refused)


def test_what_is_unsure_is_asked_about_before_it_is_sent_again(
    context: Context, say: Say, programme: Known
) -> None:
    number = alert(context, say, DOUBT)
    reply = say("leveranser osäkra")
    assert {f"skicka igen {number}", f"har kommit fram {number}"} <= set(commands_of(reply))
    asked = say(f"skicka igen {number}")
    assert "kan det komma två gånger" in text_of(asked)
    assert only(context.database).state is NoticeState.UNSURE
    assert f"har kommit fram {number}" in commands_of(asked)
    assert say(commands_of(asked)[0]).error is None
    notice = only(context.database)
    assert (notice.state, notice.decided_by_id) == (NoticeState.PLANNED, programme.people["coordinator"])


def test_what_has_arrived_is_in_doubt_no_longer(context: Context, say: Say, programme: Known) -> None:
    number = alert(context, say, DOUBT)
    assert "har kommit fram" in text_of(say(f"har kommit fram {number}"))
    notice = only(context.database)
    assert (notice.state, notice.decided_by_id) == (NoticeState.SENT, programme.people["coordinator"])
    assert say(f"har kommit fram {number}").error


def test_what_is_still_looked_for_is_left_alone(context: Context, say: Say) -> None:
    number = alert(context, say, raising(NotSent("no connection (ConnectionRefusedError)")))
    assert say(f"skicka igen {number}").error
    assert "Väntar: chatten gick inte att nå" in text_of(say("leveranser väntar"))


def test_what_was_missed_is_shown_and_can_be_sent_in_the_words_of_today(
    context: Context, say: Say, clock: FrozenClock, now: Now
) -> None:
    now("2026-11-20 10:00")
    now("2026-11-25 10:00")  # the clock stood still on the 24th, ten working days before: no rung; then the 27th
    now("2026-11-30 10:00")
    missed = table_of(say("leveranser missade"))
    assert [(row[1], row[2], row[3], row[4]) for row in missed.rows] == [
        ("27 november 09.00", who, "Påminnelse: 27 november", "För sent, skickades inte")
        for who in ("Anders Exempel", "Anna Exempel")
    ]
    number = next(row[0] for row in missed.rows if row[2] == "Anna Exempel")
    set_clock(clock, "2026-11-30 19:00")
    assert "skickas tisdag 1 december 2026 kl. 08.00" in text_of(say(f"skicka igen {number}"))
    set_clock(clock, "2026-12-01 08:00")
    local = StandIn("local")
    assert deliver(context, local.known_as) == 1
    assert "om 5 arbetsdagar" in text_of(local.sent[0][1])


def test_what_has_been_done_meanwhile_is_not_sent_again(context: Context, say: Say, now: Now) -> None:
    now("2026-11-20 10:00")
    now("2026-11-30 10:00")
    number = next(row[0] for row in table_of(say("leveranser missade")).rows if row[2] == "Anna Exempel")
    assert say("rapportera BarnSäkert grön Klart", "leader").error is None
    assert "behövs inte längre" in text_of(say(f"skicka igen {number}"))


def test_nobody_gets_two_reminders_that_way(context: Context, say: Say, now: Now) -> None:
    now("2026-11-20 10:00")
    now("2026-11-30 10:00")
    number = next(row[0] for row in table_of(say("leveranser missade")).rows if row[2] == "Anna Exempel")
    assert say("påminn").error is None
    assert "högst en om dagen" in text_of(say(f"skicka igen {number}"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("leveranser konstiga", "Välj vilka leveranser"),
        ("skicka igen 999", "inget meddelande nummer 999"),
        ("har kommit fram 999", "inget meddelande nummer 999"),
    ],
)
def test_what_cannot_be_is_refused(say: Say, line: str, expected: str) -> None:
    refused = say(line)
    assert refused.error
    assert expected in refused.error.message


def test_long_lists_go_on(context: Context, say: Say, clock: FrozenClock) -> None:
    for _ in range(11):
        for work in ("BarnSäkert", "demens"):
            assert say(f"rapportera {work} röd Stopp").error is None
            clock.advance(timedelta(minutes=1))
    reply = say("leveranser väntar")
    assert len(table_of(reply).rows) == 20
    assert "leveranser väntar sida 2" in commands_of(reply)
    assert len(table_of(say("leveranser väntar sida 2")).rows) == len(outbox(context.database)) - 20

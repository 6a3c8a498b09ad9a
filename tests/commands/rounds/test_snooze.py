"""Putting a reminder off."""

from datetime import timedelta

import pytest

from bot.answer import Context
from commands.clock import FrozenClock
from storage import rounds
from tests.commands.conftest import Known, Say, commands_of, text_of


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("senare", "fredag 20 november"),
        ("senare måndag", "måndag 23 november"),
        ("senare 27 nov", "fredag 27 november"),
        ("senare söndag", "måndag 23 november"),  # a day off means the working day after it
        ("senare torsdag", "torsdag 26 november"),  # typed on a Thursday
        ("påminn mig om två veckor", "torsdag 3 december"),
        ("påminn mig senare måndag", "måndag 23 november"),
    ],
)
def test_it_is_put_off_to_a_working_day(say: Say, line: str, day: str) -> None:
    reply = say(line, "leader")
    assert f"Jag påminner dig igen {day} 2026 om BarnSäkert. Sista dag är tisdag 8 december 2026." in text_of(reply)
    assert all(say(each, "leader").error is None for each in commands_of(reply))


def test_the_latest_day_counts(say: Say, context: Context, programme: Known) -> None:
    say("senare måndag", "leader")
    say("senare 30 nov", "leader")
    with context.database.read() as session:
        [(person, day)] = rounds.snoozed(session, context.clock.now().date()).items()
    assert (person, day.isoformat()) == (programme.people["leader"], "2026-11-30")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("senare 8 december", "en arbetsdag före sista dagen, tisdag 8 december 2026"),
        ("senare 24 dec", "en arbetsdag före sista dagen"),
        ("senare i dag", "från och med i morgon"),
        ("senare i går", "från och med i morgon"),
        ("senare någon gång", "datumet"),
    ],
)
def test_not_past_the_deadline_and_not_backwards(say: Say, line: str, expected: str) -> None:
    refused = say(line, "leader")
    assert refused.error
    assert expected in refused.error.message


@pytest.mark.parametrize("days", [18, 19, 20])
def test_at_the_end_it_cannot_be_put_off(say: Say, clock: FrozenClock, days: int) -> None:
    clock.advance(timedelta(days=days))
    refused = say("senare", "leader")
    assert refused.error
    assert "går inte att skjuta upp påminnelsen längre" in refused.error.message
    assert commands_of(refused) == ["rapportera Barnsäkert - en god och nära vård för barn 0-6 år"]


def test_who_owes_nothing_has_nothing_to_put_off(say: Say) -> None:
    assert "inget att rapportera" in text_of(say("senare", "coordinator"))
    say("rapportera BarnSäkert grön Klart", "leader")
    assert "inget att rapportera" in text_of(say("senare", "leader"))
    refused = say("senare", "reader")
    assert refused.error


def test_before_the_round_opens_there_is_nothing_to_put_off(say: Say) -> None:
    say("omgång 2026-2 öppnar 2026-11-23 sista dag 2026-12-11")
    assert "inget att rapportera" in text_of(say("senare", "leader"))

"""What is mine and what I owe."""

from datetime import date, timedelta

from bot.answer import Desk
from commands._clock import FrozenClock
from storage import activities
from storage.swedish import fold
from storage.tables import Activity
from tests.commands.conftest import Known, Say, commands_of, table_of, text_of


def seminar(desk: Desk, person: int, title: str, on: date, seats: int | None = None) -> int:
    with desk.database.write() as session:
        event = Activity(
            is_seminar=True,
            title=title,
            key=fold(title),
            starts_on=on,
            ends_on=on,
            seats=seats,
            created_at=desk.clock.now(),
        )
        session.add(event)
        session.flush()
        activities.sign_up(session, event, person, desk.clock.now())
        return event.id


def test_a_work_without_a_report_this_half_year_is_owed(say: Say, clock: FrozenClock) -> None:
    reply = say("mina", "leader")
    assert "Kvar att rapportera för juli–december 2026: BarnSäkert." in text_of(reply)
    assert table_of(reply).rows == (("BarnSäkert", "– Ej rapporterat", "aldrig", "Nej"),)
    assert commands_of(reply)[0].startswith("rapportera Barnsäkert")
    say("rapportera BarnSäkert grön Klart", "leader")
    clock.advance(timedelta(days=3))
    reply = say("mina", "leader")
    assert "Allt är rapporterat för juli–december 2026" in text_of(reply)
    assert table_of(reply).rows == (("BarnSäkert", "● Grön", "för 3 dagar sedan", "Ja"),)


def test_a_report_of_the_last_half_year_is_not_enough(say: Say, clock: FrozenClock) -> None:
    say("rapportera BarnSäkert grön Klart", "leader")
    clock.advance(timedelta(days=60))
    assert "Kvar att rapportera för januari–juni 2027: BarnSäkert." in text_of(say("mina", "leader"))


def test_a_closed_work_is_not_owed(say: Say) -> None:
    say("avsluta BarnSäkert", fields={"ending": "avslutat", "note": "Förvaltas"})
    assert "Inget väntar på dig" in text_of(say("mina", "leader"))


def test_coming_seminars_are_listed(say: Say, desk: Desk, programme: Known) -> None:
    me = programme.people["reader"]
    coming = seminar(desk, me, "Nära vård på landsbygd", date(2026, 12, 4))
    full = seminar(desk, me, "Fullt hus", date(2026, 12, 5), seats=0)
    seminar(desk, me, "Förra veckan", date(2026, 11, 12))
    assert table_of(say("mina", "reader")).rows == (
        (str(coming), "Nära vård på landsbygd", "fredag 4 december 2026", "Anmäld"),
        (str(full), "Fullt hus", "lördag 5 december 2026", "I väntelistan"),
    )


def test_whoever_has_nothing_is_told_so(say: Say) -> None:
    assert "Inget väntar på dig" in text_of(say("mina", "reader"))

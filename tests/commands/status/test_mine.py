"""What is mine and what I owe."""

from datetime import date, timedelta

from bot.answer import Context
from commands.clock import FrozenClock
from storage import activities
from storage.swedish import fold
from storage.tables import Activity
from tests.commands.conftest import Known, Say, commands_of, table_of, text_of


def seminar(context: Context, person: int, title: str, on: date, seats: int | None = None) -> int:
    with context.database.write() as session:
        event = Activity(
            is_seminar=True,
            title=title,
            key=fold(title),
            starts_on=on,
            ends_on=on,
            seats=seats,
            created_at=context.clock.now(),
        )
        session.add(event)
        session.flush()
        activities.sign_up(session, event, person, context.clock.now())
        return event.id


def test_a_work_that_an_open_round_waits_for_is_owed(say: Say, clock: FrozenClock) -> None:
    reply = say("mina", "leader")
    assert "Kvar att rapportera i omgång 2026-2, senast tisdag 8 december 2026: BarnSäkert." in text_of(reply)
    assert table_of(reply).rows == (("BarnSäkert", "– Ej rapporterat", "aldrig", "Ja"),)
    assert commands_of(reply)[0].startswith("rapportera Barnsäkert")
    say("rapportera BarnSäkert grön Klart", "leader")
    clock.advance(timedelta(days=3))
    reply = say("mina", "leader")
    assert "Allt är rapporterat i omgång 2026-2" in text_of(reply)
    assert table_of(reply).rows == (("BarnSäkert", "● Grön", "för 3 dagar sedan", "Nej"),)


def test_a_report_before_the_round_opened_is_not_enough(say: Say, clock: FrozenClock) -> None:
    clock.advance(timedelta(days=-10))
    say("rapportera BarnSäkert grön Klart", "leader")
    assert "Ingen rapport väntar. Omgång 2026-2 öppnar tisdag 17 november 2026." in text_of(say("mina", "leader"))
    clock.advance(timedelta(days=10))
    assert "Kvar att rapportera i omgång 2026-2" in text_of(say("mina", "leader"))


def test_what_is_owed_is_what_the_coordinators_see(say: Say) -> None:
    for is_reported, waits in ((False, "Nej"), (True, "Ja")):
        if is_reported:
            say("rapportera BarnSäkert grön Klart", "leader")
        row = next(row for row in table_of(say("omgång")).rows if "BarnSäkert" in row)
        assert waits in " ".join(row)
        assert ("Kvar att rapportera" in text_of(say("mina", "leader"))) is not is_reported


def test_a_closed_work_is_not_owed(say: Say) -> None:
    say("avsluta BarnSäkert", fields={"ending": "avslutat", "note": "Förvaltas"})
    assert "Inget väntar på dig" in text_of(say("mina", "leader"))


def test_coming_seminars_are_listed(say: Say, context: Context, programme: Known) -> None:
    me = programme.people["reader"]
    coming = seminar(context, me, "Nära vård på landsbygd", date(2026, 12, 4))
    full = seminar(context, me, "Fullt hus", date(2026, 12, 5), seats=0)
    seminar(context, me, "Förra veckan", date(2026, 11, 12))
    assert table_of(say("mina", "reader")).rows == (
        (str(coming), "Nära vård på landsbygd", "fredag 4 december 2026", "Anmäld"),
        (str(full), "Fullt hus", "lördag 5 december 2026", "I väntelistan"),
    )


def test_whoever_has_nothing_is_told_so(say: Say) -> None:
    assert "Inget väntar på dig" in text_of(say("mina", "reader"))

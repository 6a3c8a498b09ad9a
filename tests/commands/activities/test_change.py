"""Seminars and activities that change or are cancelled, and who gets to know."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.message import REPLY
from storage.tables import Activity, AuditEntry, Notice
from storage.words import NoticeState
from tests.commands.activities.test_seminar import errors, make
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, text_of

Outbox = Callable[[], dict[str, str]]


@pytest.fixture
def outbox(context: Context, programme: Known) -> Outbox:
    """What is on its way out: recipient (by role) with kind, to text."""
    by_id = {f"person:{id_}": role for role, id_ in programme.people.items()}

    def read() -> dict[str, str]:
        with context.database.read() as session:
            rows = session.exec(select(Notice)).all()
        assert all(row.state is NoticeState.PLANNED and row.next_at == row.due for row in rows)
        return {f"{by_id[row.recipient]} {row.kind}": text_of(REPLY.validate_json(row.body)) for row in rows}

    return read


def test_a_change_that_moves_nothing_tells_nobody(say: Say, outbox: Outbox) -> None:
    number = make(say, "Beroendeplanen, 4 dec, 13-14, föreläsare Anna Exempel, KF")
    say(f"anmäl {number}", "reader")
    form = form_of(say(f"seminarium {number} ändra"))
    assert {each.name: each.value for each in form.fields if each.value} == {
        "title": "Beroendeplanen", "date": "2026-12-04", "time": "13.00–14.00", "speakers": "Anna Exempel, KF",
    }  # fmt: skip
    reply = say(form.command, fields=filled(form, title="Beroendeplanen 2", comment="Ny titel", work="barnsäkert"))
    assert reply.error is None
    assert "får besked" not in text_of(reply)
    card = say(f"seminarium {number}")
    assert (fact(card, "Kommentar"), fact(card, "Arbete")) == ("Ny titel", "BarnSäkert")
    assert fact(card, "Föreläsare") == "Anna Exempel (KF)"
    assert outbox() == {}


@pytest.mark.parametrize(
    ("name", "value", "now"),
    [
        ("date", "7 dec", "måndag 7 december 2026 kl. 13.00–14.00, Sal 1"),
        ("time", "14-15", "fredag 4 december 2026 kl. 14.00–15.00, Sal 1"),
        ("place", "Sal 2", "fredag 4 december 2026 kl. 13.00–14.00, Sal 2"),
    ],
)
def test_a_moved_seminar_is_told_to_all_who_come(say: Say, outbox: Outbox, name: str, value: str, now: str) -> None:
    number = make(say, "Beroendeplanen, 4 dec, 13-14, sal 1, 1 plats")
    form = form_of(say(f"ändra seminarium {number}"))
    say(form.command, fields=filled(form, place="Sal 1"))
    say(f"anmäl {number}", "reader")
    say(f"anmäl {number}", "leader")
    say(f"anmäl {number}", "other_leader")
    say(f"avanmäl {number}", "other_leader")
    form = form_of(say(f"ändra seminarium {number}"))
    reply = say(form.command, fields=filled(form, **{name: value}))
    assert "2 personer som är anmälda eller väntar får besked" in text_of(reply)
    sent = outbox()
    assert set(sent) == {"reader seminar_moved", "leader seminar_moved"}
    told = sent["reader seminar_moved"]
    assert f"Förut: fredag 4 december 2026 kl. 13.00–14.00, Sal 1. Nu: {now}." in told


def test_more_seats_let_the_first_who_wait_in(say: Say, outbox: Outbox) -> None:
    number = make(say, "Beroendeplanen, 4 dec, 1 plats")
    for who in ("reader", "leader", "other_leader", "leadership"):
        say(f"anmäl {number}", who)
    form = form_of(say(f"ändra seminarium {number}"))
    say(form.command, fields=filled(form, seats="3"))
    assert set(outbox()) == {"leader seat_given", "other_leader seat_given"}
    assert "Du har fått en plats på ”Beroendeplanen”" in outbox()["leader seat_given"]
    assert fact(say(f"seminarium {number}", "leadership"), "Din anmälan") == "du står på plats 1 i väntelistan"
    form = form_of(say(f"ändra seminarium {number}"))
    fewer = say(form.command, fields=filled(form, seats="2"))
    assert "3 personer är anmälda, fler än platserna (2). Alla behåller sin plats." in text_of(fewer)
    assert fact(say(f"seminarium {number}", "other_leader"), "Din anmälan") == "du är anmäld"


def test_two_who_change_at_once_do_not_overwrite_each_other(say: Say) -> None:
    number = make(say, "Beroendeplanen, 4 dec, 13-14")
    mine = form_of(say(f"ändra seminarium {number}"))
    say(mine.command, "admin", filled(mine, time="15-16"))
    # A mistake in between must not make the old form pass for a new one.
    mistaken = say(mine.command, fields=filled(mine, audience="Alla", title=" "))
    assert list(errors(mistaken)) == ["title"]
    late = say(mine.command, fields=filled(form_of(mistaken), title="Beroendeplanen"))
    assert late.error
    assert "Någon annan har ändrat" in late.error.message
    assert errors(late) == {"time": "Nu står här: 15.00–16.00.", "audience": "Nu står här: ingenting."}
    assert fact(say(f"seminarium {number}"), "När").endswith("kl. 15.00–16.00")
    again = form_of(late)
    assert next(each.value for each in again.fields if each.name == "audience") == "Alla"
    assert say(again.command, fields=filled(again, time="15-16")).error is None
    card = say(f"seminarium {number}")
    assert (fact(card, "Målgrupp"), fact(card, "När")) == ("Alla", "fredag 4 december 2026 kl. 15.00–16.00")


def test_a_cancelled_one_stays_and_everybody_is_told(say: Say, outbox: Outbox, context: Context) -> None:
    number = make(say, "Beroendeplanen, 4 dec, 1 plats", "leader")
    say(f"anmäl {number}", "reader")
    say(f"anmäl {number}", "leadership")
    asked = say(f"ställ in {number}", "leader")
    assert outbox() == {}
    form = form_of(asked)
    empty = say(form.command, "leader", {"reason": " "})
    assert list(errors(empty)) == ["reason"]
    done = say(form.command, "leader", {"reason": "Föreläsaren är sjuk"})
    assert "”Beroendeplanen” är inställt." in text_of(done)
    assert "2 personer" in text_of(done)
    sent = outbox()
    assert set(sent) == {"reader seminar_cancelled", "leadership seminar_cancelled"}
    said = "”Beroendeplanen” fredag 4 december 2026 är inställt. Föreläsaren är sjuk"
    assert said in sent["leadership seminar_cancelled"]

    card = say(f"seminarium {number}", "reader")
    assert fact(card, "Inställt") == "19 november 2026: Föreläsaren är sjuk"
    assert not [each for each in commands_of(card) if "anmäl" in each]
    assert "inställt" in text_of(say("seminarier"))
    twice = say(f"ställ in {number} igen")
    assert twice.error
    assert "redan inställt sedan 19 november 2026: Föreläsaren är sjuk" in twice.error.message
    changed = say(f"ändra seminarium {number}")
    assert changed.error
    assert len(outbox()) == 2
    with context.database.read() as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.table_name == "activity").order_by(col(AuditEntry.id))
        ).all()
        assert [row.action for row in rows] == ["insert", "update"]
        assert session.exec(select(Activity)).one().version == 2


def test_one_line_cancels_at_once_and_a_past_one_tells_nobody(say: Say, outbox: Outbox, clock: FrozenClock) -> None:
    number = make(say, "Beroendeplanen, 4 dec")
    say(f"anmäl {number}", "reader")
    clock.advance(timedelta(days=21))
    assert "får besked" not in text_of(say(f"ställ in #{number} Blev aldrig av"))
    assert fact(say(f"seminarium {number}"), "Inställt") == "10 december 2026: Blev aldrig av"
    assert outbox() == {}


def test_an_endless_reason_is_refused(say: Say) -> None:
    number = make(say, "Beroendeplanen, 4 dec")
    refused = say(f"ställ in {number} {'x' * 501}")
    assert refused.error
    assert "501 tecken" in refused.error.message


def test_a_reader_may_not_change_or_cancel(say: Say) -> None:
    number = make(say, "Beroendeplanen, 4 dec")
    for line in (f"ändra seminarium {number}", f"ställ in {number}", f"ställ in {number} Nej"):
        assert say(line, "reader").error, line

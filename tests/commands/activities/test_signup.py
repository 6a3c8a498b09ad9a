"""Taking a seat, waiting for one, giving it back; who came."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from bot.answer import Context, answer
from commands.clock import FrozenClock
from commands.message import REPLY, Address, Identity, Reply, Request
from storage.tables import Notice, Signup
from storage.words import SignupState
from tests.commands.activities.test_seminar import make
from tests.commands.conftest import Known, Say, commands_of, fact, table_of, text_of

FULL = "Beroendeplanen, 4 dec, 13-14, digitalt, https://exempel.se/mote, 1 plats"


def test_a_seat_is_taken_once_and_given_back(say: Say) -> None:
    number = make(say, FULL)
    first = say(f"anmäl {number}", "reader")
    assert "Du är anmäld till ”Beroendeplanen” fredag 4 december 2026 kl. 13.00–14.00." in text_of(first)
    assert fact(first, "Plats") == "https://exempel.se/mote"
    twice = say(f"anmal #{number}", "reader")
    assert twice.error is None
    assert "Du är redan anmäld" in text_of(twice)
    card = say(f"seminarium {number}", "reader")
    assert fact(card, "Din anmälan") == "du är anmäld"
    assert fact(card, "Platser") == "fullt (1), 0 i väntelistan"
    assert f"avanmäl {number}" in commands_of(card)

    assert "Du är avanmäld" in text_of(say(f"avanmäl {number}", "reader"))
    gone = say(f"avanmäl {number}", "reader")
    assert gone.error is None
    assert "Du är inte anmäld till ”Beroendeplanen”." in text_of(gone)
    assert fact(say(f"seminarium {number}"), "Platser") == "1 av 1 lediga"
    assert "Du är anmäld" in text_of(say(f"anmäl mig till {number}", "reader"))


def test_the_next_in_line_moves_up_and_is_told(say: Say, context: Context, programme: Known) -> None:
    number = make(say, FULL)
    say(f"anmäl {number}", "reader")
    assert "Du står på plats 1 i väntelistan" in text_of(say(f"anmäl {number}", "leader"))
    assert "Du står på plats 2 i väntelistan" in text_of(say(f"anmäl {number}", "leadership"))
    assert "Du står redan på plats 2 i väntelistan" in text_of(say(f"anmäl {number}", "leadership"))
    assert "fullt" in table_of(say("seminarier")).rows[0]
    say(f"avanmäl {number}", "reader")
    assert fact(say(f"seminarium {number}", "leader"), "Din anmälan") == "du är anmäld"
    assert fact(say(f"seminarium {number}", "leadership"), "Din anmälan") == "du står på plats 1 i väntelistan"
    with context.database.read() as session:
        told = session.exec(select(Notice)).one()
    assert (told.kind, told.subject) == ("seat_given", f"activity:{number}")
    assert told.recipient == f"person:{programme.people['leader']}"
    assert "Du har fått en plats på ”Beroendeplanen”" in text_of(REPLY.validate_json(told.body))

    assert "inte längre i väntelistan" in text_of(say(f"avanmäl {number}", "leadership"))
    assert fact(say(f"seminarium {number}"), "Platser") == "fullt (1), 0 i väntelistan"


def test_what_is_past_cancelled_or_no_seminar_takes_nobody(say: Say, clock: FrozenClock) -> None:
    past = make(say, "Förr, 11 april 2024")
    cancelled = make(say, "Inställt, 4 dec")
    say(f"anmäl {cancelled}", "reader")
    say(f"ställ in {cancelled} Sjuk")
    activity = make_activity(say, "Temakonferens, 4 dec, fysiskt")
    for number, sentence in ((past, "har redan varit"), (cancelled, "är inställt"), (activity, "anmäler sig till")):
        for line in (f"anmäl {number}", f"avanmäl {number}"):
            refused = say(line, "reader")
            assert refused.error, line
            assert sentence in refused.error.message
        assert f"anmäl {number}" not in commands_of(say(f"seminarium {number}", "reader"))


def make_activity(say: Say, line: str) -> str:
    reply = say(f"aktivitet ny {line}")
    assert reply.error is None, text_of(reply)
    return next(each for each in commands_of(reply) if each.startswith("aktivitet ")).split()[1]


def test_leaving_without_a_number_offers_ones_own(say: Say) -> None:
    assert "Du är inte anmäld till något kommande" in text_of(say("avanmäl", "reader"))
    number = make(say, FULL)
    make(say, "Annat, 7 dec")
    say(f"anmäl {number}", "reader")
    assert commands_of(say("avanmäl", "reader")) == [f"avanmäl {number}"]


def test_the_operator_has_no_seat(context: Context, say: Say) -> None:
    number = make(say, FULL)
    for line in (f"anmäl {number}", f"avanmäl {number}"):
        reply = answer(context, Request(line, Identity("terminal"), Address("terminal")))
        assert reply.error
        assert "--as" in reply.error.message
    assert answer(context, Request(f"seminarium {number}", Identity("terminal"), Address("terminal"))).error is None


def test_names_are_for_those_who_arrange(say: Say) -> None:
    number = make(say, FULL, "leader")
    assert "Ingen är anmäld än." in text_of(say(f"deltagare {number}", "leader"))
    say(f"anmäl {number}", "reader")
    say(f"anmäl {number}", "leadership")
    for who in ("leader", "coordinator"):
        assert table_of(say(f"deltagare {number}", who)).rows == (
            ("Rolf Exempel", "Ånge kommun", "anmäld"),
            ("Lena Exempel", "Region Norrstrand", "väntar, plats 1"),
        )
    for who in ("reader", "other_leader", "leadership"):
        shown = text_of(say(f"deltagare {number}", who))
        assert "1 är anmäld och 1 väntar på plats." in shown
        assert "Rolf" not in shown


def test_how_many_came(say: Say, clock: FrozenClock) -> None:
    number = make(say, "Beroendeplanen, 4 dec, 13-14, 40 platser", "leader")
    early = say(f"deltagare {number} 43", "leader")
    assert early.error
    assert "har inte varit än" in early.error.message
    clock.advance(timedelta(days=16))
    done = say(f"deltagare #{number} 43", "leader")
    assert "43 deltog i ”Beroendeplanen”." in text_of(done)
    assert "fler än de 40 platser" in text_of(done)
    assert fact(say(f"seminarium {number}"), "Deltog") == "43"
    assert table_of(say("seminarier tidigare")).rows[0][5] == "43 deltog"
    assert "fler än" not in text_of(say(f"deltagare {number} 0", "leader"))
    assert fact(say(f"seminarium {number}"), "Deltog") == "0"
    for line, who in ((f"deltagare {number} 100001", "leader"), (f"deltagare {number} 4", "other_leader"), (f"deltagare {number} 4", "reader")):  # fmt: skip
        assert say(line, who).error, line
    say(f"ställ in {number} Blev aldrig av")
    assert "ställdes in" in text_of(say(f"deltagare {number} 4"))
    assert fact(say(f"seminarium {number}"), "Deltog") == "0"


def test_a_redelivered_request_is_one_sign_up(say: Say) -> None:
    number = make(say, FULL)
    first = say(f"anmäl {number}", "reader", deliveries=("Ev1",))
    assert text_of(say(f"anmäl {number}", "reader", deliveries=("Ev1",))) == text_of(first)


@pytest.mark.parametrize("seats", [1, 2])
def test_the_last_seat_goes_to_one(say: Say, context: Context, programme: Known, seats: int) -> None:
    """Three persons at the same moment, again and again: never more than the seats, nobody lost."""
    people = ("reader", "leader", "leadership")
    for day in range(1, 11):
        number = make(say, f"S, {day} mars 2027, {seats} platser")
        start = Barrier(len(people))
        replies: list[Reply] = []

        def join(who: str, number: str = number, start: Barrier = start, replies: list[Reply] = replies) -> None:
            start.wait(timeout=30)
            replies.append(say(f"anmäl {number}", who))

        threads = [Thread(target=join, args=(who,)) for who in people]
        for each in threads:
            each.start()
        for each in threads:
            each.join(timeout=30)
        assert [each.error for each in replies] == [None] * 3
        with context.database.read() as session:
            states = session.exec(select(Signup.state).where(Signup.activity_id == int(number))).all()
        assert sorted(states) == [SignupState.SIGNED_UP] * seats + [SignupState.WAITING] * (3 - seats)
        waiting = [text_of(each) for each in replies if "väntelistan" in text_of(each)]
        assert [f"på plats {place} i" in " ".join(waiting) for place in (1, 2)] == [True, seats == 1]

"""answer(), the one way in: whatever is said gets a sentence, and a change is made once or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.answer import Context, answer, preview
from commands.clock import FrozenClock
from commands.command import COORDINATORS, Book, Call, command
from commands.message import Address, Identity, Reply, Request
from storage import people
from storage.tables import AuditEntry, Person
from tests.bot.conftest import kept, receipts
from tests.commands.conftest import Known, Say, commands_of, filled, form_of, text_of

Logged = Callable[[], str]


def test_what_was_said_is_not_in_the_log(say: Say, logged: Logged) -> None:
    say("rapportera BarnSäkert gul Förtroligt: sjukskriven", "leader", deliveries=("local:hemlig-1",))
    say("status Förtroligt")
    say("Förtroligt")
    form = form_of(say("rapportera BarnSäkert", "leader"))
    say(form.command, "leader", filled(form, state="Förtroligt", done="sjukskriven"))
    lines = [json.loads(line) for line in logged().splitlines()]
    assert [line["event"] for line in lines] == ["answer"] * 5
    assert {line["outcome"] for line in lines} == {"answered", "refused"}
    written = json.dumps(lines, ensure_ascii=False)
    for secret in ("Förtroligt", "sjukskriven", "Anna", "BarnSäkert", "exempel.se", "hemlig-1"):
        assert secret not in written


@command("gå sönder {text}", summary="En bugg", examples=("gå sönder nu",), writes=True)
def break_down(call: Call, text: str) -> Reply:
    people.add(call.session, text, now=call.now)
    raise RuntimeError(f"hemligheten {text}")


@command("bara koordinatorer", summary="Samordna", examples=("bara koordinatorer",), roles=COORDINATORS)
def coordinate(call: Call) -> Reply:
    raise AssertionError("nobody else gets here")


@pytest.fixture
def breakable(context: Context, programme: Known) -> Context:
    return replace(context, book=Book(iter((*context.book.commands, break_down, coordinate))))


def asked(text: str, who: str = "leader", deliveries: tuple[str, ...] = ()) -> Request:
    return Request(text, Identity("local", email=f"{who}@exempel.se"), Address("local", who), None, deliveries)


def test_a_bug_saves_nothing_and_tells_only_a_reference(breakable: Context, logged: Logged) -> None:
    reply = answer(breakable, asked("gå sönder Kim Exempel", deliveries=("local:1",)))
    assert reply.blocks == ()
    assert reply.error
    reference = reply.error.reference
    assert reference
    assert reply.error.message == f"Något gick fel (ref {reference}). Ingenting sparades."
    fault, told = [json.loads(line) for line in logged().splitlines()]
    assert (fault["event"], fault["reference"], fault["error"]) == ("fault", reference, "RuntimeError")
    assert any("break_down" in place for place in fault["at"])
    assert told["outcome"] == "fault"
    assert "hemligheten" not in json.dumps([fault, told])
    assert "Kim" not in json.dumps([fault, told])
    with breakable.database.read() as session:
        assert session.exec(select(Person).where(Person.name == "Kim Exempel")).all() == []
        assert session.exec(select(AuditEntry).where(AuditEntry.source == "local")).all() == []
    assert receipts(breakable) == 0


def test_after_a_bug_the_same_delivery_is_tried_again(breakable: Context, logged: Logged) -> None:
    first = answer(breakable, asked("gå sönder Kim", deliveries=("local:1",)))
    second = answer(breakable, asked("gå sönder Kim", deliveries=("local:1",)))
    assert first.error
    assert second.error
    assert first.error.reference != second.error.reference


def test_a_role_that_may_not_is_told_so(breakable: Context) -> None:
    reply = answer(breakable, asked("bara koordinatorer"))
    assert reply.error
    assert reply.error.message.startswith("”bara koordinatorer”: det kan inte du göra.")


def test_roles_are_checked_for_a_form_as_for_a_line(say: Say, context: Context) -> None:
    form = form_of(say("rapportera BarnSäkert", "leader"))
    for who in ("reader", "leadership", "other_leader"):
        reply = say(form.command, who, filled(form, state="gul", done="Allt"))
        assert reply.error
        assert reply.error.reference is None
    assert kept(context) == []


def test_whoever_is_not_known_is_told_so(context: Context, programme: Known) -> None:
    strangers = (
        Identity("local", email="ingen@exempel.se"),
        Identity("slack", external_id="U404", tenant="T1"),
        Identity("slack", external_id="U404", tenant="T1", email="ingen@exempel.se"),
        Identity("terminal", external_id="operator"),
        Identity("local"),
    )
    for sender in strangers[:3] + strangers[4:]:
        reply = answer(context, Request("rapportera BarnSäkert gul Hej", sender, Address(sender.platform)))
        assert reply.error
        assert reply.error.message.startswith("Jag känner inte")
        assert reply.error.reference is None
    assert kept(context) == []


def test_whoever_has_been_forgotten_is_not_known(context: Context, programme: Known, clock: FrozenClock) -> None:
    with context.database.write() as session:
        person = people.get(session, programme.people["leader"])
        assert person
        person.anonymised_at = clock.now()
    reply = answer(context, asked("hjälp"))
    assert reply.error
    assert "känner inte" in reply.error.message


def test_a_chat_identity_goes_before_an_address(context: Context, programme: Known, clock: FrozenClock) -> None:
    with context.database.write() as session:
        person = people.get(session, programme.people["leader"])
        assert person
        people.link(session, person, "slack", "T1", "U1", clock.now())
    said = Request("hjälp", Identity("slack", "U1", "T1", email="reader@exempel.se"), Address("slack", "C1"))
    assert "Anna Exempel" in text_of(answer(context, said))
    elsewhere = replace(said, sender=Identity("slack", "U1", "T2", email="reader@exempel.se"))
    assert "Rolf Exempel" in text_of(answer(context, elsewhere))


def test_an_unknown_command_gets_the_nearest(say: Say) -> None:
    assert "status BarnSäkert" in commands_of(say("statsu BarnSäkert"))
    assert text_of(say("barnsäkert")) == text_of(say("status BarnSäkert"))
    nothing = say("blorpa qwxz")
    assert nothing.error
    assert "Skriv hjälp" in nothing.error.message


def test_the_nearest_are_only_what_the_person_may_do(say: Say) -> None:
    assert any("rapportera" in each for each in commands_of(say("raportera BarnSäkert gul Hej", "leader")))
    assert not any("rapportera" in each for each in commands_of(say("raportera BarnSäkert gul Hej", "reader")))


def test_an_unclear_name_asks_back_and_each_button_works(say: Say, context: Context) -> None:
    reply = say("rapportera barn gul Vi har börjat", "coordinator", deliveries=("local:1",))
    assert reply.error is None
    assert "Vilket arbete menar du?" in text_of(reply)
    assert kept(context) == []
    offered = commands_of(reply)
    assert len(offered) == 2
    assert all(say(each).error is None for each in offered)
    assert kept(context) == ["Vi har börjat"] * 2


def test_a_preview_keeps_nothing(context: Context, programme: Known) -> None:
    assert preview(context, asked("rapportera BarnSäkert gul Sparas inte", deliveries=("local:1",))) is None
    form = preview(context, asked("rapportera BarnSäkert gul"))
    assert form
    assert form.fields[0].value == "gul"
    assert kept(context) == []
    assert receipts(context) == 0
    with context.database.read() as session:
        assert session.exec(select(AuditEntry).where(AuditEntry.source == "local")).all() == []


def test_the_log_says_how_long_it_took(say: Say, logged: Logged) -> None:
    say("status BarnSäkert")
    line = json.loads(logged())
    assert (line["command"], line["outcome"], line["platform"], line["level"]) == (
        "status",
        "answered",
        "local",
        "info",
    )
    assert line["ms"] >= 0


def test_a_question_about_a_work_takes_few_statements(say: Say, context: Context) -> None:
    """Each costs a journey to the database; who asks, what is meant, and all that is told of it fit in these."""
    say("rapportera BarnSäkert gul Pilot försenad", "leader")
    said: list[str] = []
    engine = context.database._engine
    event.listen(engine, "before_cursor_execute", lambda *about: said.append(about[2]))
    say("status BarnSäkert", "leader")
    assert 1 < len([each for each in said if each.startswith("SELECT")]) <= 6, "\n".join(said)


def test_what_is_private_is_marked_so_for_every_platform(say: Say) -> None:
    assert say("mina", "leader").is_private
    assert say("vem Rolf Exempel", "leader").is_private
    assert say("status Ingenting", "leader").is_private, "a mistake is nobody else's business"
    assert not say("status BarnSäkert", "leader").is_private
    assert not say("vem BarnSäkert", "leader").is_private

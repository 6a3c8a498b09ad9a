"""Whose conversation the local chat shows: one person's at a time."""

from __future__ import annotations

import re

from commands.clock import FrozenClock
from storage import people
from storage.database import Database
from storage.swedish import fold
from storage.words import Role
from tests.bot.web.conftest import Visit
from tests.bot.web.sample import ANNA


def test_each_person_has_a_conversation_and_rights_of_their_own(visit: Visit) -> None:
    visit.say("eko Kims hemlighet")
    visit.be("Lo Exempel")
    page = visit.page()
    assert "Hej Lo!" in page
    assert "läsare" in page
    assert "Kims hemlighet" not in page
    assert "det kan inte du göra" in visit.say("fyll i")
    visit.be("Kim Exempel")
    assert "Kims hemlighet" in visit.page()


def test_only_people_with_an_address_can_be_chosen(visit: Visit, database: Database) -> None:
    with database.read() as session:
        unreachable = next(person.id for person in people.everyone(session) if person.email is None)
    page = visit.page()
    assert re.findall(r'<span class="name">([^<]+)</span>', page) == ["Kim Exempel", "Anna Exempel", "Lo Exempel"]
    for wrong in (str(unreachable), "999999", "", "x", "-1", "²"):
        visit.post("/person", {"person": wrong})
        assert "Hej Kim!" in visit.page()


def test_one_of_each_role_comes_first(visit: Visit, database: Database, clock: FrozenClock) -> None:
    with database.write() as session:
        for name, role in (("Åsa", Role.COORDINATOR), ("Bo", Role.READER), ("Lena", Role.LEADERSHIP)):
            people.add(session, name, now=clock.now(), email=f"{fold(name)}@exempel.se", roles=[role])
    names = re.findall(r'<span class="name">(\w+)', visit.page())
    assert names == ["Kim", "Anna", "Lena", "Lo", "Åsa", "Bo"]


def test_a_program_without_people_says_what_to_do(visit: Visit, database: Database, clock: FrozenClock) -> None:
    with database.write() as session:
        for person in people.everyone(session):
            person.email = None
            session.add(person)
    page = visit.page()
    assert "Här finns ingen än" in page
    assert "laget demo --fresh" in page
    assert visit.post("/say", {"text": "visa"}).status_code == 503


def test_the_default_person_is_somebody_with_something_to_do(visit: Visit) -> None:
    assert "Kim Exempel" in visit.page()
    assert ANNA not in visit.page()  # addresses are nobody's business on the page

"""The persons of the programme: list, add, change, show, forget."""

import json

import pytest
from sqlmodel import col, select

from bot.answer import Context
from commands.clock import FrozenClock
from storage import people
from storage.tables import AuditEntry, ChatIdentity, Person, Receipt
from storage.words import Role
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, table_of, text_of

NEW = {"name": "Östen Exempel", "email": "Osten@exempel.se", "organisation": "Ånge kommun", "role": "koordinator"}


def test_the_list_is_for_coordinators_and_in_swedish_order(say: Say) -> None:
    rows = table_of(say("personer")).rows
    assert [row[0].split()[0] for row in rows] == ["Ada", "Anders", "Anna", "Klara", "Lena", "Rolf"]
    assert rows[1] == ("Anders Exempel", "Örnköpings kommun", "other_leader@exempel.se", "projektledare")
    for who in ("reader", "leader", "leadership"):
        assert say("personer", who).error, who


def test_a_long_list_is_paged(say: Say, context: Context) -> None:
    with context.database.write() as session:
        for number in range(20):
            people.add(session, f"Bo{number} Exempel", now=context.clock.now())
    first = say("personer")
    assert len(table_of(first).rows) == 20
    assert commands_of(first) == ["personer sida 2"]
    assert len(table_of(say("personer sida 2")).rows) == 6


def test_an_administrator_adds_a_person_who_is_known_at_once(say: Say) -> None:
    form = form_of(say("person ny Östen Exempel", "admin"))
    assert form.fields[0].value == "Östen Exempel"
    assert "Östen Exempel är tillagd som koordinator." in text_of(say("person ny", "admin", filled(form, **NEW)))
    assert say("personer", "osten").error is None
    assert say("person ny", "coordinator").error


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("name", "", "Fyll i namn"),
        ("name", "Exempel, Anna", "utan kommatecken"),
        ("email", "osten", "Skriv en e-postadress"),
        ("email", "LEADER@exempel.se", "Den adressen har Anna Exempel redan"),
        ("role", "kung", "går inte att välja"),
    ],
)
def test_a_wrong_field_is_refused(say: Say, field: str, value: str, refusal: str) -> None:
    reply = say("person ny", "admin", NEW | {field: value})
    assert reply.error
    assert refusal in next(each.error for each in form_of(reply).fields if each.name == field)


def test_a_person_is_changed_and_not_over_another_change(say: Say) -> None:
    mine = form_of(say("person ändra Rolf Exempel", "admin"))
    theirs = filled(mine, organisation="Örnköpings kommun")
    assert say(mine.command, "admin", theirs).error is None
    reply = say(mine.command, "admin", filled(mine, name="Rolf Prov"))
    assert reply.error
    assert "Nu står här: Örnköpings kommun" in text_of(reply)
    assert say(mine.command, "admin", filled(form_of(reply), name="Rolf Prov")).error is None
    assert fact(say("vem Rolf"), "Organisation") == "Ånge kommun"


def test_a_mistake_in_between_does_not_make_an_old_form_pass_for_a_new_one(say: Say) -> None:
    mine = form_of(say("person ändra Rolf Exempel", "admin"))
    say(mine.command, "admin", filled(mine, organisation="Örnköpings kommun"))
    mistaken = form_of(say(mine.command, "admin", filled(mine, name=" ")))
    late = say(mine.command, "admin", filled(mistaken, name="Rolf Prov"))
    assert late.error
    assert "Någon annan har ändrat det här medan du skrev." in late.error.message
    assert fact(say("vem Rolf"), "Organisation") == "Örnköpings kommun"


def test_the_address_of_another_person_is_refused(say: Say) -> None:
    form = form_of(say("person ändra Rolf Exempel", "admin"))
    reply = say(form.command, "admin", filled(form, email="leader@exempel.se"))
    assert "Den adressen har Anna Exempel redan" in text_of(reply)


def test_roles_are_given_and_taken_on_one_line(say: Say) -> None:
    assert "Rolf Exempel är nu: koordinator." in text_of(say("person roll rolf koordinator", "admin"))
    assert say("personer", "reader").error is None
    assert "Rolf Exempel är nu: läsare." in text_of(say("person roll rolf inte koordinator", "admin"))
    assert say("personer", "reader").error
    assert say("person roll rolf koordinator").error  # a coordinator gives no roles
    assert "går inte att välja" in text_of(say("person roll rolf kung", "admin"))


def test_the_last_administrator_stays(say: Say) -> None:
    for line in ("person roll Ada inte administratör", "person glöm Ada Exempel"):
        reply = say(line, "admin")
        assert reply.error
        assert "Ada Exempel är den enda administratören" in reply.error.message
    say("person roll Klara administratör", "admin")
    assert say("person roll Ada inte administratör", "admin").error is None


def test_a_role_that_follows_from_something_else_is_explained(say: Say) -> None:
    say("person roll Anna inte projektledare", "admin")
    reply = say("person roll Anna inte projektledare", "admin")
    assert reply.error
    assert "den som leder ett arbete är projektledare" in reply.error.message


def test_a_name_of_several_asks_which(say: Say) -> None:
    reply = say("person visa Exempel", "admin")
    assert reply.error is None
    assert "Vem menar du?" in text_of(reply)
    assert "person visa leader@exempel.se" in commands_of(reply)
    assert all(say(each, "admin").error is None for each in commands_of(reply))
    assert "Jag känner ingen som heter ”Xyzzy”" in text_of(say("person visa Xyzzy", "admin"))


def test_two_of_the_same_name_and_place_are_told_apart(say: Say, context: Context) -> None:
    with context.database.write() as session:
        for _ in range(2):
            people.add(session, "Bo Exempel", now=context.clock.now(), organisation="Ånge kommun")
    buttons = commands_of(say("vem Bo Exempel"))
    assert len(set(buttons)) == 2
    assert all(fact(say(each), "Organisation") == "Ånge kommun" for each in buttons)


def test_what_is_kept_is_shown_to_administrators_and_to_the_person(
    say: Say, context: Context, programme: Known
) -> None:
    say("rapportera BarnSäkert grön Klart", "leader")
    with context.database.write() as session:
        person = session.get_one(Person, programme.people["leader"])
        people.link(session, person, "slack", "T1", "U0EXEMPEL", context.clock.now())
    for reply in (say("person visa Anna", "admin"), say("mina uppgifter", "leader")):
        assert fact(reply, "E-post") == "leader@exempel.se"
        assert fact(reply, "Chatt") == "slack: U0EXEMPEL, senast 19 november 2026"
        assert fact(reply, "Leder") == "BarnSäkert"
        assert fact(reply, "Har skrivit") == "en rapport"
    assert say("person visa Anna").error


def test_a_forgotten_person_is_gone_from_every_place_and_what_they_did_stays(
    say: Say, context: Context, programme: Known, clock: FrozenClock
) -> None:
    say("rapportera BarnSäkert grön Klart", "leader", deliveries=("d1",))
    with context.database.write() as session:
        person = session.get_one(Person, programme.people["leader"])
        people.link(session, person, "slack", "T1", "U0EXEMPEL", clock.now())
    form = form_of(say("person glöm Anna Exempel", "admin", deliveries=("d2",)))
    assert say(form.command, "admin", filled(form)).error  # not sure is not yes
    reply = say(form.command, "admin", filled(form, sure="ja"), deliveries=("d3",))
    assert "Anna" not in text_of(reply)
    with context.database.read() as session:
        person = session.get_one(Person, programme.people["leader"])
        assert (person.name, person.email, person.organisation) == ("Borttagen person", None, "")
        assert person.anonymised_at == clock.now()
        assert not session.exec(select(ChatIdentity)).all()
        record = "\n".join(session.exec(select(AuditEntry.changes)))
        receipts = "\n".join(session.exec(select(Receipt.reply)))
    for trace in ("Anna Exempel", "anna exempel", 'leader@exempel.se"', "U0EXEMPEL"):
        assert trace not in record.replace("other_leader@exempel.se", ""), trace
    assert "person glöm Borttagen person" in receipts
    for trace in ("Anna Exempel", "leader@exempel.se"):
        assert trace not in receipts.replace("other_leader@exempel.se", ""), trace
    assert fact(say("status BarnSäkert"), "Rapporterat").endswith("av Borttagen person")
    assert say("mina", "leader").error
    assert "Anna" not in text_of(say("personer"))


def test_the_record_still_tells_that_something_changed_and_who_did_it(
    say: Say, context: Context, programme: Known
) -> None:
    say("person glöm Rolf Exempel", "admin", {"sure": "ja"})
    row = str(programme.people["reader"])
    with context.database.read() as session:
        query = select(AuditEntry).where(AuditEntry.table_name == "person", AuditEntry.row_id == row)
        entries = session.exec(query.order_by(col(AuditEntry.id))).all()
    assert [(each.action, each.person_id) for each in entries] == [
        ("insert", None),
        ("update", programme.people["admin"]),
    ]
    assert json.loads(entries[-1].changes)["name"] == ["***", "***"]


def test_only_administrators_forget(say: Say) -> None:
    for who in ("coordinator", "leadership", "reader"):
        assert say("person glöm Rolf Exempel", who).error, who


def test_roles_end_with_the_person(say: Say, context: Context, programme: Known) -> None:
    say("person glöm Klara Exempel", "admin", {"sure": "ja"})
    with context.database.read() as session:
        assert people.roles_of(session, programme.people["coordinator"]) == {Role.READER}

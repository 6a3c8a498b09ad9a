"""What is kept of a person: shown to them, and taken away."""

from __future__ import annotations

from commands.command import ADMINISTRATORS, Call, command
from commands.form import read
from commands.lookup import called, must_be_known
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Facts,
    Field,
    FieldType,
    Form,
    Option,
    Reply,
    Text,
    TextStyle,
    UserError,
)
from commands.people._persons import as_typed, one_person, role_words
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.text import counted, listing
from storage import people, personal_data, projects
from storage.personal_data import Kept
from storage.tables import Person


@command(
    "person visa {person}",
    "person {person}",
    summary="Allt som är sparat om en person",
    examples=("person visa koordinator@exempel.se",),
    roles=ADMINISTRATORS,
    private=True,
)
def show_person(call: Call, person: str) -> Reply:
    """Everything that is kept of a person, as they have a right to see it."""
    found = one_person(call, person)
    name = as_typed(found)
    moves = (
        Action("Ändra", f"person ändra {name}"),
        Action("Ta bort personuppgifter", f"person glöm {name}", ActionStyle.DANGER),
    )
    return Reply((*_everything(call, found), Actions(moves)))


@command(
    "mina uppgifter",
    summary="Allt som är sparat om dig",
    examples=("mina uppgifter",),
    topic="Fråga",
    private=True,
)
def show_mine(call: Call) -> Reply:
    """The same, of the sender."""
    found = people.get(call.session, must_be_known(call))
    if found is None:
        raise LookupError("the sender is not there")
    return Reply(_everything(call, found))


@command(
    "person glöm {person}",
    summary="Ta bort en persons uppgifter",
    examples=("person glöm lasare@exempel.se",),
    roles=ADMINISTRATORS,
    writes=True,
    private=True,
)
def forget_person(call: Call, person: str) -> Reply:
    """Ask, then take away name, address, organisation, roles and chat identities. The reply does not name them."""
    found = one_person(call, person)
    if set(people.administrators(call.session)) == {found.id}:
        raise UserError(sentence("person", "last_administrator", name=found.name))
    found = people.locked(call.session, found.id)
    sure = Field("sure", "Är du säker?", FieldType.CHOICE, required=True, options=(Option("Ja, ta bort", "ja"),))
    form = Form(f"person glöm {as_typed(found)}", f"Ta bort {found.name}", (sure,), submit="Ta bort uppgifterna")
    if call.fields is None:
        led = [called(work) for work in projects.led_by(call.session, found.id) if work.closed_at is None]
        return Reply((Text(sentence("personal", "ask", name=found.name, led=led)), form))
    read(form, call.fields, call.today)
    personal_data.forget(call.session, found, call.now)
    return Reply((Text(sentence("personal", "forgotten")), Text(sentence("personal", "elsewhere"), TextStyle.NOTE)))


def _everything(call: Call, person: Person) -> tuple[Block, ...]:
    kept = personal_data.kept(call.session, person.id)
    led = [called(work) for work in projects.led_by(call.session, person.id)]
    chats = [
        f"{each.platform}: {each.external_id}, senast {long_date(call.day_of(each.last_seen_at))}"
        for each in kept.identities
    ]
    facts = (
        ("Namn", person.name),
        ("Organisation", person.organisation or "–"),
        ("E-post", person.email or "–"),
        ("Roller", role_words(people.roles_of(call.session, person.id))),
        ("Tillagd", long_date(call.day_of(person.created_at))),
        ("Chatt", "; ".join(chats) or "–"),
        ("Leder", listing(led) or "–"),
        ("Följer", listing(kept.follows) or "–"),
        ("Veckobrev", "Ja" if kept.letter else "Nej"),
        ("Meddelanden till", kept.chosen_platform.capitalize() or "där personen var senast"),
        ("Frånvaro", _absence(kept)),
        ("Ersätter", listing(kept.stands_in_for) or "–"),
        ("Påminnelser uppskjutna till", long_date(kept.snoozed_until) if kept.snoozed_until else "–"),
        ("Har skrivit", counted(kept.entries, "rapport", "rapporter", "en")),
        ("Anmälningar", counted(kept.signups, "anmälan", "anmälningar", "en")),
        ("Föredrag", counted(kept.speeches, "föredrag", "föredrag")),
        ("Ändringar", counted(kept.changes, "ändring", "ändringar", "en")),
    )
    return Text(person.name, TextStyle.HEADING), Facts.known(facts)


def _absence(kept: Kept) -> str:
    if kept.absence is None:
        return "–"
    away = f"{long_date(kept.absence.starts_on)}–{long_date(kept.absence.ends_on)}"
    return f"{away}, {kept.deputy} ersätter" if kept.deputy else away

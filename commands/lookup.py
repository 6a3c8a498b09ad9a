"""From what somebody typed to the row they mean; and who may change it."""

from __future__ import annotations

from commands.command import COORDINATORS, Call
from commands.message import Action, Option, Unclear, UserError
from commands.swedish.names import Candidate, find
from storage import absences, parties, people, projects
from storage.tables import Label, Person, Project
from storage.words import LabelKind


def find_work(call: Call, name: str, slot: str = "work") -> Project:
    """The work that `name` means.

    Unclear with the candidates as buttons when it may mean several; UserError with what is near when it means
    none. The buttons say the same line with the candidate's name in `slot`.
    """
    named = projects.by_name(call.session, name)
    if len(named) == 1:
        return named[0]
    ids = [work.id for work in named]
    if not ids:
        found = find(name, [Candidate(id_, keys) for id_, keys in projects.name_keys(call.session).items()])
        if not found.ids:
            raise _nothing(call, name, _choices(call, found.near, slot))
        ids = list(found.ids)
    if len(ids) > 1:
        raise Unclear("Vilket arbete menar du?", _choices(call, ids, slot))
    work = projects.get(call.session, ids[0])
    if work is None:
        raise LookupError(f"work {ids[0]} is named but not there")
    return work


def _nothing(call: Call, name: str, near: tuple[Action, ...]) -> UserError:
    """What to say when no work has the name: it may be a party's."""
    shown = name.strip()[:60]
    party = parties.by_name(call.session, name)
    if party is None:
        return UserError(
            f"Jag hittar inget arbete som heter ”{shown}”. Skriv portfölj för att se alla.", actions=near
        )
    its = party.short_name or party.name
    return UserError(
        f"{party.name} är en part, inget arbete. Arbetena där ser du med portfölj {its}.",
        actions=(Action(f"Arbeten i {its}", f"portfölj {its}"), *near),
    )


def _choices(call: Call, ids: list[int] | tuple[int, ...], slot: str) -> tuple[Action, ...]:
    by_id = {work.id: work for work in projects.several(call.session, ids)}
    works = [by_id[id_] for id_ in ids if id_ in by_id]
    if slot not in call.match.spans:
        return ()
    return tuple(Action(called(work), call.retyped(slot, work.name)) for work in works)


def called(work: Project) -> str:
    """The name that people use for a work: the short one if there is one."""
    return work.short_name or work.name


def leads(call: Call, work: Project) -> bool:
    """Whether the asking person may change this work.

    Its leaders may, whoever stands in for one of them today, and those who coordinate the programme.
    """
    if call.person.roles & COORDINATORS:
        return True
    me = call.person.id
    return me is not None and (
        projects.is_led_by(call.session, work.id, me) or absences.is_deputy(call.session, work.id, me, call.today)
    )


def must_lead(call: Call, work: Project) -> None:
    """Raise UserError, naming who may, unless the asking person may change this work."""
    if leads(call, work):
        return
    names = [person.name for person in projects.leaders(call.session, [work.id])[work.id]]
    who = " eller ".join([*names, "en koordinator"])
    raise UserError(
        f"Du leder inte {called(work)}, så du kan inte ändra det. Det kan {who}.",
        actions=(Action(f"Läget: {called(work)}", f"status {work.name}"), Action("Mina arbeten", "mina")),
    )


def mine_of(call: Call, unclear: Unclear) -> Unclear:
    """The same question with only the works that the asking person leads, where there are any among them."""
    if call.person.id is None or call.person.roles & COORDINATORS:
        return unclear
    led = {called(work) for work in projects.led_by(call.session, call.person.id)}
    mine = tuple(action for action in unclear.actions if action.label in led)
    return Unclear(unclear.question, mine or unclear.actions)


def must_be_known(call: Call) -> int:
    """The id of the asking person; UserError for the operator, who has no place in a list of people."""
    if call.person.id is None:
        raise UserError("Det här gäller en person. Lägg till --as och en e-postadress.")
    return call.person.id


def person_named(call: Call, name: str) -> list[Person]:
    """The persons that `name` may mean, best first; empty when it means none."""
    everyone = {person.id: person for person in people.everyone(call.session) if person.anonymised_at is None}
    found = find(name, [Candidate(id_, (person.key,)) for id_, person in everyone.items()])
    return [everyone[id_] for id_ in found.ids]


def party_options(call: Call) -> tuple[Option, ...]:
    """The parties as choices: the full name is shown, and either name can be typed."""
    everyone = parties.every_party(call.session)
    return tuple(Option(party.name, party.short_name or party.name) for party in everyone)


def label_value(label: Label) -> str:
    """What stands for a label in a form: its number, or its text where it has none."""
    return str(label.number) if label.number is not None else label.text.replace(";", ",")


TIED_LABELS = (LabelKind.TARGET_GROUP, LabelKind.GOAL, LabelKind.BENEFIT_OBJECT, LabelKind.DIRECTION)
"""The kinds of label that the form asks for."""

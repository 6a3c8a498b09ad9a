"""From a typed name to the row that it means; and who may change it."""

from __future__ import annotations

from commands.command import COORDINATORS, Call
from commands.message import Action, Option, Unclear, UserError
from commands.swedish.names import Candidate, find
from storage import absences, parties, people, project_changes, projects
from storage.tables import Label, Party, Person, Project
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
    its = called(party)
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


def called(named: Project | Party) -> str:
    """The name that people use for a work or a party: the short one if there is one."""
    return named.short_name or named.name


def button_to_work(work: Project, label: str = "Om arbetet") -> Action:
    """The button that shows all about a work."""
    return Action(label, f"arbete visa {work.name}")


def leads(call: Call, work: Project) -> bool:
    """Whether the sender may change this work.

    Its leaders may, those who stand in for one of them today, and those who coordinate the programme.
    """
    if call.person.roles & COORDINATORS:
        return True
    me = call.person.id
    return me is not None and (
        projects.is_led_by(call.session, work.id, me) or absences.is_deputy(call.session, work.id, me, call.today)
    )


def must_lead(call: Call, work: Project) -> None:
    """Raise UserError, naming who may, unless the sender may change this work."""
    if leads(call, work):
        return
    names = [person.name for person in projects.leaders(call.session, [work.id])[work.id]]
    who = " eller ".join([*names, "en koordinator"])
    raise UserError(
        f"Du leder inte {called(work)}, så du kan inte ändra det. Det kan {who}.",
        actions=(Action(f"Läget: {called(work)}", f"status {work.name}"), Action("Mina arbeten", "mina")),
    )


def work_to_change(call: Call, name: str, *, lock: bool = True) -> Project:
    """As `find_work`, held until the transaction ends. UserError as `must_lead`."""
    work = find_work(call, name)
    must_lead(call, work)
    return project_changes.locked(call.session, work.id) if lock else work


def mine_of(call: Call, unclear: Unclear) -> Unclear:
    """The same question with only the works that the sender leads, where there are any among them."""
    if call.person.id is None or call.person.roles & COORDINATORS:
        return unclear
    led = {called(work) for work in projects.led_by(call.session, call.person.id)}
    mine = tuple(action for action in unclear.actions if action.label in led)
    return Unclear(unclear.question, mine or unclear.actions)


def must_be_known(call: Call) -> int:
    """The id of the sender; UserError for the operator, who has no place in a list of people."""
    if call.person.id is None:
        raise UserError("Det här gäller en person. Lägg till --as och en e-postadress.")
    return call.person.id


def person_named(call: Call, name: str) -> list[Person]:
    """The persons that `name` may mean, best first; empty when it means none."""
    by_id = {person.id: person for person in everyone(call)}
    found = find(name, [Candidate(id_, (person.key,)) for id_, person in by_id.items()])
    return [by_id[id_] for id_ in found.ids]


def everyone(call: Call) -> list[Person]:
    """The persons of the programme, without those whose personal data has been taken away."""
    return [person for person in people.everyone(call.session) if person.anonymised_at is None]


def party_options(call: Call) -> tuple[Option, ...]:
    """The parties as choices: the full name is shown, and either name can be typed."""
    return tuple(Option(party.name, called(party)) for party in parties.every_party(call.session))


def label_value(label: Label) -> str:
    """The value of a label in a form: its number, or its text where it has none."""
    return str(label.number) if label.number is not None else label.text.replace(";", ",")


TIED_LABELS = (LabelKind.TARGET_GROUP, LabelKind.GOAL, LabelKind.BENEFIT_OBJECT, LabelKind.DIRECTION)
"""The kinds of label that the form asks for."""

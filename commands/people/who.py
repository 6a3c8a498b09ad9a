"""Who leads a work, and who a person is."""

from __future__ import annotations

from collections.abc import Sequence

from commands.command import Call, command
from commands.lookup import button_to_work, called, everyone
from commands.message import Action, Actions, Block, Fact, Facts, Reply, Text, TextStyle, Unclear, UserError
from commands.people._persons import as_typed, persons_meant, role_words
from commands.sentences import sentence
from commands.swedish.names import Candidate, find
from commands.swedish.text import listing, short
from commands.works.leaders import written_name
from storage import people, projects
from storage.swedish import fold
from storage.tables import Person, Project


@command(
    "vem {person}",
    "vem är {person}",
    "vem leder {person}",
    "vilka leder {person}",
    summary="Vem som leder ett arbete, eller vem någon är",
    examples=("vem BarnSäkert", "vem koordinator@exempel.se"),
    topic="Fråga",
)
def who(call: Call, person: str) -> Reply:
    """A work: who leads it, where, who commissions it. A person: where, address, roles, works."""
    works, persons = _meant(call, person)
    if len(works) + len(persons) > 1:
        raise Unclear(sentence("who", "which"), _choices(works, persons))
    if works:
        return _of_work(call, works[0])
    if persons:
        return _of_person(call, persons[0])
    raise UserError(sentence("who", "nothing", name=short(person)), actions=_near(call, person))


def _meant(call: Call, typed: str) -> tuple[Sequence[Project], Sequence[Person]]:
    """The works and the persons that were meant, weighed together: an exact name of either is just that."""
    if "@" in typed or typed.strip().startswith("#") or "," in typed:
        found = persons_meant(call, typed.rstrip("?"))
        if found:
            return [], found
    ids = find(typed, _candidates(call)).ids
    works = {work.id: work for work in projects.several(call.session, [id_ for id_ in ids if id_ > 0])}
    persons = {person.id: person for person in people.everyone(call.session) if -person.id in ids}
    return [works[id_] for id_ in ids if id_ in works], [persons[-id_] for id_ in ids if -id_ in persons]


def _candidates(call: Call) -> list[Candidate]:
    """Works by their ids, persons by theirs with a minus."""
    works = [Candidate(id_, keys) for id_, keys in projects.name_keys(call.session).items()]
    return works + [Candidate(-each.id, (each.key, fold(written_name(each)))) for each in everyone(call)]


def _choices(works: Sequence[Project], persons: Sequence[Person]) -> tuple[Action, ...]:
    return (
        *(Action(called(work), f"vem {work.name}") for work in works),
        *(Action(written_name(each), f"vem {as_typed(each, persons)}") for each in persons),
    )


def _near(call: Call, typed: str) -> tuple[Action, ...]:
    near = find(typed, _candidates(call)).near
    works = projects.several(call.session, [id_ for id_ in near if id_ > 0])
    persons = [person for person in people.everyone(call.session) if -person.id in near]
    return _choices(works, persons)


def _of_work(call: Call, work: Project) -> Reply:
    leaders = projects.leaders(call.session, [work.id])[work.id]
    leading = [", ".join(filter(None, (each.name, each.organisation, each.email))) for each in leaders]
    parties = listing([called(party) for party in projects.parties(call.session, [work.id])[work.id]])
    facts = Facts.known(
        [
            *(("Projektledare", who) for who in leading or ["ingen än"]),
            ("Beställare", work.commissioner or "–"),
            ("Parter", parties),
        ]
    )
    moves = (
        *(Action(each.name, f"vem {as_typed(each, leaders)}") for each in leaders if each.anonymised_at is None),
        Action("Visa läget", f"status {work.name}"),
        button_to_work(work),
    )
    return Reply((Text(work.name, TextStyle.HEADING), facts, Actions(moves)))


def _of_person(call: Call, person: Person) -> Reply:
    led = [work for work in projects.led_by(call.session, person.id) if work.closed_at is None]
    facts = (
        Fact("Organisation", person.organisation or "–"),
        Fact("E-post", person.email or "–"),
        Fact("Roll", role_words(people.roles_of(call.session, person.id))),
        Fact("Leder", listing([called(work) for work in led]) or "inget arbete just nu"),
    )
    blocks: list[Block] = [Text(person.name, TextStyle.HEADING), Facts(facts)]
    if led:
        blocks.append(Actions(tuple(Action(called(work), f"status {work.name}") for work in led)))
    return Reply(tuple(blocks), private=True)  # an address is not for a channel

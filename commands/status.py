"""How a work goes right now: the latest entry, and what somebody who asks needs to know around it."""

from __future__ import annotations

from collections.abc import Sequence

from commands._command import Call, command
from commands._dates import ago, long_date
from commands._lookup import called, find_work, leads
from commands._message import Action, Actions, ActionStyle, Block, Fact, Facts, Reply, Text, TextStyle
from commands._sentences import say
from commands._swedish import listing
from commands._words import MARKS, STAGES, STATES, state_phrase, state_word
from storage import people, projects, statuses
from storage.tables import Project, StatusUpdate

UNJUDGED = "– Ej bedömt"
TREND = 6
"""So many entries show where a work is heading."""


@command(
    "status {work}",
    "läget {work}",
    "läge {work}",
    "läget för {work}",
    "läget med {work}",
    "hur går det med {work}",
    "hur går det för {work}",
    "hur är läget med {work}",
    "hur ligger {work} till",
    summary="Senaste läget för ett arbete",
    examples=("status BarnSäkert", "läget demens", "hur går det med landsbygd?"),
)
def status(call: Call, work: str) -> Reply:
    """Latest state, overall and per dimension, what was done, what comes, what is needed, how old it is."""
    found = find_work(call, work)
    entries = statuses.newest(call.session, found.id, TREND)
    heading = Text(found.name, TextStyle.HEADING)
    if not entries:
        return Reply((heading, _unreported(call, found), _next_moves(call, found)))
    blocks: list[Block] = [heading, _states(call, found, entries)]
    if words := written(entries[0]):
        blocks.append(Facts(words))
    return Reply((*blocks, _next_moves(call, found)))


@command("status", "läget", "läge", "hur går det", summary="Läget i stort", examples=("status",))
def status_of_all(call: Call) -> Reply:
    """Asked without a work: the whole portfolio."""
    portfolio = call.book.match("portfölj")
    if portfolio is None:
        raise LookupError("there is no portfolio command")
    return portfolio.command(call, **portfolio.slots)


def written(entry: StatusUpdate) -> tuple[Fact, ...]:
    """What the leader wrote, under its headings; what was left empty is left out."""
    told = (
        ("Genomfört", entry.done),
        ("Nästa steg", entry.next_steps),
        ("Avvikelse", entry.deviation),
        ("Orsak", entry.cause),
        ("Åtgärd", entry.measure),
        ("Beslut behövs", entry.decision_needed),
    )
    return tuple(Fact(label, text) for label, text in told if text)


def dimension_facts(call: Call, entry: StatusUpdate) -> tuple[Fact, ...]:
    """The state of each dimension that the programme judges, in its order.

    An entry in one line judges none: then the last judgement stands, with its date.
    """
    judged, since = statuses.dimensions(call.session, [entry.id]).get(entry.id, {}), ""
    if not judged and (last := statuses.last_judged(call.session, entry.project_id)):
        judged = statuses.dimensions(call.session, [last.id])[last.id]
        since = f" ({long_date(last.at.astimezone(call.zone).date())})"
    return tuple(
        Fact(label.text.capitalize(), f"{state_word(judged[label.id])}{since}" if label.id in judged else UNJUDGED)
        for label in statuses.dimension_labels(call.session)
    )


def trend(entries: Sequence[StatusUpdate]) -> str:
    """Shapes and words, oldest first: "● grön → ▲ gul → ■ röd". `entries` come newest first."""
    return " → ".join(f"{MARKS[entry.state]} {STATES[entry.state]}" for entry in reversed(entries))


def _states(call: Call, work: Project, entries: Sequence[StatusUpdate]) -> Facts:
    latest = entries[0]
    facts = [Fact("Läge", state_phrase(latest.state)), *dimension_facts(call, latest)]
    facts.append(Fact("Rapporterat", _reported(call, latest)))
    if len(entries) > 1:
        facts.append(Fact("Utveckling", trend(entries)))
    return Facts((*facts, *_about(call, work)))


def _reported(call: Call, entry: StatusUpdate) -> str:
    on = entry.at.astimezone(call.zone).date()
    by = people.get(call.session, entry.reported_by_id)
    return say("status", "reported", date=long_date(on), age=ago(on, call.today), by=by.name if by else "")


def _about(call: Call, work: Project) -> list[Fact]:
    leaders = [person.name for person in projects.leaders(call.session, [work.id])[work.id]]
    parties = [party.short_name or party.name for party in projects.parties(call.session, [work.id])[work.id]]
    facts = [Fact("Projektledare", listing(leaders) if leaders else "ingen än")]
    if parties:
        facts.append(Fact("Parter", listing(parties)))
    facts.append(Fact("Fas", STAGES[work.stage].capitalize()))
    return facts


def _unreported(call: Call, work: Project) -> Facts:
    return Facts((Fact("Läge", state_phrase(None)), *_about(call, work)))


def _next_moves(call: Call, work: Project) -> Actions:
    moves = [Action("Historik", f"historik {work.name}"), Action("Om arbetet", f"arbete visa {work.name}")]
    if leads(call, work) and work.closed_at is None:
        label = f"Rapportera {called(work)}"
        moves.insert(0, Action(label, f"rapportera {work.name}", ActionStyle.PRIMARY))
    return Actions(tuple(moves))

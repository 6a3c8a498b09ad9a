"""How a work goes right now: the latest entry, and what the person who asks needs to know around it."""

from __future__ import annotations

from collections.abc import Sequence

from commands.command import LEADERS, Call, command
from commands.lookup import called, find_work, leads
from commands.message import Action, Actions, ActionStyle, Block, Fact, Facts, Reply, Text, TextStyle
from commands.plan.pending import pending_facts
from commands.sentences import sentence
from commands.swedish.dates import ago, long_date
from commands.swedish.text import listing
from commands.swedish.words import MARKS, STAGES, STATES, state_phrase, state_word
from storage import projects, statuses
from storage.projects import Around
from storage.statuses import DimensionRating, StatusText
from storage.tables import Project

UNRATED = "– Ej bedömt"
TREND_LENGTH = 6
"""How many entries show where a work is heading."""


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
    entries = statuses.latest_texts(call.session, found.id, TREND_LENGTH)
    about = projects.around(call.session, found.id)
    heading, moves = Text(found.name, TextStyle.HEADING), _next_moves(call, found, about)
    if not entries:
        known = (Fact("Läge", state_phrase(None)), *_about(found, about), *pending_facts(call, found.id, None))
        return Reply((heading, Facts(known), moves))
    blocks: list[Block] = [heading, Facts((*_states(call, found, entries), *_about(found, about)))]
    if words := (*written(entries[0]), *pending_facts(call, found.id, entries[0])):
        blocks.append(Facts(words))
    return Reply((*blocks, moves))


@command("status", "läget", "läge", "hur går det", summary="Läget i stort", examples=("status",))
def status_of_all(call: Call) -> Reply:
    """Asked without a work: the whole portfolio."""
    portfolio = call.book.match("portfölj")
    if portfolio is None:
        raise LookupError("there is no portfolio command")
    return portfolio.command(call, **portfolio.slots)


def written(entry: StatusText) -> tuple[Fact, ...]:
    """What the leader wrote, under its headings; what was left empty is left out."""
    texts = (
        ("Genomfört", entry.done),
        ("Nästa steg", entry.next_steps),
        ("Avvikelse", entry.deviation),
        ("Orsak", entry.cause),
        ("Åtgärd", entry.measure),
        ("Beslut behövs", entry.decision_needed),
    )
    return tuple(Fact(label, text) for label, text in texts if text)


def dimension_facts(call: Call, work: Project, entry: StatusText) -> tuple[Fact, ...]:
    """The state of each dimension that the programme rates, in its order.

    An entry in one line rates none: then the latest rating is shown, with its date.
    """

    def rated(each: DimensionRating) -> str:
        if each.state is None or each.at is None:
            return UNRATED
        since = "" if each.update_id == entry.id else f" ({long_date(each.at.astimezone(call.zone).date())})"
        return f"{state_word(each.state)}{since}"

    ratings = statuses.dimension_ratings(call.session, work.id)
    return tuple(Fact(each.text.capitalize(), rated(each)) for each in ratings)


def trend(entries: Sequence[StatusText]) -> str:
    """Shapes and words, oldest first: "● grön → ▲ gul → ■ röd". `entries` come newest first."""
    return " → ".join(f"{MARKS[entry.state]} {STATES[entry.state]}" for entry in reversed(entries))


def _states(call: Call, work: Project, entries: Sequence[StatusText]) -> list[Fact]:
    latest = entries[0]
    facts = [Fact("Läge", state_phrase(latest.state)), *dimension_facts(call, work, latest)]
    facts.append(Fact("Rapporterat", _reported(call, latest)))
    if len(entries) > 1:
        facts.append(Fact("Utveckling", trend(entries)))
    return facts


def _reported(call: Call, entry: StatusText) -> str:
    on = entry.at.astimezone(call.zone).date()
    return sentence("status", "reported", date=long_date(on), age=ago(on, call.today), by=entry.by)


def _about(work: Project, about: Around) -> list[Fact]:
    facts = [Fact("Projektledare", listing(list(about.leaders.values())) if about.leaders else "ingen än")]
    if about.parties:
        facts.append(Fact("Parter", listing(about.parties)))
    facts.append(Fact("Fas", STAGES[work.stage].capitalize()))
    return facts


def _next_moves(call: Call, work: Project, about: Around) -> Actions:
    moves = [Action("Historik", f"historik {work.name}"), Action("Om arbetet", f"arbete visa {work.name}")]
    if work.closed_at is None and _may_report(call, work, about):
        label = f"Rapportera {called(work)}"
        moves.insert(0, Action(label, f"rapportera {work.name}", ActionStyle.PRIMARY))
    return Actions(tuple(moves))


def _may_report(call: Call, work: Project, about: Around) -> bool:
    # Most who ask lead nothing, and a leader is known already: neither takes another look.
    return bool(call.person.roles & LEADERS) and (call.person.id in about.leaders or leads(call, work))

"""The portfolio: how all works go, worst first, filtered by whatever words come to mind, in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from commands.command import Call, command
from commands.lookup import TIED_LABELS, called
from commands.message import Action, Actions, Block, Fact, Facts, Reply, Table, Text, TextStyle
from commands.sentences import sentence
from commands.swedish.dates import ago
from commands.swedish.text import counted, listing
from commands.swedish.words import FORMS, LABEL_KINDS, STAGES, STATES, UNREPORTED, meant, state_word
from storage import labels, parties, portfolio, projects
from storage.portfolio import Filter
from storage.swedish import fold
from storage.tables import Label, Project
from storage.words import Standing, State

PAGE = 20
WORST_FIRST: tuple[State | None, ...] = (State.RED, State.YELLOW, None, State.GREEN)
_UNREPORTED = frozenset({"ej", "orapporterat", "orapporterade", fold(UNREPORTED)})
_FILLER = frozenset({"i", "for", "med", "och", "som", "ar", "arbeten", "visa", "hela", "lage", "fas", "form"})
_STANDINGS: Mapping[str, tuple[Standing, ...]] = {
    "inkluderade": (Standing.INCLUDED,),
    "inkluderat": (Standing.INCLUDED,),
    "ideer": (Standing.IDEA,),
    "foljs": (Standing.FOLLOWED,),
    "foljda": (Standing.FOLLOWED,),
    "alla": (Standing.INCLUDED, Standing.FOLLOWED),
}


@dataclass(frozen=True, slots=True)
class PortfolioQuery:
    """What a line of filter words asks for."""

    chosen: Filter
    page: int = 1


@command(
    "portfölj {words?}",
    "portföljen {words?}",
    "hur går det för portföljen",
    summary="Alla arbeten, sämst läge först; filtrera på läge, part, fas, form, delmål, etikett eller ledare",
    examples=("portfölj", "portfölj röd", "portfölj Sundsvall barn"),
)
def show(call: Call, words: str = "") -> Reply:
    """Counts by state and a table, worst first; the filters may come in any order."""
    query = read_query(call, words)
    standings = portfolio.standings(call.session, query.chosen)
    only_followed = _only_followed(query, standings)
    if only_followed:
        query = replace(query, chosen=replace(query.chosen, standings=(Standing.FOLLOWED,)))
    total = sum((counts := portfolio.counts(call.session, query.chosen)).values())
    works = portfolio.works(call.session, query.chosen, PAGE, (query.page - 1) * PAGE)
    heading = sentence("portfolio", "heading", words=words, page=query.page)
    if not works:
        text = sentence("portfolio", "nothing", words=words)
        return Reply((Text(heading, TextStyle.HEADING), Text(text), Actions(_beside(standings, query, words))))
    blocks: list[Block] = [Text(heading, TextStyle.HEADING), _counted(counts, total), _table(call, works)]
    if only_followed:
        blocks.insert(1, Text(sentence("portfolio", "only_followed"), TextStyle.NOTE))
    moves = (*_more(query, words, total), *_beside(standings, query, words))
    return Reply((*blocks, Actions(moves)) if moves else tuple(blocks))


def _only_followed(query: PortfolioQuery, standings: Mapping[Standing, int]) -> bool:
    """Whether none of the works asked for is included by decision, but some are followed."""
    only_included = query.chosen.standings == (Standing.INCLUDED,)
    return only_included and not standings.get(Standing.INCLUDED) and bool(standings.get(Standing.FOLLOWED))


def read_query(call: Call, words: str) -> PortfolioQuery:
    """Read filter words in any order. An unknown word must occur in a name, a label or a leader's name."""
    party_ids, tied = parties.ids_by_key(call.session), labels.of_kinds(call.session, *TIED_LABELS)
    numbered = {f"{fold(LABEL_KINDS[label.kind])} {label.number}": label.id for label in tied if label.number}
    chosen, page, left = Filter(), 1, fold(words).split()
    while left:
        two, one = " ".join(left[:2]), left[0]
        if one == "sida" and len(left) > 1 and left[1].isdigit():
            page, left = max(1, int(left[1])), left[2:]
        elif two in numbered:
            chosen, left = replace(chosen, label_ids=(*chosen.label_ids, numbered[two])), left[2:]
        elif labelled := _labelled(tied, left):
            ids, taken = labelled
            chosen, left = replace(chosen, label_ids=(*chosen.label_ids, *ids)), left[taken:]
        elif two in party_ids and two != one:
            chosen, left = replace(chosen, party_ids=(*chosen.party_ids, party_ids[two])), left[2:]
        elif two == fold(UNREPORTED):
            chosen, left = replace(chosen, states=(*chosen.states, None)), left[2:]
        else:
            chosen, left = _with_word(chosen, one, party_ids), left[1:]
    return PortfolioQuery(chosen, page)


def _labelled(labels: Sequence[Label], words: Sequence[str]) -> tuple[list[int], int] | None:
    """The labels that a kind and words of a text name ("målgrupp barn"), and how many words that took."""
    for count in range(len(words), 1, -1):
        text = " ".join(words[1:count])
        fitting = [
            each for each in labels if fold(LABEL_KINDS[each.kind]) == words[0] and f" {text}" in f" {each.key}"
        ]
        if fitting:
            return [each.id for each in fitting], count
    return None


def _with_word(chosen: Filter, word: str, parties: Mapping[str, int]) -> Filter:
    if state := meant(STATES, word):
        return replace(chosen, states=(*chosen.states, state))
    if word in _UNREPORTED:
        return replace(chosen, states=(*chosen.states, None))
    if word in parties:
        return replace(chosen, party_ids=(*chosen.party_ids, parties[word]))
    if word in _STANDINGS:
        return replace(chosen, standings=_STANDINGS[word])
    if word in ("avslutade", "avslutat"):
        return replace(chosen, standings=tuple(Standing), closed=True)
    if stage := meant(STAGES, word):
        return replace(chosen, stages=(*chosen.stages, stage))
    if form := meant(FORMS, word.removesuffix("er") if word in ("piloter", "sprinter") else word):
        return replace(chosen, forms=(*chosen.forms, form))
    return chosen if word in _FILLER else replace(chosen, words=(*chosen.words, word))


def _counted(counts: Mapping[State | None, int], total: int) -> Facts:
    facts = [Fact(state_word(state), str(counts[state])) for state in WORST_FIRST if counts.get(state)]
    return Facts((Fact("Antal", counted(total, "arbete", "arbeten")), *facts))


def _table(call: Call, works: Sequence[Project]) -> Table:
    ids = [work.id for work in works]
    parties, leaders = projects.parties(call.session, ids), projects.leaders(call.session, ids)
    rows = []
    for work in works:
        reported = ago(work.latest_at.astimezone(call.zone).date(), call.today) if work.latest_at else "–"
        taking_part = listing([party.short_name or party.name for party in parties[work.id]]) or "–"
        leading = listing([person.name for person in leaders[work.id]]) or "–"
        rows.append(
            (state_word(work.latest_state), called(work), STAGES[work.stage], taking_part, leading, reported)
        )
    columns = ("Läge", "Arbete", "Fas", "Parter", "Projektledare", "Rapporterat")
    return Table(columns, tuple(rows), title=sentence("portfolio", "table"), naming=1)


def _more(query: PortfolioQuery, words: str, total: int) -> tuple[Action, ...]:
    if query.page * PAGE >= total:
        return ()
    bare = " ".join(word for word in words.split() if word)
    before = bare.lower().partition(" sida ")[0] if query.page > 1 else bare
    return (Action("Visa fler", f"portfölj {before} sida {query.page + 1}".replace("  ", " ")),)


def _beside(standings: Mapping[Standing, int], query: PortfolioQuery, words: str) -> tuple[Action, ...]:
    """What there is beside the portfolio, so that nothing is out of sight."""
    if words:
        return (Action("Hela portföljen", "portfölj"),)
    beside = []
    if (followed := standings.get(Standing.FOLLOWED, 0)) and Standing.FOLLOWED not in query.chosen.standings:
        beside.append(Action(f"Arbeten som följs ({followed})", "portfölj följs"))
    if ideas := standings.get(Standing.IDEA, 0):
        beside.append(Action(f"Tidiga idéer ({ideas})", "idéer"))
    return tuple(beside)

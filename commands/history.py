"""How a work went over time, and full-text search over all entries."""

from __future__ import annotations

from collections.abc import Sequence

from commands._command import Call, command
from commands._dates import short_date
from commands._lookup import called, find_work
from commands._message import Action, Actions, Block, Reply, Table, Text, TextStyle, UserError
from commands._sentences import say
from commands._swedish import counted
from commands._words import state_word
from storage import people, projects, statuses
from storage.swedish import fold, plain
from storage.tables import StatusUpdate

PAGE = 10
SHORTEST_WORD = 2
EXCERPT = 160


@command(
    "historik {work} sida {count}",
    "historik {work}",
    "historia {work}",
    summary="Hur ett arbete har gått över tid",
    examples=("historik BarnSäkert",),
)
def history(call: Call, work: str, count: str = "1") -> Reply:
    """All entries, newest first, the withdrawn ones too, marked."""
    found = find_work(call, work)
    page = max(1, int(count))
    entries = statuses.history(call.session, found.id, PAGE + 1, (page - 1) * PAGE)
    heading = Text(say("history", "heading", work=found.name, page=page), TextStyle.HEADING)
    if not entries:
        back = Action(f"Status {called(found)}", f"status {found.name}")
        return Reply((heading, Text(say("history", "nothing", work=called(found))), Actions((back,))))
    table = Table(("Datum", "Läge", "Vad", "Av"), _rows(call, entries[:PAGE]), title=say("history", "table"))
    moves = [Action(f"Status {called(found)}", f"status {found.name}")]
    if len(entries) > PAGE:
        moves.append(Action("Visa fler", f"historik {found.name} sida {page + 1}"))
    return Reply((heading, table, Actions(tuple(moves))))


@command(
    "sök {words}",
    summary="Sök i allt som har rapporterats",
    examples=("sök väntrum",),
)
def search(call: Call, words: str) -> Reply:
    """Entries that hold all the words, parts of compounds too, whatever their case and with or without å ä ö."""
    asked = [word for word in fold(words).split() if len(word) >= SHORTEST_WORD]
    if not asked:
        raise UserError("Skriv minst två bokstäver att söka efter, till exempel sök väntrum.")
    entries = statuses.search(call.session, asked, PAGE * 2)
    if not entries:
        return Reply((Text(say("history", "not_found", words=words)),))
    by_id = {work.id: work for work in projects.several(call.session, {entry.project_id for entry in entries})}
    rows = tuple(
        (_day(call, entry), called(by_id[entry.project_id]), state_word(entry.state), excerpt(entry, asked))
        for entry in entries
    )
    heading = say(
        "history",
        "found",
        words=words,
        hits=counted(len(rows), "träff", "träffar", "en"),
        more=len(rows) == PAGE * 2,
    )
    blocks: list[Block] = [Text(heading, TextStyle.HEADING), Table(("Datum", "Arbete", "Läge", "Text"), rows)]
    names = dict.fromkeys(called(by_id[entry.project_id]) for entry in entries)
    return Reply((*blocks, Actions(tuple(Action(f"Status {name}", f"status {name}") for name in list(names)[:3]))))


def excerpt(entry: StatusUpdate, words: Sequence[str]) -> str:
    """The part of an entry around the first word that was asked for, cut at spaces and marked with …."""
    texts = [text for column in statuses.WORDS if (text := getattr(entry, column))]
    holding = next((text for text in texts if any(word in fold(text) for word in words)), " ".join(texts))
    flat = " ".join(holding.split())
    if len(flat) <= EXCERPT:
        return flat
    at = next((place for word in words if (place := plain(flat).find(word)) >= 0), 0)
    start = max(0, at - EXCERPT // 3)
    start = flat.find(" ", start) + 1 if start else 0
    end = flat.rfind(" ", start, start + EXCERPT)
    return f"{'… ' if start else ''}{flat[start:end]}{' …' if end < len(flat) else ''}"


def _rows(call: Call, entries: Sequence[StatusUpdate]) -> tuple[tuple[str, ...], ...]:
    names = people.names(call.session, {entry.reported_by_id for entry in entries})
    return tuple(
        (_day(call, entry), _state(entry), entry.done or "–", names.get(entry.reported_by_id or 0, "–"))
        for entry in entries
    )


def _state(entry: StatusUpdate) -> str:
    withdrawn = " (tillbakatagen)" if entry.withdrawn_at else ""
    return f"{state_word(entry.state)}{withdrawn}"


def _day(call: Call, entry: StatusUpdate) -> str:
    on = entry.at.astimezone(call.zone).date()
    return f"{short_date(on)} {on.year}"

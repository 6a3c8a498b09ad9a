"""How a work went over time, and full-text search over all entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from commands.command import Call, command
from commands.lookup import called, find_work
from commands.message import Action, Actions, Reply, Table, Text, TextStyle, UserError
from commands.plan.kinds import KINDS
from commands.sentences import sentence
from commands.swedish.dates import short_date
from commands.swedish.text import counted
from commands.swedish.words import state_word
from storage import people, plan, projects, statuses
from storage.plan import Happened
from storage.swedish import fold, plain
from storage.tables import StatusUpdate
from storage.tables.entry import SearchedEntry

PAGE = 10
MIN_WORD_LENGTH = 2
EXCERPT_LENGTH = 160


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
    happened = plan.history(call.session, found.id, PAGE + 1, (page - 1) * PAGE)
    heading = Text(sentence("history", "heading", work=found.name, page=page), TextStyle.HEADING)
    if not happened:
        back = Action(f"Status {called(found)}", f"status {found.name}")
        return Reply((heading, Text(sentence("history", "nothing", work=called(found))), Actions((back,))))
    table = Table(("Datum", "Läge", "Vad", "Av"), _rows(call, happened[:PAGE]), title=sentence("history", "table"))
    moves = [Action(f"Status {called(found)}", f"status {found.name}")]
    if len(happened) > PAGE:
        moves.append(Action("Visa fler", f"historik {found.name} sida {page + 1}"))
    return Reply((heading, table, Actions(tuple(moves))))


@command(
    "sök {words}",
    summary="Sök i allt som har rapporterats",
    examples=("sök väntrum",),
)
def search(call: Call, words: str) -> Reply:
    """Entries that hold all the words, parts of compounds too, whatever their case and with or without å ä ö."""
    asked = [word for word in fold(words).split() if len(word) >= MIN_WORD_LENGTH]
    if not asked:
        raise UserError("Skriv minst två bokstäver att söka efter, till exempel sök väntrum.")
    happened = plan.search(call.session, asked, PAGE * 2)
    if not happened:
        return Reply((Text(sentence("history", "not_found", words=words)),))
    rows = plan.rows_of(call.session, happened)
    works = projects.several(call.session, {row.project_id for row in rows.values() if row.project_id})
    names = {work.id: called(work) for work in works}
    found = []
    for each in happened:
        row = rows[each.table, each.id]
        about = names.get(row.project_id, "Programmet")
        found.append((_day(call, each.at), about, _kind(each, row), excerpt(_texts(call, each, row), asked)))
    heading = sentence(
        "history",
        "found",
        words=words,
        hits=counted(len(found), "träff", "träffar", "en"),
        more=len(found) == PAGE * 2,
    )
    table = Table(("Datum", "Arbete", "Läge", "Text"), tuple(found), naming=1)
    looks = tuple(Action(f"Status {name}", f"status {name}") for name in list(dict.fromkeys(names.values()))[:3])
    return Reply((Text(heading, TextStyle.HEADING), table, Actions(looks)))


def excerpt(texts: Sequence[str], words: Sequence[str]) -> str:
    """The part of what was written around the first word that was asked for, cut at spaces and marked with …."""
    holding = next((text for text in texts if any(word in fold(text) for word in words)), " ".join(texts))
    flat = " ".join(holding.split())
    if len(flat) <= EXCERPT_LENGTH:
        return flat
    at = next((place for word in words if (place := plain(flat).find(word)) >= 0), 0)
    start = max(0, at - EXCERPT_LENGTH // 3)
    start = flat.find(" ", start) + 1 if start else 0
    end = flat.rfind(" ", start, start + EXCERPT_LENGTH)
    return f"{'… ' if start else ''}{flat[start:end]}{' …' if end < len(flat) else ''}"


def _rows(call: Call, happened: Sequence[Happened]) -> tuple[tuple[str, ...], ...]:
    rows = plan.rows_of(call.session, happened)
    by = {each: _author_id(rows[each.table, each.id]) for each in happened}
    names = people.names(call.session, set(by.values()))
    return tuple(
        (
            _day(call, each.at),
            _kind(each, row),
            (row.done if isinstance(row, StatusUpdate) else KINDS[each.table].title(call, row)) or "–",
            names.get(by[each] or 0, "–"),
        )
        for each in happened
        for row in [rows[each.table, each.id]]
    )


def _author_id(row: StatusUpdate | SearchedEntry) -> int | None:
    return row.reported_by_id if isinstance(row, StatusUpdate) else row.created_by_id


def _texts(call: Call, each: Happened, row: StatusUpdate | SearchedEntry) -> Sequence[str]:
    """What was written in it, one text a field; of an entry without words, its title."""
    if isinstance(row, StatusUpdate):
        return [text for column in statuses.WORDS if (text := getattr(row, column))]
    kind = KINDS[each.table]
    return [text for column in row.__searched__ if (text := getattr(row, column))] or [kind.title(call, row)]


def _kind(each: Happened, row: StatusUpdate | SearchedEntry) -> str:
    """The state that was reported, or what kind of entry it is with its number; marked when it was taken back."""
    withdrawn = " (tillbakatagen)" if row.withdrawn_at else ""
    if isinstance(row, StatusUpdate):
        return f"{state_word(row.state)}{withdrawn}"
    return f"{KINDS[each.table].word.capitalize()} {each.id}{withdrawn}"


def _day(call: Call, at: datetime) -> str:
    on = at.astimezone(call.zone).date()
    return f"{short_date(on)} {on.year}"

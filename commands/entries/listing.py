"""Entries of the plan as a list, and one of them with all that became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from commands.command import Call, Command, command
from commands.editing import PAGE, changes, next_page
from commands.entries.plan_kind import PlanKind, PlanRow, work_of
from commands.lookup import called, find_work
from commands.message import Action, Actions, ActionStyle, Block, Reply, Table, Text, TextStyle
from commands.place import PROGRAMME, Place
from commands.sentences import sentence
from commands.swedish.dates import local, long_date
from storage import plan, projects
from storage.plan import Scope
from storage.swedish import fold
from storage.tables import Project

_BUTTONS = 3
_LONGEST_CELL = 120
_PAGE = re.compile(r"\s*\bsida (\d{1,6})$", re.IGNORECASE)
_CLOSED_TOO = re.compile(r"\s*\b(?:alla|klara|st[äa]ngda|avhj[äa]lpta|hemtagna)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which entries a list is to show: of which work, if of one, and which page."""

    scope: Scope
    work: Project | None = None
    page: int = 1

    @property
    def whose(self) -> str:
        """What means it in a command, "" for everything there is."""
        if self.scope.everywhere:
            return ""
        return Place(self.work, sure=True, rest="").command

    def heading(self, many: str) -> Text:
        """What it is of, and which page."""
        about = called(self.work) if self.work else "programmet"
        about = "alla arbeten och programmet" if self.scope.everywhere else about
        return Text(sentence("plan", "heading", many=many, about=about, page=self.page), TextStyle.HEADING)

    @property
    def skip(self) -> int:
        """How many entries are on the pages before."""
        return (self.page - 1) * PAGE


def list_query(call: Call, words: str) -> ListQuery:
    """Read what follows the name of a list: a work or "programmet", "alla" for closed ones too, "sida 2"."""
    found = _PAGE.search(words)
    page = max(1, int(found[1])) if found else 1
    rest = _PAGE.sub("", words)
    closed = _CLOSED_TOO.search(rest) is not None
    rest = _CLOSED_TOO.sub("", rest).strip()
    if not rest:
        return ListQuery(Scope(closed=closed), page=page)
    if fold(rest) == PROGRAMME:
        return ListQuery(Scope(None, everywhere=False, closed=closed), page=page)
    work = find_work(call, rest, "words")
    return ListQuery(Scope(work.id, everywhere=False, closed=closed), work, page)


def list_command(
    kind: PlanKind[PlanRow],
    columns: Sequence[str],
    cells: Callable[[Call, PlanRow], tuple[str, ...]],
    above: Callable[[Call, ListQuery], tuple[Block, ...]] | None = None,
    *,
    summary: str,
    examples: tuple[str, ...],
    says_work: bool = False,
) -> Command:
    """What lists the entries of a kind, a page at a time; `above` is what comes before the table.

    `says_work` is for cells that name the work already.
    """

    @command(f"{kind.plural} {{words?}}", summary=summary, examples=examples)
    def list_all(call: Call, words: str = "") -> Reply:
        query = list_query(call, words)
        total = plan.number_of(call.session, kind.table, query.scope)
        rows = plan.listed(call.session, kind.table, query.scope, PAGE, query.skip)
        heading = query.heading(kind.plural)
        moves = _moves(call, kind, query, [row.id for row in rows], total)
        if not rows:
            is_open = kind.closed is not None and not query.scope.closed
            return Reply((heading, Text(sentence("plan", "nothing", many=kind.plural, is_open=is_open)), moves))
        between = above(call, query) if above else ()
        title = kind.plural.capitalize() if between else heading.text
        shown = [(row, cells(call, row)) for row in rows]
        return Reply((heading, *between, table_of(call, query, columns, shown, title, says_work=says_work), moves))

    return replace(list_all, name=f"list_{kind.table.__tablename__}")


def table_of(
    call: Call,
    query: ListQuery,
    columns: Sequence[str],
    rows: Sequence[tuple[PlanRow, tuple[str, ...]]],
    title: str,
    *,
    says_work: bool = False,
) -> Table:
    """Number, the cells, and where the list is of more than one work, which."""
    if says_work or not query.scope.everywhere:
        return Table(("Nr", *columns), tuple((str(row.id), *cells) for row, cells in rows), title, naming=1)
    ids = {row.project_id for row, _ in rows if row.project_id}
    names = {work.id: called(work) for work in projects.several(call.session, ids)}
    shown = ((str(row.id), *cells, names.get(row.project_id or 0, "Programmet")) for row, cells in rows)
    return Table(("Nr", *columns, "Arbete"), tuple(shown), title, naming=1)


def show(call: Call, kind: PlanKind[PlanRow], number: str) -> Reply:
    """One entry: what it says, and what became of it; one that was taken away too, marked."""
    row = kind.find(call, number)
    heading = Text(f"{kind.word.capitalize()} {row.id}: {brief(kind.title(call, row))}", TextStyle.HEADING)
    day = long_date(local(row.withdrawn_at, call.zone).date()) if row.withdrawn_at else ""
    gone = (Text(sentence("plan", "is_removed", date=day, neuter=kind.is_neuter)),) if day else ()
    became = changes(call, row, kind.history(call), sentence("plan", "changes"))
    return Reply((heading, *gone, kind.facts(call, row), became, _moves_of_one(call, kind, row)))


def brief(text: str) -> str:
    """A text short enough for a cell of a table."""
    return shorten(text, _LONGEST_CELL, placeholder=" …")


def _moves(call: Call, kind: PlanKind[PlanRow], query: ListQuery, ids: Sequence[int], total: int) -> Actions:
    moves = [Action(f"{kind.word.capitalize()} {id_}", f"{kind.word} {id_}") for id_ in ids[:_BUTTONS]]
    said = f"{kind.plural} {query.whose}".strip()
    shown = f"{said}{' alla' * query.scope.closed}"
    moves += next_page(shown, query.page - 1, is_more=query.page * PAGE < total)
    if kind.closed and not query.scope.closed:
        moves.append(Action(f"Även {kind.closed.plural}", f"{said} alla"))
    if may_add(call, kind, query):
        moves.append(Action(f"Lägg till {kind.word}", f"{kind.new} {query.whose}".strip(), ActionStyle.PRIMARY))
    return Actions(tuple(moves))


def may_add(call: Call, kind: PlanKind[PlanRow], query: ListQuery) -> bool:
    """Whether a list may offer to add to it; where it is of everything, a writer is asked where."""
    if query.scope.everywhere:
        return bool(call.person.roles & kind.writers)
    is_closed = query.work is not None and query.work.closed_at is not None and not kind.after_end
    return not is_closed and kind.may_be_written(call, query.work)


def _moves_of_one(call: Call, kind: PlanKind[PlanRow], row: PlanRow) -> Actions:
    work = work_of(call, row)
    moves = [kind.list_of(work)]
    if row.withdrawn_at is None and kind.may_be_written(call, work):
        moves.insert(0, Action("Ändra", kind.change_command(row), ActionStyle.PRIMARY))
        if kind.closed and getattr(row, kind.closed.attribute) is None:
            moves.insert(1, Action(kind.closed.label, f"{kind.word} klar {row.id}"))
        sure = sentence("plan", "sure", the=kind.definite)
        moves.append(Action("Ta bort", f"ta bort {kind.word} {row.id}", ActionStyle.DANGER, confirm=sure))
    if work:
        moves.append(Action(f"Läget: {called(work)}", f"status {work.name}"))
    return Actions(tuple(moves))

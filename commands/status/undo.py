"""Taking back the latest entry that one made, of any kind, within a quarter of an hour. The history keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from commands.command import LEADERS, Call, command
from commands.entries.kind import EntryKind
from commands.figures.kinds import FIGURES
from commands.lookup import called
from commands.message import Action, Actions, Reply, Text, UserError
from commands.plan.kinds import KINDS
from commands.sentences import sentence
from commands.swedish.words import state_phrase
from storage import entries, projects, statuses, undoing
from storage.tables import StatusUpdate
from storage.tables.entry import Entry
from storage.words import Role

UNDO_WITHIN = timedelta(minutes=15)

_KINDS: Mapping[str, EntryKind[Any]] = {**KINDS, **FIGURES}
_STATUS = str(StatusUpdate.__tablename__)


@command(
    "ångra",
    summary="Ta tillbaka det senaste du skrev in, inom 15 minuter",
    examples=("ångra",),
    roles=LEADERS | {Role.LEADERSHIP},
    writes=True,
    topic="Rapportera",
)
def undo(call: Call) -> Reply:
    """Withdraw the person's own latest entry of any kind. It stays in the history, marked as taken back."""
    for act in undoing.latest(call.session, call.person.id, call.now - UNDO_WITHIN, (*_KINDS, _STATUS)):
        if act.table == _STATUS:
            update = call.session.get(StatusUpdate, act.id)
            if update and update.withdrawn_at is None:
                return _taken_back(call, update)
            continue
        entry = entries.locked(call.session, _KINDS[act.table].table, act.id)
        if entry and entry.withdrawn_at is None:
            return _withdrawn(call, act.table, entry) if act.is_new else _only_changed(call, act.table, entry)
    raise UserError(sentence("undo", "nothing"), actions=(Action("Allt mitt", "mina"),))


def _taken_back(call: Call, update: StatusUpdate) -> Reply:
    statuses.withdraw(call.session, update, call.person.id, call.now)
    work = projects.get(call.session, update.project_id)
    if work is None:
        raise LookupError(f"entry {update.id} belongs to no work")
    text = sentence("undo", "report", work=called(work), state=state_phrase(work.latest_state))
    again = Action("Rapportera på nytt", f"rapportera {work.name}")
    return Reply((Text(text), Actions((again, Action("Historik", f"historik {work.name}")))))


def _withdrawn(call: Call, table: str, entry: Entry) -> Reply:
    entries.withdraw(call.session, entry, call.person.id, call.now)
    kind, figure, title = _KINDS[table], FIGURES.get(table), ""
    look = Action("Visa", f"{kind.word} {entry.id}")
    if figure:
        look = Action(f"Visa {figure.all.command}", figure.all.command)
    else:
        title = KINDS[table].title(call, entry)
    text = sentence("undo", "entry", the=kind.definite, title=title, neuter=kind.is_neuter)
    return Reply((Text(text), Actions((look,))))


def _only_changed(call: Call, table: str, entry: Entry) -> Reply:
    """What was last was a change of something older: that is changed back, not taken away."""
    kind, is_figure = _KINDS[table], table in FIGURES
    the = kind.definite.lower()
    text = sentence("undo", "changed", the=kind.definite, number=entry.id)
    if not is_figure and not call.person.roles & LEADERS:  # leadership settles decisions, but does not rewrite them
        raise UserError(text, actions=(Action(f"Visa {the}", f"{kind.word} {entry.id}"),))
    change = f"{kind.word} ändra #{entry.id}" if is_figure else kind.change_command(entry)
    raise UserError(text, actions=(Action(f"Ändra {the}", change),))

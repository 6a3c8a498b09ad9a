"""Databases of any size, filled in bulk past the audited session: what is measured is not how they were made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert, select, text
from sqlmodel import Session

from storage.database import Database
from storage.swedish import fold, fold_text
from storage.tables import metadata
from storage.words import LabelKind, PartyKind, Role, Stage, Standing, State, WorkForm

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
COORDINATOR = "koordinator@exempel.se"
DIMENSIONS = ("tid", "ekonomi", "resurser", "omfattning", "risk", "nytta")
BATCH = 10_000

_BEGINNINGS = (
    "Trygg",
    "Digital",
    "Sammanhållen",
    "Tidig",
    "Jämlik",
    "Samordnad",
    "Rörlig",
    "Hållbar",
    "Nära",
    "Gemensam",
)
_SUBJECTS = (
    "hemgång",
    "vårdplanering",
    "rehabilitering",
    "läkemedelsgenomgång",
    "uppföljning",
    "kontakt",
    "omsorg",
)
_GROUPS = ("äldre", "barn och unga", "personer med demens", "familjer", "närstående", "patienter", "medarbetare")
_SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "hu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "bå",
    "dä",
    "fö",
    "lå",
)
_SAID = ("Pilot startad i två kommuner", "Avtalet är klart", "Rekryteringen dröjer", "Första mätningen visar att väntetiden minskar")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What a work is called, and one of its names with two letters swapped."""

    full: str
    short: str
    alias: str
    typo: str


def named(number: int) -> Names:
    """The names of a work: as long as real ones, and no two so alike that a typo could mean either."""
    chance = Random(number)  # noqa: S311 -- the same works in every run
    short, alias = (_invented(chance) for _ in range(2))
    begun, subject, group = (chance.choice(words) for words in (_BEGINNINGS, _SUBJECTS, _GROUPS))
    at = chance.randrange(2, len(short) - 2)
    typo = short[:at] + short[at + 1] + short[at] + short[at + 2 :]
    return Names(f"{begun} {subject} för {group} – {short} {number}", short, alias, typo)


def _invented(chance: Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(6)).capitalize()


def found(database: Database) -> None:
    """A programme with a region, a municipality, the dimensions and a coordinator."""
    with database.write() as session:
        _insert(session, "programme", [{"name": "Mätprogrammet", "short_name": "", "commissioner": ""}])
        for id_, (kind, name) in enumerate(((PartyKind.REGION, "Regionen"), (PartyKind.MUNICIPALITY, "Ånge")), 1):
            _insert(session, "party", [{"id": id_, "name": name, "kind": kind, "key": fold(name), "short_name": "", "short_key": ""}])  # fmt: skip
        labels = [
            {"kind": LabelKind.DIMENSION, "number": number, "text": word, "key": fold(word)}
            for number, word in enumerate(DIMENSIONS, 1)
        ]
        _insert(session, "label", labels)
        person = {"id": 1, "name": "Klara Exempel", "key": "klara exempel", "email": COORDINATOR, "created_at": NOW}
        _insert(session, "person", [person | {"organisation": ""}])
        _insert(session, "person_role", [{"person_id": 1, "role": Role.COORDINATOR}])


def add_works(database: Database, count: int) -> None:
    """Works 1 to `count`, each with an alias, two parties and a leader of its own."""
    usual = {
        "description": "", "scope": "", "commissioner": "", "start_text": "", "end_text": "", "included_text": "",
        "included_by": "", "closing_note": "", "version": 1, "form": WorkForm.PROJECT, "stage": Stage.EXECUTION,
        "standing": Standing.INCLUDED, "created_at": NOW,
    }  # fmt: skip
    names = {number: named(number) for number in range(1, count + 1)}
    with database.write() as session:
        works = [
            {"id": id_, "name": each.full, "key": fold(each.full)}
            | {"short_name": each.short, "short_key": fold(each.short)}
            for id_, each in names.items()
        ]
        _insert(session, "project", [usual | work for work in works])
        aliases = [{"project_id": id_, "name": each.alias, "key": fold(each.alias)} for id_, each in names.items()]
        _insert(session, "project_alias", aliases)
        parties = [{"project_id": id_, "party_id": party, "position": party} for id_ in names for party in (1, 2)]
        _insert(session, "project_party", parties)
        leaders = [
            {"id": id_ + 1, "name": f"Ledare {id_} Exempel", "key": f"ledare {id_} exempel", "organisation": ""}
            for id_ in names
        ]
        _insert(session, "person", [leader | {"created_at": NOW} for leader in leaders])
        tied = [{"project_id": id_, "person_id": id_ + 1, "position": 0} for id_ in names]
        _insert(session, "project_leader", tied)


def add_updates(database: Database, works: int, first: int, last: int) -> None:
    """Status updates number `first` to `last` of the whole, spread over all works, a day apart in each."""
    rows = (_update(number, works) for number in range(first, last + 1))
    with database.write() as session:
        if database.path is None:
            _copy(session, rows)
        else:
            while batch := list(islice(rows, BATCH)):
                _insert(session, "status_update", batch)
        session.execute(text(_RENEW_LATEST))
    if database.path is None:
        with database.write() as session:  # what autovacuum does by itself, a minute later
            session.execute(text("ANALYZE"))


_RENEW_LATEST = """
    UPDATE project SET (latest_id, latest_at, latest_state) = (
        SELECT id, at, state FROM status_update WHERE project_id = project.id ORDER BY at DESC, id DESC LIMIT 1)
"""


def _update(number: int, works: int) -> dict[str, Any]:
    work, turn = number % works + 1, number // works
    at = NOW - timedelta(days=1000) + timedelta(days=turn, minutes=work % 60)
    said = _SAID[number % len(_SAID)]
    words = dict.fromkeys(("next_steps", "deviation", "cause", "measure", "decision_needed"), "")
    state = (State.GREEN, State.GREEN, State.YELLOW, State.RED)[number * 7 % 4]
    return words | {
        "project_id": work, "at": at, "created_at": at, "state": state, "done": said, "folded": fold_text(said),
        "reported_by_id": work + 1, "source": "slack",
    }  # fmt: skip


def _insert(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    session.connection().execute(insert(metadata.tables[table]), rows)
    if session.get_bind().dialect.name == "postgresql" and "id" in rows[0]:
        session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))  # noqa: S608


def _copy(session: Session, rows: Iterator[dict[str, Any]]) -> None:
    """PostgreSQL's own way in for many rows."""
    connection: Any = session.connection().connection.driver_connection
    columns = list(_update(0, 1))
    with connection.cursor().copy(f"COPY status_update ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([str(row[name]) for name in columns])


def counts(database: Database) -> tuple[int, int]:
    """How many works and status updates there are."""
    with database.read() as session:
        works, updates = (
            session.execute(select(text("count(*)")).select_from(metadata.tables[table])).scalar_one()
            for table in ("project", "status_update")
        )
    return works, updates

"""`laget import` and `laget export`: a workbook in, all of it or nothing, and a workbook out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from openpyxl.xml.constants import ARC_CORE
from rich.console import Console
from rich.progress import track

from commands.clock import Clock
from commands.message import UserError
from commands.swedish.text import counted, listing, number
from commands.workbook.apply import Outcome, apply
from commands.workbook.ledger import Count, Item
from commands.workbook.read import read_workbook
from commands.workbook.template import build_template
from commands.workbook.write import STOCKHOLM, build_workbook
from storage.database import Database

LONG = 200
"""From so many rows a sheet shows how far it has come."""

SHOWN = 5
"""So many works are named before "med flera"."""


@dataclass(frozen=True, slots=True)
class Done:
    """What to say when it is over; `refused` when nothing was read in because something must be mended."""

    text: str
    refused: bool


class _NotKept(Exception):
    """Takes what an import came to out of a transaction that is not to be kept."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def import_workbook(
    database: Database, clock: Clock, file: Path, *, dry_run: bool, zone: tzinfo = STOCKHOLM
) -> Done:
    """Read a workbook into the database: every row or none. A dry run does all of it and keeps nothing.

    A dry run without a database is made against an empty one, which is gone afterwards.

    Raises those of storage.errors when the database is missing or not at the newest schema.
    """
    with _checked_against(database, clock, dry_run=dry_run) as there:
        return _imported(there, clock, file, dry_run=dry_run, zone=zone)


@contextmanager
def _checked_against(database: Database, clock: Clock, *, dry_run: bool) -> Iterator[Database]:
    """The database itself, or an empty one that goes away when a dry run finds none."""
    if database.exists() or not dry_run:
        database.require_current()
        yield database
        return
    with TemporaryDirectory(prefix="laget-") as folder:
        empty = Database(f"sqlite:///{folder}/empty.db", now=clock.now)
        try:
            empty.migrate()
            yield empty
        finally:
            empty.close()


def _imported(database: Database, clock: Clock, file: Path, *, dry_run: bool, zone: tzinfo) -> Done:
    try:
        with Console(stderr=True).status("Läser filen …"):
            book = read_workbook(file)
    except (UserError, FileNotFoundError, IsADirectoryError, PermissionError) as error:
        return Done(
            error.message if isinstance(error, UserError) else f"Filen {file} går inte att öppna.", refused=True
        )
    try:
        with database.write(actor="operator", source="import") as session:
            outcome = apply(session, book, now=clock.now(), zone=zone, watch=_watched)
            if outcome.faults or dry_run:
                raise _NotKept(outcome)
    except _NotKept as not_kept:
        outcome = not_kept.outcome
    return _refused(outcome) if outcome.faults else Done(_told(outcome, dry_run=dry_run), refused=False)


def export_workbook(database: Database, file: Path, *, zone: tzinfo = STOCKHOLM) -> str:
    """Write everything to a workbook, e-mail addresses too, and say where it is."""
    with Console(stderr=True).status("Skriver arbetsboken …"), database.read() as session:
        content = build_workbook(session, with_emails=True, zone=zone)
    _write(file, content)
    return f"Arbetsboken finns i {file}."


def write_template(file: Path) -> Done:
    """Write an empty workbook, and say where it is. Refused when that would replace what somebody filled in."""
    content = build_template()
    if file.exists() and not _is_same_book(file, content):
        return Done(f"Filen {file} finns redan. Välj ett annat namn, eller flytta den först.", refused=True)
    _write(file, content)
    return Done(f"En tom arbetsbok finns i {file}. Börja med bladet Läs mig.", refused=False)


def _is_same_book(file: Path, content: bytes) -> bool:
    """Whether every part of the file is byte for byte the same, but for the one that says when it was written."""
    try:
        return _parts_of(file) == _parts_of(BytesIO(content))
    except (BadZipFile, OSError):  # no workbook, or one that cannot be opened, is not this one
        return False


def _parts_of(file: Path | BytesIO) -> dict[str, bytes]:
    with ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist() if name != ARC_CORE}


def _write(file: Path, content: bytes) -> None:
    """The whole file or, if the disk is full, what was there before."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _watched(items: Sequence[Item], what: str, /) -> Iterable[Item]:
    """Show how far a long sheet has come, to somebody who looks."""
    if len(items) < LONG or not sys.stderr.isatty():
        return items
    return track(items, what, console=Console(stderr=True), transient=True)


def _refused(outcome: Outcome) -> Done:
    head = f"Inget är inläst. {counted(len(outcome.faults), 'sak', 'saker', 'en').capitalize()} behöver rättas:"
    return Done("\n".join([head, *(f"  {fault}" for fault in outcome.faults)]), refused=True)


def _told(outcome: Outcome, *, dry_run: bool) -> str:
    lines = [f"  {sheet}: {_parts(count)}" for sheet, count in outcome.counts.items() if _parts(count)]
    if not any(count.new or count.changed for count in outcome.counts.values()):
        return "\n".join(["Inga ändringar.", *lines])
    head = "Filen går att läsa in. Inget är sparat, för det här var bara en kontroll:" if dry_run else "Inläst:"
    return "\n".join([head, *lines, *_followed(outcome.followed)])


def _followed(names: Sequence[str]) -> Iterable[str]:
    """Say which new works are only followed, so that a forgotten decision is seen at once."""
    if not names:
        return ()
    shown = listing(names) if len(names) <= SHOWN else f"{', '.join(names[:SHOWN])} med flera"
    as_ = "följt" if len(names) == 1 else "följda"
    works = counted(len(names), "arbete", "arbeten").capitalize()
    return (f"{works} saknar Inkluderat och står därför som {as_}: {shown}.",)


def _parts(count: Count) -> str:
    """Say "3 nya, 2 ändrade, 41 oförändrade", without what there is none of."""
    words = (
        (count.new, "ny", "nya"),
        (count.changed, "ändrad", "ändrade"),
        (count.same, "oförändrad", "oförändrade"),
    )
    return ", ".join(f"{number(n)} {one if n == 1 else many}" for n, one, many in words if n)

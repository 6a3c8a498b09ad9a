"""The rows of each sheet, from the database, as an import would read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo

from sqlmodel import Session

from commands.workbook import cells
from commands.workbook.contents import Contents
from commands.workbook.labels import shortest_labels
from commands.workbook.measures import shortest_names
from commands.workbook.persons import PEOPLE
from commands.workbook.shape import Rows, Sheet
from commands.workbook.sheets import SHEETS
from commands.workbook.updates import STATUS, dimensions_of, status_sheet
from commands.workbook.whens import lasting
from storage import figures
from storage.swedish import fold
from storage.tables import Person


class Export:
    """What the sheets are written from: the whole programme, and what a cell calls the rows of other sheets."""

    number = staticmethod(cells.numeric)
    when = staticmethod(lasting)

    def __init__(self, session: Session, *, with_emails: bool, zone: tzinfo) -> None:
        self.session = session
        self.with_emails = with_emails
        self.zone = zone
        self.had = Contents(session)
        self.works = {work.id: work.name for work in self.had.works}
        self.parties = {party.id: party.name for party in self.had.parties}
        self.labels = shortest_labels(self.had.labels)
        self.measures = shortest_names(session)
        self.lines = figures.line_names(session)
        self.people = _people(self.had, with_emails=with_emails)


def gather(session: Session, *, with_emails: bool, zone: tzinfo) -> Iterator[tuple[Sheet, Rows]]:
    """Each sheet with its rows, in an order that does not depend on numbers in the database."""
    export = Export(session, with_emails=with_emails, zone=zone)
    for sheet in SHEETS:
        shown = sheet
        if sheet is STATUS:
            shown = status_sheet([each.text for each in dimensions_of(export.had.labels)])
        elif sheet is PEOPLE and not with_emails:
            shown = replace(sheet, columns=tuple(each for each in sheet.columns if each.heading != "E-post"))
        yield shown, sheet.rows(export)


def _people(had: Contents, *, with_emails: bool) -> Mapping[int, str]:
    """Each person by name and organisation; by address where that fits two, "" for the anonymised."""
    named = [person for person in had.people if person.anonymised_at is None]
    same = Counter(map(_identity, named))
    written = dict.fromkeys((person.id for person in had.people), "")
    for person in named:
        address = person.email if with_emails and same[_identity(person)] > 1 else None
        written[person.id] = address or cells.person(person.name, person.organisation)
    return written


def _identity(person: Person) -> tuple[str, int | str]:
    return fold(person.name), person.party_id or fold(person.organisation)

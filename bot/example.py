"""The example programme, which `laget demo` and `laget example` show.

It lies in storage/example/ as one file a sheet of the workbook, and comes in the way a workbook does. In a cell
"-12d" is the working day twelve days ago or just before that, "+9d" the one in nine days or just after, and
"{år-1}" is last year: the example is always as old as today.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files

from sqlmodel import Session

from commands.clock import Clock
from commands.message import UserError
from commands.swedish.dates import is_working_day, next_working_day
from commands.workbook.apply import apply
from commands.workbook.cells import Plain, plain
from commands.workbook.read import RawSheet
from commands.workbook.sheets import SHEETS
from commands.workbook.write import STOCKHOLM
from storage import activities, people, programme
from storage.database import Database
from storage.swedish import fold

EXAMPLE_NAME = "God och nära vård i Västernorrland (exempel)"
"""What the example programme is called, so that it is never taken for a real one."""

_DAY = re.compile(r"([+-]\d+)d")
_YEAR = re.compile(r"\{år([+-]\d+)?\}")
_SIGNED_UP = timedelta(days=3)


def load_example(database: Database, clock: Clock) -> str:
    """Load the example into a migrated database without a programme, and say who can be asked as.

    UserError when there is a programme already.
    """
    today = clock.now().astimezone(STOCKHOLM).date()
    with database.write(actor="operator", source="example") as session:
        held = programme.get(session)
        if held is not None:
            raise UserError(f"Här finns redan ett program, {held.name}. Exemplet läggs bara in i en tom databas.")
        book = [_sheet(each.name, today) for each in SHEETS]
        outcome = apply(session, book, now=clock.now(), zone=STOCKHOLM)
        if outcome.faults:
            raise ValueError(f"the example programme is faulty: {'; '.join(map(str, outcome.faults))}")
        _sign_up(session, clock)
    return (
        f"Exempelprogrammet är inlagt: {EXAMPLE_NAME}. Prova som koordinator@exempel.se, projektledare@exempel.se, "
        "ledning@exempel.se, lasare@exempel.se eller admin@exempel.se."
    )


def _rows(name: str) -> list[list[str]]:
    lines = files("storage").joinpath("example", f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.reader(lines))


def _sheet(name: str, today: date) -> RawSheet:
    first, *rows = (_cells(row, today) for row in _rows(fold(name)))
    return RawSheet(name, first, tuple(enumerate(rows, 2)))


def _cells(row: Sequence[str], today: date) -> tuple[Plain | None, ...]:
    return tuple(_cell(text, today) for text in row)


def _cell(text: str, today: date) -> Plain | None:
    if found := _DAY.fullmatch(text):
        return _working_day(today, int(found[1]))
    return plain(_YEAR.sub(lambda year: str(today.year + int(year[1] or 0)), text))


def _working_day(today: date, days: int) -> date:
    """What lies ahead stays ahead, and what has been has been."""
    day = today + timedelta(days=days)
    if days > 0:
        return next_working_day(day)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _sign_up(session: Session, clock: Clock) -> None:
    """Let people sign up, a minute apart: more of them than one seminar has seats for."""
    seminars = {each.title: each.id for each in activities.seminars(session)}
    for minutes, (title, address) in enumerate(_rows("anmalda")[1:]):
        seminar, person = activities.locked(session, seminars[title]), people.by_email(session, address)
        if seminar is None or person is None:
            raise ValueError(f"the example signs {address} up for {title}, and one of them is not there")
        activities.sign_up(session, seminar, person.id, clock.now() - _SIGNED_UP + timedelta(minutes=minutes))

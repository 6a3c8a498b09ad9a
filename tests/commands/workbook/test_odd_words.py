"""Words and numbers that nobody would think of survive an export and an import, several of them at a time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from commands.clock import FrozenClock
from commands.swedish.text import clean
from commands.workbook.cells import numeric
from commands.workbook.entry_sheets import ENTRY_SHEETS
from storage import activities, entries, people, project_changes, statuses
from storage.database import Database
from storage.swedish import fold
from storage.tables import (
    Activity,
    Benefit,
    BudgetLine,
    Crossing,
    Decision,
    Dependency,
    Measure,
    Milestone,
    Observation,
    Party,
    Project,
    Risk,
    StatusUpdate,
    Trend,
)
from storage.words import DecisionState, Perspective, Stage, Standing, State, WorkForm
from tests.commands.workbook.conftest import SMALL, Book, Read, Transfer, emptied

EXAMPLES = settings(
    max_examples=2,  # the plainest, then one that is not: each holds several works, for a round trip takes long
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEVERAL = 4

_ANYTHING = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("=+-@;,\\\"'_x0041_ \n\t<>&")), min_size=1, max_size=40
)


def _is_no_number(text: str) -> bool:
    return not re.search(r"\d[\W_]*\d", text)


def _line(text: str) -> str:
    return " ".join(clean(text, 200).split())


_NAMES = _ANYTHING.map(_line).filter(lambda text: bool(fold(text)) and _is_no_number(text))
_TEXTS = _ANYTHING.map(lambda text: clean(text, 3000)).filter(_is_no_number)


@EXAMPLES
@given(
    names=st.lists(_NAMES, min_size=6 * SEVERAL, max_size=6 * SEVERAL, unique_by=fold),
    speakers=st.lists(_NAMES, min_size=2 * SEVERAL, max_size=2 * SEVERAL, unique_by=fold),
    texts=st.lists(_TEXTS, min_size=4 * SEVERAL, max_size=4 * SEVERAL),
    organisation=_NAMES,
)
def test_awkward_words_survive(
    database: Database, clock: FrozenClock, round_trip: Transfer,
    names: list[str], speakers: list[str], texts: list[str], organisation: str,
) -> None:  # fmt: skip
    emptied(database)
    with database.write() as session:
        for n in range(SEVERAL):
            words = names[6 * n : 6 * n + 6], speakers[2 * n : 2 * n + 2], texts[4 * n : 4 * n + 4]
            _awkward(session, clock.now(), *words, organisation)
    sheets = round_trip()
    assert {row[0] for row in sheets["Arbeten"][1:]} == {_as_written(name) for name in names[1::6]}


def _awkward(
    session: Session, now: datetime, names: list[str], speaker: list[str], texts: list[str], organisation: str
) -> None:
    leader = people.add(session, names[0], now=now, organisation=organisation)
    ties = project_changes.Ties(aliases=names[2:4], leaders=[leader.id])
    work = Project(
        name=names[1], short_name=names[4], key="", description=texts[0], scope=_line(texts[1]),
        form=WorkForm.PILOT, stage=Stage.IDEA, standing=Standing.IDEA, created_at=now,
    )  # fmt: skip
    project_changes.add(session, work, ties)
    update = StatusUpdate(
        project_id=work.id, at=now, state=State.GREEN, done=texts[2], deviation=texts[3],
        reported_by_id=leader.id, created_at=now,
    )  # fmt: skip
    statuses.record(session, update, {})
    seminar = Activity(
        is_seminar=True, title=names[5], key=fold(names[5]), starts_on=date(2026, 12, 1), created_at=now
    )
    session.add(seminar)
    session.flush()
    activities.set_speakers(session, seminar.id, [(names[0], organisation), (speaker[0], speaker[1])])


def _as_written(text: str) -> str:
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


_ODD = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Nd"]), st.sampled_from("=+-@;,\\\"'_x \n\t<>&åäö🙂")
    ),
    min_size=1,
    max_size=60,
)
_ODD_TEXTS = st.one_of(
    _ODD.map(lambda text: clean(text, 3000).strip()).filter(bool),
    st.sampled_from(["=SUMMA(A1)", '+46; "två"', "a; b; c", "ä" * 3000, "👩‍👩‍👧 <b>&amp;", "@#N/A", "{{ x }} # $"]),
)
_ODD_LINES = _ODD_TEXTS.map(lambda text: " ".join(text[:200].split())).filter(lambda text: bool(fold(text)))
_NUMBERS = st.tuples(st.decimals(-(10**11), 10**11, places=4), st.integers(-(10**11), 10**11).map(Decimal))


@EXAMPLES
@given(
    texts=st.lists(_ODD_TEXTS, min_size=14 * SEVERAL, max_size=14 * SEVERAL, unique=True),  # equal rows are one
    lines=st.lists(_ODD_LINES, min_size=5 * SEVERAL, max_size=5 * SEVERAL, unique_by=fold),
    numbers=st.lists(_NUMBERS, min_size=SEVERAL, max_size=SEVERAL),
)
def test_odd_words_and_numbers_survive(
    database: Database, book: Book, read: Read, round_trip: Transfer,
    texts: list[str], lines: list[str], numbers: list[tuple[Decimal, Decimal]],
) -> None:  # fmt: skip
    emptied(database)
    assert not read(book(SMALL)).refused
    with database.write() as session:
        for n in range(SEVERAL):
            _odd(session, texts[14 * n : 14 * n + 14], lines[5 * n : 5 * n + 5], numbers[n], 2 * n)
    sheets = round_trip()
    written = {sheet.name for sheet in ENTRY_SHEETS} - {"Avvikelser", "Resurser"}
    assert all(len(sheets[name]) > SEVERAL for name in written)


def _odd(
    session: Session, texts: list[str], lines: list[str], numbers: tuple[Decimal, Decimal], position: int
) -> None:
    (number, amount), now, on = numbers, datetime(2026, 11, 1, tzinfo=UTC), date(2026, 6, 30)
    giving, getting = session.exec(select(Party.id).order_by(col(Party.id))).all()[:2]
    work = session.exec(select(Project.id).order_by(col(Project.id))).first()
    row = BudgetLine(
        created_at=now, year=2026, name=lines[0], budget=amount, payer=lines[1], comment=texts[0], position=position
    )
    measure = Measure(
        created_at=now, name=lines[2], key=fold(lines[2]), unit="%", baseline=number, owner=texts[1],
        perspective=Perspective.STAFF,
    )  # fmt: skip
    entries.add(session, row)
    entries.add(session, measure)
    for entry in (
        BudgetLine(
            created_at=now, year=2026, name=lines[3], parent_id=row.id, outcome=amount, position=position + 1
        ),
        Milestone(created_at=now, what=texts[2], who=texts[3], when_text="löpande"),
        Risk(created_at=now, what=texts[4], probability=1, consequence=5, action=texts[5], owner=lines[4]),
        Decision(created_at=now, title=texts[6], state=DecisionState.REQUESTED, consequence=texts[7]),
        Dependency(created_at=now, project_id=work, outside=texts[8], how=texts[9]),
        Crossing(created_at=now, what=texts[10], from_party_id=giving, to_party_id=getting, cost=amount),
        Observation(created_at=now, measure_id=measure.id, when_text="juni 2026", on=on, value=number),
        Trend(created_at=now, period="VT 2026", starts_on=date(2026, 1, 1), ends_on=on, text=texts[11]),
        Benefit(created_at=now, effect=texts[12], responsible=texts[13], outcome=texts[0], realised_on=on),
    ):
        entries.add(session, entry)


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("100000000000.0000", 10**11),
        ("-12.5000", Decimal("-12.5")),
        ("0.0000", 0),
        ("123456789012345", 123_456_789_012_345),
        ("99999999999.12340", Decimal("99999999999.1234")),
        ("999999999999.1234", "999999999999,1234"),
        (f"{10**30 + 1}.50", f"{10**30 + 1},5"),
    ],
)
def test_a_number_is_text_only_where_excel_would_lose_digits(kept: str, written: object) -> None:
    found = numeric(Decimal(kept))
    assert (found, type(found)) == (written, type(written))

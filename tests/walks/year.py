"""One year of a small programme, and the table of everything that was sent in it.

uv run python -m tests.walks.year        writes docs/clock-year.md anew, from the walk itself
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from sqlmodel import col, select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.command import discover
from commands.message import REPLY
from commands.swedish.day_words import written_day
from storage import people
from storage.database import Database
from storage.tables import Notice, ProjectLeader
from storage.words import NoticeState
from tests.commands.conftest import PEOPLE, STOCKHOLM, Known, _make
from tests.commands.reminders.walk import Line, Remembering, Sent, moment, walk

PAGE = Path(__file__).parents[2] / "docs" / "clock-year.md"
START, END = "2026-01-01 00:00", "2027-01-08 23:00"
DOWN = (("2026-11-26 17:30", "2026-11-29 18:30"),)


def _line(at: str, who: str, text: str) -> Line:
    return Line(moment(at), who, text)


STORY = (
    _line("2026-01-07 10:00", "reader", "följ BarnSäkert"),
    _line("2026-01-07 10:05", "leadership", "veckobrev på"),
    _line("2026-03-05 15:20", "leader", "rapportera BarnSäkert grön Alla ombud är utsedda"),
    _line("2026-03-11 09:20", "other_leader", "seminarium ny Vårens lärdomar, 30 mars 2026, 10-11, föreläsare Anna Exempel, Region Norrstrand"),
    _line("2026-03-12 10:00", "reader", "anmäl 1"),
    _line("2026-04-01 11:00", "coordinator", "omgång 2026-1 öppnar 2026-05-25 sista dag 2026-06-22 leverans 2026-06-30"),
    _line("2026-04-02 14:00", "other_leader", "rapportera demens grön Teamen är i gång"),
    _line("2026-06-03 13:30", "leader", "rapportera BarnSäkert gul Pilot försenad i Ånge"),
    _line("2026-06-10 10:10", "other_leader", "senare fredag"),
    _line("2026-06-12 15:00", "leader", "frånvarande 15 juni–5 juli ersättare Anders Exempel"),
    _line("2026-06-22 16:10", "other_leader", "rapportera demens grön Två team till"),
    _line("2026-06-26 09:40", "coordinator", "påminn"),
    _line("2026-06-29 14:15", "other_leader", "rapportera Barn och Unga i Ånge röd Ingen samordnare på plats"),
    _line("2026-08-24 13:00", "leader", "hållpunkt BarnSäkert Ombuden utbildade, Anna Exempel, 2026-09-25"),
    _line("2026-08-24 13:10", "leader", "beslut behövs BarnSäkert Förlängning av piloten; 2026-10-02; Länsledningen; piloten tar slut"),
    _line("2026-10-05 08:40", "coordinator", "seminarium ny Höstens lärdomar, 26 okt 2026, 8.30-10, föreläsare Anders Exempel"),
    _line("2026-10-06 12:00", "reader", "anmäl 2"),
    _line("2026-11-17 10:00", "leader", "rapportera BarnSäkert grön Piloten är klar"),
    _line("2026-11-17 10:05", "leader", "rapportera Barn och Unga i Ånge gul Samordnare på plats"),
    _line("2026-12-01 09:30", "other_leader", "rapportera demens grön Breddinfört"),
)  # fmt: skip


_PAGE = """# A year of the clock

Everything that the clock and the outbox sent to a small programme from January 2026 to January 2027. The walk is
`tests/walks/year.py`, hour by hour with a frozen clock; `uv run python -m tests.walks.year` writes this page anew,
and a test fails when it no longer tells what is sent.

Anna Exempel leads BarnSäkert and Barn och Unga i Ånge, Anders Exempel the work on dementia; Klara Exempel
coordinates, Lena Exempel is leadership, Rolf Exempel reads.

The ladder of a round, 09:00 Stockholm time: its opening; 14, 7 and 2 working days before the deadline; the deadline;
1 working day after it to leader and deputy; 3 after it to the coordinators. Works without news for 60 days, to leaders
and coordinators. Checkpoints 7 working days before their day and on it; needed decisions 10 before and on it; the
report 3 and 1 before its delivery and on it. Seminars: speakers a week before, those who come the day before and an
hour before, the organiser the day after. The weekly letter on Mondays at 08:00. Nothing on days off; July is silent
for reminders; nobody gets two reminders a day.

Round 2026-1 is set by the coordinator; 2026-2 has the proposed dates (17 November, 8 December, 18 December). From
26 November 17:30 to 29 November 18:30 no clock runs.

## What people say

| When | Who | Says |
| --- | --- | --- |
{story}

## What is sent ({count} messages)

| When | To | Says |
| --- | --- | --- |
{messages}
"""


def new_context(folder: Path) -> Context:
    """A desk at the beginning of the year, on a SQLite file of its own."""
    clock = FrozenClock(moment(START))
    database = Database(f"sqlite:///{folder / 'year.db'}", pool_size=2, now=clock.now)
    database.migrate()
    return Context(database, discover(), clock, STOCKHOLM)


def make_year(context: Context) -> Known:
    """The small programme at the beginning of the year; Anna Exempel leads two of its works."""
    with context.database.write(actor="test", source="test") as session:
        known = _make(session, context.clock.now())
        session.add(ProjectLeader(project_id=known.works["Barn"], person_id=known.people["leader"]))
    return known


def walk_year(context: Context) -> list[Sent]:
    """The year, with what people say in it and three days without a clock."""
    platform = Remembering()
    walk(context, platform, START, END, STORY, down=DOWN)
    return platform.sent


def page(context: Context, sent: list[Sent]) -> str:
    """What was said, what was sent, and what was not because it was too late, to be read by people."""
    rows = [(each.at, PEOPLE[each.to][0], each.says) for each in sent] + missed(context)
    rows.sort(key=lambda row: (row[0], row[1]))
    story = [(each.at, PEOPLE[each.who][0], f"`{each.text}`") for each in STORY]
    return _PAGE.format(story=_lines(story), messages=_lines(rows), count=len(rows))


def missed(context: Context) -> list[tuple[datetime, str, str]]:
    """What the outbox holds as never sent: when it fell due, for whom, what it would have said and why not."""
    found = []
    with context.database.read() as session:
        query = select(Notice).where(Notice.state == NoticeState.FAILED).order_by(col(Notice.id))
        for notice in session.exec(query):
            person = people.get(session, int(notice.recipient.removeprefix("person:")))
            due = notice.due.astimezone(STOCKHOLM)
            text = Sent(due, "", REPLY.validate_json(notice.body)).says
            found.append((due, person.name if person else "", f"**Not sent ({notice.trouble}):** {text}"))
    return found


def _lines(rows: list[tuple[datetime, str, str]]) -> str:
    cells = [(written_day(at.date(), "EEE y-MM-dd") + f" {at:%H:%M}", who, says) for at, who, says in rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in cells)


def _write_page() -> None:
    with tempfile.TemporaryDirectory() as folder:
        context = new_context(Path(folder))
        make_year(context)
        PAGE.write_text(page(context, walk_year(context)), encoding="utf-8")
        context.database.close()


if __name__ == "__main__":
    _write_page()

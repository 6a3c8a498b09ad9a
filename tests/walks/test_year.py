"""A whole year, hour by hour: what is sent, checked as rules and as a page to be read."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.reminders.planning import CLOCK_KINDS, COLLECTED
from commands.swedish.dates import is_working_day
from storage.tables import Notice
from storage.words import NoticeState
from tests.commands.conftest import STOCKHOLM
from tests.commands.reminders.walk import Line, Remembering, Sent, moment, set_clock, walk
from tests.rows import Rows
from tests.walks import year


@pytest.fixture(scope="module")
def walked(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Context, list[Sent]]]:
    folder = tmp_path_factory.mktemp("year")
    shutil.copy(migrated_file, folder / "year.db")
    context = year.new_context(folder)
    year.make_year(context)
    yield context, year.walk_year(context)
    context.database.close()


def clock_notices(context: Context) -> list[Notice]:
    with context.database.read() as session:
        return [each for each in session.exec(select(Notice)) if each.kind in CLOCK_KINDS]


def test_the_page_tells_what_is_sent(walked: tuple[Context, list[Sent]]) -> None:
    written = year.page(*walked)
    assert written == year.PAGE.read_text(encoding="utf-8"), "uv run python -m tests.walks.year"


def test_everything_is_sent_in_the_daytime_of_working_days(walked: tuple[Context, list[Sent]]) -> None:
    sent = [each for each in clock_notices(walked[0]) if each.state is NoticeState.SENT]
    assert len(sent) > 30
    for each in sent:
        assert each.sent_at
        at = each.sent_at.astimezone(STOCKHOLM)
        assert is_working_day(at.date()), at
        assert time(8) <= at.time() < time(17), at


def test_nobody_gets_two_reminders_a_day(walked: tuple[Context, list[Sent]]) -> None:
    a_day = Counter((each.recipient, each.subject) for each in clock_notices(walked[0]) if each.kind in COLLECTED)
    assert max(a_day.values()) == 1


def test_only_what_the_silent_clock_missed_was_not_sent(walked: tuple[Context, list[Sent]]) -> None:
    states = Counter(each.state for each in clock_notices(walked[0]))
    assert set(states) == {NoticeState.SENT, NoticeState.FAILED}
    [(due, who, says)] = year.missed(walked[0])
    assert f"{due:%Y-%m-%d %H:%M} {who}" == "2026-11-27 09:00 Anders Exempel"
    assert says.startswith("**Not sent (too late):** ")


SAMPLES = {
    "midsummer": (
        "2026-06-16 00:00",
        "2026-06-26 00:00",
        (
            Line(moment("2026-06-16 07:10"), "coordinator", "omgång 2026-1 öppnar 2026-06-16 sista dag 2026-06-22"),
            Line(moment("2026-06-18 15:30"), "leader", "rapportera BarnSäkert röd Allt står stilla"),
            Line(moment("2026-06-23 18:30"), "coordinator", "påminn"),
        ),
    ),
    "autumn": (
        "2026-10-23 00:00",
        "2026-10-28 00:00",
        (
            Line(moment("2026-10-23 08:10"), "coordinator", "seminarium ny Höst, 26 okt 2026, 10-11"),
            Line(moment("2026-10-23 08:20"), "reader", "anmäl 1"),
            Line(moment("2026-10-23 08:30"), "coordinator", "veckobrev på"),
            Line(moment("2026-10-25 02:30"), "leader", "rapportera BarnSäkert gul Natten då klockan ställs om"),
        ),
    ),
}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_hours_that_are_skipped_change_nothing(sample: str, context: Context, rows: Rows) -> None:
    """The year skips hours in which nothing falls due; here every hour, night and day, is walked beside that."""
    some = _sampled(sample, context, every_hour=False)
    rows.empty()
    all_ = _sampled(sample, context, every_hour=True)
    assert some == all_
    assert len(all_) >= 4


def _sampled(sample: str, context: Context, *, every_hour: bool) -> list[tuple[datetime, str, str]]:
    start, end, story = SAMPLES[sample]
    platform = Remembering()
    set_clock(context.clock, start)
    year.make_year(context)
    walk(context, platform, start, end, story, every_hour=every_hour)
    return [(each.at, each.to, each.says) for each in platform.sent]


def test_a_week_of_a_round_on_both_databases(context: Context, clock: FrozenClock, platform: Remembering) -> None:
    set_clock(clock, "2026-06-15 00:00")
    year.make_year(context)
    lines = (
        Line(moment("2026-06-15 08:20"), "coordinator", "omgång 2026-1 öppnar 2026-06-15 sista dag 2026-06-22"),
    )
    walk(context, platform, "2026-06-15 00:00", "2026-06-26 00:00", lines)
    assert [(f"{each.at:%m-%d %H}", each.to) for each in platform.sent] == [
        ("06-15 09", "leader"),
        ("06-15 09", "other_leader"),
        ("06-17 09", "leader"),
        ("06-17 09", "other_leader"),
        ("06-22 09", "leader"),
        ("06-22 09", "other_leader"),
        ("06-23 09", "leader"),
        ("06-23 09", "other_leader"),
        ("06-25 09", "coordinator"),
    ]

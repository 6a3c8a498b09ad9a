"""What the collected message says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from commands.message import Action, Actions, ActionStyle, Block, Reply, Table, Text, TextStyle
from commands.reminders.collected import Missing, Share, WorkReminder
from commands.reminders.ladder import Dates, Rung, rungs, working_days_between
from commands.reminders.points import PointReminder, ReportDue
from commands.sentences import sentence
from commands.swedish.dates import local
from commands.swedish.text import listing
from storage.rounds import Led

MAX_BUTTONS = 5
MAX_ROWS = 20
MAX_NAMES = 15


def written(share: Share, on: date, zone: ZoneInfo, *, is_nudge: bool = False) -> Reply:
    """One person's message of a day; `is_nudge` when a coordinator asked for it."""
    blocks: list[Block] = []
    works = {id_: asked.work for owed in share.owed.values() for id_, asked in owed.items()}
    works |= {id_: asked.work for id_, asked in share.quiet.items()}
    if works:
        blocks.append(Text(sentence("reminders", "heading", works=len(works)), TextStyle.HEADING))
    if is_nudge:
        blocks.append(Text(sentence("reminders", "nudge")))
    blocks += [Text(_owed(dates, owed.values(), on)) for dates, owed in share.owed.items()]
    if share.quiet:
        blocks.append(
            Text(
                sentence(
                    "reminders", "quiet", works=some([_quiet(each, on, zone) for each in share.quiet.values()])
                )
            )
        )
    if works:
        may_wait = any(on < each.last_working_day for each in share.owed)
        blocks.append(Actions(_reports(works.values(), may_wait=may_wait)))
    blocks += _points("checkpoints", share.checkpoints, on, Action("Hållpunkter", "hållpunkter"))
    blocks += _points("decisions", share.decisions, on, Action("Beslut", "beslut"))
    for missing in share.missing:
        blocks += _missing(missing)
    for report in share.reports:
        blocks += _report(report, on)
    if share.silent:
        named = some([called(each) for each in share.silent.values()])
        blocks.append(Text(sentence("reminders", "silent", works=named)))
    return Reply(tuple(blocks))


def _points(part: str, several: Sequence[PointReminder], on: date, show: Action) -> list[Block]:
    """Those of each day in a sentence of their own."""
    days = sorted({each.point.last_day for each in several})
    blocks: list[Block] = []
    for day in days:
        things = some([_point(each) for each in several if each.point.last_day == day])
        left = working_days_between(on, day)
        blocks.append(Text(sentence("reminders", part, things=things, day=day, left=left, is_today=day == on)))
    return [*blocks, Actions((show,))] if blocks else []


def _point(reminder: PointReminder) -> str:
    point = reminder.point
    return sentence("reminders", "point", what=point.what, work=point.work, instead_of=reminder.instead_of)


def _report(due: ReportDue, on: date) -> list[Block]:
    label, found = due.dates.period.label, due.progress
    part = "no_report" if found.number is None else "to_deliver" if found.is_final else "to_settle"
    text = sentence(
        "reminders",
        part,
        round=label,
        number=found.number,
        day=due.dates.delivery,
        is_today=due.dates.delivery == on,
    )
    if found.number is None:
        return [Text(text), Actions((Action("Sammanställ", f"rapport halvår {label}"),))]
    return [Text(text), Actions((Action(f"Rapport {found.number}", f"rapport {found.number}"),))]


def called(work: Led) -> str:
    """The name that people use for a work: the short one if there is one."""
    return work.short_name or work.name


def some(things: Sequence[str], limit: int = MAX_NAMES) -> list[str]:
    """As many as can be read in a sentence, and how many more there are."""
    more = [sentence("reminders", "more", count=len(things) - limit)] if len(things) > limit + 1 else []
    return [*things[:limit], *more] if more else list(things)


def _owed(dates: Dates, asked: Iterable[WorkReminder], on: date) -> str:
    facts = {"round": dates.period.label, "works": some([_named(each) for each in asked])}
    if Rung.OPENING in rungs(dates).get(on, ()):
        return sentence("reminders", "opening", **facts, deadline=dates.deadline, delivery=dates.delivery)
    if on > dates.deadline:
        return sentence("reminders", "after", **facts, deadline=dates.deadline)
    if on == dates.deadline:
        return sentence("reminders", "today", **facts)
    left = working_days_between(on, dates.deadline)
    return sentence("reminders", "before", **facts, deadline=dates.deadline, left=left)


def _named(asked: WorkReminder) -> str:
    name = called(asked.work)
    return sentence("reminders", "on_behalf_of", work=name, name=asked.instead_of) if asked.instead_of else name


def _quiet(asked: WorkReminder, on: date, zone: ZoneInfo) -> str:
    latest = asked.work.latest_at
    then = local(latest, zone).date() if latest else None
    return sentence("reminders", "quiet_work", work=_named(asked), latest=then, today=on)


def _reports(works: Iterable[Led], *, may_wait: bool) -> tuple[Action, ...]:
    several = list(works)
    buttons = [
        Action(f"Rapportera {called(work)}", f"rapportera {work.name}", ActionStyle.PRIMARY)
        for work in several[:MAX_BUTTONS]
    ]
    if may_wait:
        buttons.append(Action("Påminn mig senare", "senare"))
    return (*buttons, Action("Allt mitt", "mina"))


def _missing(missing: Missing) -> list[Block]:
    dates, works = missing.dates, missing.works
    text = sentence("reminders", "missing", round=dates.period.label, count=len(works), deadline=dates.deadline)
    buttons = (Action("Påminn alla", "påminn"), Action("Visa omgången", f"omgång {dates.period.label}"))
    return [Text(text, TextStyle.HEADING), _table(works), Actions(buttons)]


def _table(works: Sequence[tuple[Led, tuple[str, ...]]]) -> Table:
    rows = [(called(work), listing(leaders) or "–") for work, leaders in works[:MAX_ROWS]]
    if len(works) > MAX_ROWS:
        rows.append((sentence("reminders", "more", count=len(works) - MAX_ROWS), ""))
    return Table(("Arbete", "Projektledare"), tuple(rows), sentence("reminders", "not_reported"))

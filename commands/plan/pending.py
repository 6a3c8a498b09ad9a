"""What must be known about a work now: open deviations, missing decisions, the next checkpoint."""

from __future__ import annotations

from collections.abc import Sequence

from commands.command import Call
from commands.entries.listing import brief
from commands.message import Fact
from commands.sentences import sentence
from commands.swedish.dates import long_date, shown_when
from storage import plan
from storage.plan import Pending
from storage.statuses import StatusText
from storage.swedish import fold

_SHOWN = 3


def pending_facts(call: Call, work_id: int, update: StatusText | None) -> tuple[Fact, ...]:
    """The facts from the entries, in one statement; nothing that the latest update says already."""
    rows = plan.pending(call.session, work_id)
    deviations = [row for row in rows if row.table == "deviation" and not _says(update, row)]
    decisions = [row for row in rows if row.table == "decision" and not _says(update, row)]
    milestones = [row for row in rows if row.table == "milestone"]
    late = [row for row in milestones if row.on and row.on < call.today]
    ahead = [row for row in milestones if row not in late][:1]
    stated = (
        ("Öppna avvikelser", _listed(deviations, "deviation_row")),
        ("Beslut saknas", _listed(decisions, "decision_row")),
        ("Försenade hållpunkter", _listed(late, "milestone_row")),
        ("Nästa hållpunkt", _listed(ahead, "milestone_row")),
    )
    return tuple(Fact(label, text) for label, text in stated if text)


def _says(update: StatusText | None, row: Pending) -> bool:
    """Whether the latest update says the same thing in the same words."""
    if update is None:
        return False
    text = fold(update.deviation if row.table == "deviation" else update.decision_needed)
    return fold(row.text) in text


def _listed(rows: Sequence[Pending], part: str) -> str:
    if not rows:
        return ""
    texts = [_text(row, part) for row in rows[:_SHOWN]]
    return sentence("plan", "few", texts=texts, more=len(rows) - len(texts))


def _text(row: Pending, part: str) -> str:
    text, when, since = brief(row.text).rstrip("."), shown_when(row.when_text), long_date(row.on) if row.on else ""
    return sentence("plan", part, text=text, who=row.who, when=when, since=since)

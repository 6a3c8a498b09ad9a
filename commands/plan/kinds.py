"""Every kind of entry that a work consists of, by the name of its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commands.command import Call
from commands.entries.kind import EntryKind
from commands.plan._decision import DECISION
from commands.plan.benefit import BENEFIT
from commands.plan.crossing import CROSSING
from commands.plan.dependency import DEPENDENCY
from commands.plan.deviation import DEVIATION
from commands.plan.milestone import MILESTONE
from commands.plan.risk import RISK

_ALL: tuple[EntryKind[Any], ...] = (MILESTONE, RISK, DEVIATION, DECISION, DEPENDENCY, CROSSING, BENEFIT)
KINDS: Mapping[str, EntryKind[Any]] = {str(kind.table.__tablename__): kind for kind in _ALL}


def named(call: Call, table: str, row: Any) -> str:
    """What an entry is called where kinds are mixed: "Risk 7: Nyckelperson slutar"."""
    kind = KINDS[table]
    return f"{kind.word.capitalize()} {row.id}: {kind.title(call, row)}"

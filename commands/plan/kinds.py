"""Every kind of entry that a work consists of, by the name of its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import commands.plan
from commands.entries.kind import kinds_in
from commands.entries.plan_kind import PlanKind

KINDS: Mapping[str, PlanKind[Any]] = kinds_in(commands.plan, PlanKind)

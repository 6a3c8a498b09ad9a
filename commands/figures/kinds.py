"""Every kind of the programme's own figures, by the name of its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import commands.figures
from commands.entries.kind import kinds_in
from commands.figures._kind import FigureKind

FIGURES: Mapping[str, FigureKind[Any]] = kinds_in(commands.figures, FigureKind)

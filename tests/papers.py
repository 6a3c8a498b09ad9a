"""What the papers of the repository say of it: their texts, and the `laget …` commands that there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from bot.cli import app

ROOT = Path(__file__).parents[1]


def papers() -> dict[str, str]:
    """README, CONTRIBUTING, SECURITY and what is in docs/: name → text."""
    listed = [ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")]
    listed += sorted((ROOT / "docs").rglob("*.md"))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in listed}


def is_command(words: Sequence[str]) -> bool:
    """Whether `laget` and these words, with whatever follows, is a command of ours."""
    known: Any = typer.main.get_command(app)
    for word in words:
        known = known.commands.get(word)
        if not hasattr(known, "commands"):
            return known is not None
    return False


def said_commands(text: str) -> list[list[str]]:
    """The words after each `laget` that begins a command line in a text."""
    lines = re.findall(r"(?:^|`|&& |uv run |=1 )laget ((?:[a-z]+ ?)+)", text, re.MULTILINE)
    return [line.split() for line in lines]

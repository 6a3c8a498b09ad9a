"""Dialogs (task modules): a form that stays open until it is well filled in, or a sentence."""

from __future__ import annotations

from typing import Any

from bot.teams.cards import Run, boxed, rich
from bot.teams.render import task_module
from commands.message import Form, Reply

LONGEST = 1000
"""Characters of a dialog that only says something."""


def dialog(reply: Reply, otherwise: str = "") -> dict[str, Any]:
    """The reply's form, with what was wrong above it; without a form what is said `otherwise`."""
    form = next((block for block in reply.blocks if isinstance(block, Form)), None)
    if form is None:
        return dialog_saying(otherwise)
    module = task_module(form)
    if reply.error:
        body = module["task"]["value"]["card"]["content"]["body"]
        body[:0] = boxed(rich([Run(f"⚠ {reply.error.message}")]), "warning")
    return module


def dialog_saying(text: str) -> dict[str, Any]:
    """A sentence, to be read and closed."""
    return {"task": {"type": "message", "value": text[:LONGEST]}}

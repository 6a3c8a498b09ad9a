"""What a button or a submitted card says, whichever way Teams sends it; and what a card takes along for that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commands.message import Form

VERSION = 1
"""The version of what our cards take along. A card in a chat may be older than the code that reads it."""
OURS = "laget"
"""The name of what we put in a button; what was filled in is beside it."""
TEXT, CHOICE = "field.", "choice."
"""Begin the ids of inputs, before the field's name. Choices are encoded: Teams joins several with a comma."""
EMPTIED = "%"
"""The choice that means none: no encoded value is like it."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A pressed button. `fields` is None unless it submitted a form, just as in Request.

    `page` is which page of the answer is wanted, from 1: "Visa fler" asks the same question again.
    """

    command: str
    fields: Mapping[str, str] | None
    nonce: str = ""
    page: int = 1


def command_data(command: str, *, page: int = 1) -> Data:
    """What a button takes along that says a command."""
    return {OURS: {"version": VERSION, "command": command, **({"page": page} if page > 1 else {})}}


def form_data(form: Form, inputs: Iterable[str]) -> Data:
    """What the button of a form takes along. `inputs` are the ids that it has: one that is not sent is empty."""
    ours = {"version": VERSION, "command": form.command, "nonce": form.nonce, "inputs": list(inputs)}
    return {OURS: {**ours, "hidden": dict(form.hidden)}}


def submitted(value: Mapping[str, object]) -> Submitted | None:
    """What a pressed button says, None when it is none of ours.

    `value` is that of an activity: of `adaptiveCard/action` (Action.Execute), of a message (Action.Submit), of
    `task/submit`, `task/fetch` or `composeExtension/submitAction`.
    """
    data = _data(value)
    ours = _mapping(data.get(OURS))
    command = ours.get("command")
    if ours.get("version") != VERSION or not isinstance(command, str) or not command.strip():
        return None
    nonce = ours.get("nonce")
    return Submitted(command, _fields(ours, data), nonce if isinstance(nonce, str) else "", _page(ours.get("page")))


def encoded(value: str) -> str:
    """A choice's value, with no comma in it: commas come between values."""
    return value.replace("%", "%25").replace(",", "%2C")


def _decoded(value: str) -> str:
    return "" if value == EMPTIED else value.replace("%2C", ",").replace("%25", "%")


def _fields(ours: Mapping[str, object], data: Mapping[str, object]) -> dict[str, str] | None:
    """What was filled in, with what the form hides; None for a button."""
    inputs = ours.get("inputs")
    if not isinstance(inputs, list):
        return None
    found = {str(name): str(each) for name, each in _mapping(ours.get("hidden")).items()}
    for each in inputs:
        kind, _, name = str(each).partition(".")
        text = _text(data.get(str(each)))
        if f"{kind}." == CHOICE:
            text = ";".join(part for part in map(_decoded, text.split(",")) if part)
        found[name] = text
    return found


def _text(value: object) -> str:
    """What an input holds: a client may send a number as one, and nothing as null."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _page(value: object) -> int:
    return value if isinstance(value, int) and value > 1 else 1


def _data(value: Mapping[str, object]) -> Mapping[str, object]:
    """The data of the action, wherever it is."""
    action = _mapping(value.get("action"))
    candidates = (value, _mapping(value.get("data")), _mapping(action.get("data")))
    return next((each for each in candidates if OURS in each), {})


def _mapping(value: object) -> Mapping[str, object]:
    """A mapping, also one that came as JSON text; an empty one for anything else."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if isinstance(value, Mapping) else {}

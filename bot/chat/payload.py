"""Reading what a platform sends: what is missing, or of another kind than usual, is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]


def part(payload: Payload, *names: str) -> Payload:
    """The object of this name; of several names, the one inside the other."""
    for name in names:
        inner = payload.get(name)
        payload = inner if isinstance(inner, Mapping) else {}
    return payload


def parts(payload: Payload, name: str) -> list[Payload]:
    """The objects of a list."""
    listed = payload.get(name)
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


def string(payload: Payload, *names: str) -> str:
    """The string of this name; of several names, the one inside the others."""
    *outer, name = names
    value = part(payload, *outer).get(name)
    return value if isinstance(value, str) else ""

"""Rows gathered by what they belong to."""

from collections.abc import Iterable
from typing import TypeVar

Key = TypeVar("Key", int, str)
Value = TypeVar("Value")


def grouped(pairs: Iterable[tuple[Key, Value]], keys: Iterable[Key] = ()) -> dict[Key, list[Value]]:
    """The values of each key, in their order; each of `keys` is there, with an empty list if it has none."""
    found: dict[Key, list[Value]] = {key: [] for key in keys}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found

"""States as reports show them: a symbol and words beside the colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commands.swedish.words import MARKS, MEANINGS, STATES, UNREPORTED
from storage.words import State

StateKey = Literal["green", "yellow", "red", "unreported"]


@dataclass(frozen=True, slots=True)
class Light:
    """A state as it is shown. `state` picks the colour; symbol and words go with it, never colour alone."""

    state: StateKey
    symbol: str
    name: str
    meaning: str


def light(state: State | None) -> Light:
    """Return the light of a state; None is "ej rapporterat"."""
    if state is None:
        return Light("unreported", MARKS[None], UNREPORTED.capitalize(), "")
    return Light(state.value, MARKS[state], STATES[state].capitalize(), MEANINGS[state])


UNJUDGED = Light("unreported", MARKS[None], "Ej bedömt", "")
"""A dimension of which an entry says nothing."""

STATES_SHOWN: tuple[State | None, ...] = (State.GREEN, State.YELLOW, State.RED, None)
LEGEND = tuple(map(light, STATES_SHOWN))
"""The order in which states are counted and explained."""

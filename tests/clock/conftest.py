"""A year of the clock: a platform that only remembers, and hours that pass when they are told to."""

from __future__ import annotations

import pytest

from tests.clock.walk import Remembering
from tests.commands.conftest import Known, book, desk, programme, say

__all__ = ["Known", "book", "desk", "programme", "say"]  # fixtures, found here by name


@pytest.fixture
def platform() -> Remembering:
    return Remembering()

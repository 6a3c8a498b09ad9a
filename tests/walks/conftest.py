"""Walks through all three floors: a year of the clock, a year of reports. The people are those of tests/commands."""

from __future__ import annotations

from tests.commands.conftest import Known, book, context, programme, say
from tests.commands.reminders.conftest import now, platform

__all__ = ["Known", "book", "context", "now", "platform", "programme", "say"]  # fixtures, found here by name

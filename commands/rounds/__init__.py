"""Reporting rounds, and the reminders that go with them."""

TOPIC = "Programmet"
"""The heading of these commands in the help."""

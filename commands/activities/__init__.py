"""Seminars and activities: registered, listed, signed up for, moved and cancelled."""

TOPIC = "Seminarier och aktiviteter"
"""The heading of these commands in the help."""

"""People: who they are, their roles, absences and what they want to be told."""

TOPIC = "Programmet"
"""The heading of these commands in the help."""

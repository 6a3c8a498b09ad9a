"""People: who they are, their roles, absences and which messages they want."""

TOPIC = "Programmet"
"""The heading of these commands in the help."""

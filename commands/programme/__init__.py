"""The programme itself: its facts, parties and labels, and all of it as a workbook."""

TOPIC = "Programmet"
"""The heading of these commands in the help."""

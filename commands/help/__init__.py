"""What a person may do, and what was probably meant."""

TOPIC = "Hjälp"
"""The heading of these commands in the help."""

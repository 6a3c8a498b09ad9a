"""How works are: the latest state, the portfolio, history; and reporting it."""

TOPIC = "Fråga"
"""The heading of these commands in the help."""

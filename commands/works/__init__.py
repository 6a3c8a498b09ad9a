"""Development works: registered, changed, included, closed; and early ideas."""

TOPIC = "Arbeten"
"""The heading of these commands in the help."""

"""The programme's figures: budget, resources, measures with their observations, trends."""

TOPIC = "Programmet"
"""The heading of these commands in the help."""

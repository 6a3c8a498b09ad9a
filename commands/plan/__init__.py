"""What works and the programme consist of: milestones, risks, deviations, decisions and the rest."""

TOPIC = "Vad arbetena består av"
"""The heading of these commands in the help."""

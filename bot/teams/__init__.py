"""Microsoft Teams: receiving, what it shows, sending."""

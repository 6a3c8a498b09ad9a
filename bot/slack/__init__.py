"""Slack: what comes in (receive), what goes out (answering, send), how it looks (render, modal, home)."""

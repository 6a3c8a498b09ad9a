"""Alembic's scripts; Database.migrate() runs them, `python -m storage.migrations` checks and drafts them."""

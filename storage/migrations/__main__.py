"""For developers: compare the migrations with the tables, or draft the next one.

    uv run python -m storage.migrations check                   on the database that DATABASE_URL names
    uv run python -m storage.migrations draft 0002 "add a thing"

Both bring that database to the newest revision first. Draft against PostgreSQL, which distinguishes types:
`uv run python -m tests.postgres python -m storage.migrations draft …`, and read what was drafted.
"""

import os
import sys

from alembic.util import CommandError

from storage.database import Database


def main(arguments: list[str]) -> int:
    """Return the exit status: 0, 1 when tables and migrations differ, 2 for a wrong call."""
    database = Database(os.environ["DATABASE_URL"])
    database.migrate()
    try:
        match arguments:
            case ["check"]:
                database.compare()
            case ["draft", revision, title]:
                database.draft(revision, title)
            case _:
                sys.stderr.write(__doc__ or "")
                return 2
    except CommandError as difference:
        sys.stderr.write(f"{difference}\n")
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What can be wrong with the database as a whole."""


class DatabaseError(Exception):
    """Something is wrong with the database as a whole; the text is for a log, not for a person."""


class UnsupportedDatabase(DatabaseError):
    """The address names no SQLite file and no PostgreSQL database."""


class DatabaseMissing(DatabaseError):
    """The SQLite file is not there; migrate() would make it."""


class DatabaseUnreachable(DatabaseError):
    """The database does not answer, or refuses us."""


class SchemaNotCurrent(DatabaseError):
    """The schema is older or newer than this program."""

    def __init__(self, found: str | None, newest: str) -> None:
        super().__init__(f"the schema is at {found or 'nothing'}, this program needs {newest}")
        self.found = found
        self.newest = newest


class ReadOnlyTransaction(DatabaseError):
    """A change was made inside read()."""


class BackupRefused(DatabaseError):
    """A backup cannot be made to that place, or of that database."""

"""The migrations: the same schema as the tables in code, all or nothing, and never from the future."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

import storage.migrations
from storage import schema
from storage.database import Database
from storage.errors import DatabaseError, SchemaNotCurrent
from storage.migrations.__main__ import main
from storage.tables import metadata

VERSIONS = Path(storage.migrations.__file__).parent / "versions"


@pytest.fixture
def new(empty_url: str) -> Iterator[Database]:
    with closing(Database(empty_url)) as database:
        yield database


def tables(database: Database) -> set[str]:
    with database.read() as session:
        return set(inspect(session.connection()).get_table_names())


def test_a_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    database.compare()
    assert tables(database) == {*metadata.tables, "alembic_version"}


def test_primary_keys_are_what_the_tables_say(database: Database) -> None:
    """Alembic's comparison does not look at them."""
    with database.read() as session:
        found = inspect(session.connection())
        primary = {name: found.get_pk_constraint(name)["constrained_columns"] for name in metadata.tables}
    assert primary == {name: [*table.primary_key.columns.keys()] for name, table in metadata.tables.items()}


def test_migrating_again_does_nothing(new: Database) -> None:
    assert new.migrate()[-1] == new.newest_revision()
    assert new.migrate() == []


def test_migrations_can_be_undone_and_done_again(new: Database) -> None:
    new.migrate()
    with new._migrating() as connection:
        command.downgrade(schema.alembic_config(connection), "base")
    assert tables(new) == {"alembic_version"}
    new.migrate()
    new.compare()


def test_a_migration_that_fails_leaves_nothing(new: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(config: Config, _: str) -> None:
        connection: Connection = config.attributes["connection"]
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", fail)
        with pytest.raises(RuntimeError):
            new.migrate()
    assert tables(new) == set()
    assert new.migrate() != []


def test_a_schema_from_the_future_is_left_alone(new: Database) -> None:
    new.migrate()
    with new.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not new.is_current
    for refused in (new.migrate, new.require_current):
        with pytest.raises(SchemaNotCurrent, match="9999"):
            refused()


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(tmp_path: Path) -> None:
    """On SQLite a batch migration drops the old table: with foreign keys on, ON DELETE CASCADE would fire."""
    with closing(Database(f"sqlite:///{tmp_path / 'laget.db'}")) as database:
        database.migrate()
        with database._migrating() as connection:
            connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
            connection.execute(text("CREATE TABLE child (id INTEGER REFERENCES parent ON DELETE CASCADE)"))
            connection.execute(text("INSERT INTO parent VALUES (1)"))
            connection.execute(text("INSERT INTO child VALUES (1)"))
        with database._migrating() as connection:
            connection.execute(text("CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT)"))
            connection.execute(text("INSERT INTO parent_new (id) SELECT id FROM parent"))
            connection.execute(text("DROP TABLE parent"))
            connection.execute(text("ALTER TABLE parent_new RENAME TO parent"))
        with database.read() as session:
            assert session.connection().execute(text("SELECT count(*) FROM child")).scalar_one() == 1


def test_a_migration_that_leaves_rows_hanging_is_undone(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'laget.db'}")) as database:
        database.migrate()
        with pytest.raises(DatabaseError, match="refer to nothing"), database._migrating() as connection:
            connection.execute(text("INSERT INTO person_role (person_id, role) VALUES (4711, 'reader')"))
        with database.read() as session:
            assert session.connection().execute(text("SELECT count(*) FROM person_role")).scalar_one() == 0


def test_migrations_stand_by_themselves() -> None:
    """An old migration must work long after the code that it was written beside is gone."""
    scripts = sorted(VERSIONS.glob("*.py"))
    assert [script.name.partition("_")[0] for script in scripts] == [f"{n + 1:04}" for n in range(len(scripts))]
    imports = {line for script in scripts for line in script.read_text().splitlines() if "import " in line}
    assert imports == {
        "from collections.abc import Sequence",
        "import sqlalchemy as sa",
        "from alembic import op",
    }


def test_the_check_for_developers_sees_a_difference(
    new: Database, empty_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)
    assert main(["check"]) == 0
    with new.write() as session:
        session.connection().execute(text("DROP INDEX ix_receipt_at"))
    assert main(["check"]) == 1
    assert "ix_receipt_at" in capsys.readouterr().err
    assert main(["no such thing"]) == 2

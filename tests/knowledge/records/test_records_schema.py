"""The schema: what the migrations end in, and how a database gets there."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from knowledge.errors import Unavailable
from knowledge.model import Event, Pack
from knowledge.records import Records, migrating, schema
from knowledge.records.database import Database

NEXT = f"{int(schema.VERSION) + 1:04}"
SECOND = """
import sqlalchemy as sa
from alembic import op
revision = "{next}"
down_revision = "{version}"
def upgrade():
    with op.batch_alter_table("topics", recreate="auto") as table:
        table.add_column(sa.Column("position", sa.Integer))
        table.alter_column("title", nullable=True)
    {more}
"""


def shape(database: Database) -> dict[str, Any]:
    """All that a database tells of its tables, sorted."""
    seen = inspect(database.engine)
    tables = set(seen.get_table_names()) - {migrating.VERSION_TABLE}
    return {
        table: {
            "columns": [{**column, "type": repr(column["type"])} for column in seen.get_columns(table)],
            "key": seen.get_pk_constraint(table),
            "foreign keys": _sorted(seen.get_foreign_keys(table)),
            "indexes": _sorted([_told(index) for index in seen.get_indexes(table)]),
            "unique": _sorted(seen.get_unique_constraints(table)),
            "checks": _sorted(seen.get_check_constraints(table)),
        }
        for table in tables
    }


def _told(index: Any) -> dict[str, Any]:
    """Conditions as texts: as objects no two are equal."""
    return {**index, "dialect_options": {key: str(said) for key, said in index["dialect_options"].items()}}


def _sorted(constraints: list[Any]) -> list[Any]:
    return sorted(constraints, key=lambda constraint: str(constraint["name"]))


def test_the_migrations_end_in_the_tables_of_the_program(
    url: str, request: pytest.FixtureRequest, tmp_path
) -> None:
    with Records.open(url) as records:
        migrated = shape(records.database)
        with records.database.writing() as connection:
            schema.metadata.drop_all(connection)
            schema.metadata.create_all(connection)
        assert shape(records.database) == migrated
        assert set(migrated) == set(schema.metadata.tables)


def test_migrations_are_numbered_and_the_newest_is_known() -> None:
    scripts = ScriptDirectory(str(migrating.MIGRATIONS), version_locations=[str(migrating.MIGRATIONS)])
    numbers = [script.revision for script in scripts.walk_revisions()]
    assert numbers == [f"{number:04}" for number in range(len(numbers), 0, -1)]
    assert numbers[0] == schema.VERSION
    files = sorted(path.name[:4] for path in migrating.MIGRATIONS.glob("0*.py"))
    assert files == sorted(numbers)


def test_opening_what_is_up_to_date_does_not_load_alembic(sqlite_url: str) -> None:
    Records.open(sqlite_url).close()
    code = (
        "import sys, time, sqlalchemy; from knowledge.records import Records; start = time.perf_counter();"
        f"Records.open({sqlite_url!r}).close(); print(time.perf_counter() - start);"
        "assert not {'alembic', 'psycopg', 'mako'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 0.5  # 5 ms on a quiet machine


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A program that is one migration ahead."""
    ours = sorted(migrating.MIGRATIONS.glob("0*.py"))

    def install(more: str = "pass") -> None:
        folder = tmp_path / "migrations"
        folder.mkdir(exist_ok=True)
        for path in ours:
            (folder / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")
        said = SECOND.format(more=more, next=NEXT, version=schema.VERSION)
        (folder / f"{NEXT}_second.py").write_text(said)
        monkeypatch.setattr(migrating, "MIGRATIONS", folder)
        monkeypatch.setattr(migrating, "VERSION", NEXT)

    return install


def fill(url: str) -> None:
    # Not by `Records.open`, which looks for what the newest tables have.
    database = Database(url)
    migrating.prepare(database, migrate=True)
    with Records(database), database.writing() as connection:
        connection.execute(text("INSERT INTO topics VALUES ('t', '{}', '', 0)"))
        # Of an older database, too: only the columns that it has.
        fact = dict.fromkeys((column["name"] for column in inspect(connection).get_columns("facts")), "")
        fact |= {"id": "f", "topic": "t", "side": "kz", "status": "draft", "version": 1, "revision": 0}
        fact |= dict.fromkeys(("source_document", "source_number", "valid_as_of"))
        connection.execute(schema.facts.insert().values(fact))


def test_an_older_database_is_migrated_with_all_that_is_in_it(url: str, second) -> None:
    fill(url)
    second()
    with Records.open(url) as records:
        assert not records.created
        assert {"position"} <= {
            column["name"] for column in inspect(records.database.engine).get_columns("topics")
        }
        # Replacing a table does not take along what refers to it.
        assert records.counts().facts == 1
        with pytest.raises(Exception, match=r"(?i)foreign key"), records.database.writing() as connection:
            connection.execute(text("DELETE FROM topics"))


def test_a_database_without_events_gets_their_tables(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder := tmp_path / "first").mkdir()
    first = migrating.MIGRATIONS / "0001_records.py"
    (folder / first.name).write_text(first.read_text("utf-8"), encoding="utf-8")
    with monkeypatch.context() as before:
        before.setattr(migrating, "MIGRATIONS", folder)
        before.setattr(migrating, "VERSION", "0001")
        fill(url)
    with Records.open(url) as records:
        assert records.counts().facts == 1
        assert records.events() == ()
        event = Event("e", "t", {"en": "E"}, "2020", facts=("f",))
        records.apply(Pack("p", {}, events=(event,)), actor="a", now=datetime(2020, 1, 1, tzinfo=UTC))
        assert records.event("e") == event


def test_a_copy_is_taken_before_a_file_is_migrated(sqlite_url: str, tmp_path: Path, second) -> None:
    fill(sqlite_url)
    assert not list(tmp_path.glob("*before*"))
    second()
    Records.open(sqlite_url).close()
    (copy,) = tmp_path.glob("*before*")
    assert copy.name == f"agreement.db.before-{NEXT}"
    engine = create_engine(f"sqlite:///{copy}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM schema_version")).scalar() == schema.VERSION
        assert connection.execute(text("SELECT count(*) FROM facts")).scalar() == 1
    engine.dispose()


def test_a_migration_that_fails_changes_nothing(url: str, second) -> None:
    fill(url)
    second("op.execute('SELECT * FROM nowhere')")
    with pytest.raises(Unavailable, match="nowhere"):
        Records.open(url)
    second()
    with Records.open(url) as records:
        assert records.counts().facts == 1


def test_migrating_can_be_declined(url: str, second) -> None:
    fill(url)
    Records.open(url, migrate=False).close()
    second()
    with pytest.raises(Unavailable, match="migrate it first"):
        Records.open(url, migrate=False)


def test_a_newer_database_is_left_alone(url: str) -> None:
    with Records.open(url) as records, records.database.writing() as connection:
        connection.execute(text("UPDATE schema_version SET version_num = '0999'"))
    with pytest.raises(
        Unavailable,
        match=f"newer version .*schema 0999, this one knows {schema.VERSION}.*; update the program",
    ):
        Records.open(url)

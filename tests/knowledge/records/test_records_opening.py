"""What is said when a database cannot be opened: one line, without the password."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from postgres_server import PASSWORD

from knowledge.errors import Unavailable
from knowledge.model import Fact, Pack, Topic
from knowledge.records import Records
from knowledge.records.address import describe, read_url

NOW = datetime(2020, 1, 1, tzinfo=UTC)


def refusal(url: str) -> str:
    with pytest.raises(Unavailable) as caught:
        Records.open(url)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_files_that_are_no_database(tmp_path: Path) -> None:
    assert "this is a folder" in refusal(f"sqlite:///{tmp_path}")
    assert f"there is no folder {tmp_path}/none" in refusal(f"sqlite:///{tmp_path}/none/a.db")
    (tmp_path / "text.db").write_text("Dear diary, " * 500)
    assert refusal(f"sqlite:///{tmp_path}/text.db") == f"{tmp_path}/text.db: this file is not a database"
    assert (tmp_path / "text.db").read_text().startswith("Dear diary, ")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE cats (name)")
    assert "a database of another program" in refusal(f"sqlite:///{tmp_path}/other.db")
    with closing(sqlite3.connect(tmp_path / "strange.db")) as other:
        other.execute("CREATE TABLE schema_version (version_num)")
        other.execute("INSERT INTO schema_version VALUES ('b1a2')")
        other.commit()
    assert "not a database of this program" in refusal(f"sqlite:///{tmp_path}/strange.db")


def test_a_file_that_is_not_there_may_have_to_stay_away(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="there is no such database"):
        Records.open(f"sqlite:///{tmp_path}/none.db", migrate=False)
    assert not list(tmp_path.iterdir())


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    (tmp_path / "new.db").touch()
    with Records.open(f"sqlite:///{tmp_path}/new.db") as records:
        assert records.created


def test_a_read_only_file(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Records.open(sqlite_url).close()
    # For root, who may run this, nothing is read-only.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    assert "the file or its folder is read-only" in refusal(sqlite_url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "agreement.db",
        "mysql://u:s3cret@host/db",
        "postgresql://u:s3cret@host:port/db",
        "postgresql://u:s3@cret@host/db",
        "s3cret",
    ],
)
def test_addresses_that_cannot_be_used(url: str) -> None:
    said = refusal(url)
    assert "database's address" in said
    assert "cret" not in said


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_all_names_of_postgresql(scheme: str) -> None:
    url = read_url(f"{scheme}://me:s3cret@db.example:5433/facts")
    assert url.drivername == "postgresql+psycopg"
    assert describe(url) == "PostgreSQL database facts at db.example:5433"


def test_a_server_that_is_not_there() -> None:
    said = refusal("postgresql://me:s3cret@127.0.0.1:9/facts?connect_timeout=2")
    assert said.startswith("PostgreSQL database facts at 127.0.0.1:9: ")
    assert "s3cret" not in said


def test_a_server_that_refuses(postgres_server: str) -> None:
    if PASSWORD not in postgres_server:
        pytest.skip("this server's password is not ours")
    wrong = refusal(postgres_server.replace(PASSWORD, "wr0ng-password"))
    assert "password authentication failed" in wrong
    assert "wr0ng-password" not in wrong
    assert 'database "nowhere" does not exist' in refusal(postgres_server.replace("/postgres?", "/nowhere?"))


def test_a_database_in_memory_serves_many_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with Records.open("sqlite://") as records, ThreadPoolExecutor(4) as pool:
        packs = [
            Pack("p", {}, topics=(Topic("t", {"en": "T"}),), facts=(Fact(f"f{n}", "t", {"en": "F"}),))
            for n in range(20)
        ]
        list(pool.map(lambda pack: records.apply(pack, actor="a", now=NOW), packs))
        assert records.counts().facts == 20


def filled(url: str, facts: int = 3000) -> Path:
    made = tuple(Fact(f"f{number}", "t", {"en": f"Statement {number}. " * 10}) for number in range(facts))
    with Records.open(url) as records:
        records.apply(Pack("p", {}, topics=(Topic("t", {"en": "T"}),), facts=made), actor="a", now=NOW)
        assert records.database.file is not None
        return records.database.file


def test_a_damaged_file(sqlite_url: str) -> None:
    file = filled(sqlite_url)
    with file.open("r+b") as pages:
        size = file.stat().st_size
        pages.seek(size // 4)  # behind the tables' definitions, amid their rows
        pages.write(b"\xa5" * (size // 2))
    with Records.open(sqlite_url) as records:
        assert records.check()
        assert all(re.search("damaged", line) and "\n" not in line for line in records.check())
        with pytest.raises(Unavailable, match="the database is damaged; restore a backup"):
            records.pack()


def test_a_truncated_file(sqlite_url: str) -> None:
    file = filled(sqlite_url)
    with file.open("r+b") as pages:
        pages.truncate(file.stat().st_size // 2)
    with pytest.raises(Unavailable, match="damaged"), Records.open(sqlite_url) as records:
        records.pack()


def test_a_backup_can_be_opened(sqlite_url: str, tmp_path: Path) -> None:
    filled(sqlite_url, facts=3)
    with Records.open(sqlite_url) as records:
        records.database.backup_to(tmp_path / "copy.db")
        with Records.open(f"sqlite:///{tmp_path}/copy.db") as copy:
            assert copy.pack() == records.pack()
            assert not copy.created

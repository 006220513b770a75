"""Small writes of several threads in one transaction."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from knowledge.records import Records
from knowledge.records.grouping import GroupedWrites


@pytest.fixture
def records(tmp_path: Path):
    with Records.open(f"sqlite:///{tmp_path / 'a.db'}") as opened:
        with opened.database.writing() as connection:
            connection.execute(text("CREATE TABLE noted (n INTEGER PRIMARY KEY)"))
        yield opened


def note(number: int):
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO noted VALUES (:n)"), {"n": number})
        return number

    return work


def noted(records: Records) -> list[int]:
    with records.database.reading() as connection:
        return [row.n for row in connection.execute(text("SELECT n FROM noted ORDER BY n"))]


def test_all_that_returned_is_stored(records: Records) -> None:
    writes = GroupedWrites(records.database)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: writes.run(note(n)), range(200))) == list(range(200))
    assert noted(records) == list(range(200))


def test_what_gathers_meanwhile_shares_a_transaction(records: Records) -> None:
    writes = GroupedWrites(records.database)
    inside, go_on = threading.Event(), threading.Event()
    seen: list[int] = []

    def slow(connection: Connection) -> None:
        inside.set()
        go_on.wait(10)

    def counted(number: int):
        def work(connection: Connection) -> None:
            seen.append(id(connection))
            note(number)(connection)

        return work

    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(writes.run, slow)
        inside.wait(10)
        others = [pool.submit(writes.run, counted(n)) for n in range(4)]
        while len(writes._waiting) < 4:
            pass
        go_on.set()
        for future in (first, *others):
            future.result(10)
    assert len(set(seen)) == 1
    assert noted(records) == [0, 1, 2, 3]


def test_one_that_fails_takes_nobody_with_it(records: Records) -> None:
    writes = GroupedWrites(records.database)
    writes.run(note(7))

    def attempt(number: int) -> bool:
        try:
            writes.run(note(number))
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(attempt, [1, 7, 2, 7, 3, 7, 4]))
    assert kept == [True, False, True, False, True, False, True]
    assert noted(records) == [1, 2, 3, 4, 7]

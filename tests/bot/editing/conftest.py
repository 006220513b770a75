from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from databases import new_records

from knowledge.records import Records

NOW = datetime(2019, 10, 14, 9, 30, tzinfo=UTC)


class Hands:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.instant = NOW

    def now(self) -> datetime:
        return self.instant

    def pass_(self, **time: int) -> None:
        self.instant += timedelta(**time)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/agreement.db"


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with new_records(url) as opened:
        yield opened

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import ENGINES, schema_in, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str | None]:
    with server() as address:
        yield address


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/agreement.db"
        return
    address = request.getfixturevalue("postgres")
    if address is None:
        pytest.skip("PostgreSQL is not installed")
    with schema_in(address) as place:
        yield place

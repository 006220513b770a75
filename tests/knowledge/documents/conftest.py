"""Files as other programs write them, and as nobody should."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from file_makers import Read, Refused

from knowledge.documents import Draft, Limits, read_file
from knowledge.errors import InvalidInput

TODAY = date(2026, 3, 1)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """`read("name.ext", data)`: the draft of a file with these bytes."""

    def call(name: str, data: bytes | str, **options: object) -> Draft:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_file(path, today=TODAY, **options)

    return call


@pytest.fixture
def refused(read: Read) -> Refused:
    """The one line with which a file is refused, without the file's name."""

    def call(name: str, data: bytes | str, limits: Limits | None = None, **options: object) -> str:
        with pytest.raises(InvalidInput) as caught:
            read(name, data, limits=limits, **options)
        assert "\n" not in str(caught.value)
        assert str(caught.value).split(": ")[0].split(":")[0].endswith(name)
        return caught.value.reason

    return call

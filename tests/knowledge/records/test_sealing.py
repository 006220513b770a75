"""Personal text at rest: unreadable without the key, on either engine, also what was there before the key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge.errors import Unavailable
from knowledge.records import Question, Records

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = Question(
    "Какая зарплата у Степанова?", "ru", NOW, "unanswered", missing=("зарплата",), person=7, chat=7
)


def stored(records: Records) -> str:
    """What stands in the database itself."""
    with records.database.reading() as connection:
        return str(connection.execute(text("SELECT text, missing FROM questions")).all())


def test_it_is_unreadable_at_rest_and_read_with_the_key(url: str) -> None:
    with Records.open(url, secret="a long and random key") as records:
        number = records.file_question(ASKED)
        assert "зарплата" not in stored(records)
        found = records.question(number)
        assert found is not None
        assert (found.text, found.missing) == (ASKED.text, ASKED.missing)


def test_what_was_there_before_the_key_is_sealed_too(url: str) -> None:
    with Records.open(url) as records:
        number = records.file_question(ASKED)
        assert "зарплата" in stored(records)
    with Records.open(url, secret="key") as records:
        assert "зарплата" not in stored(records)
        found = records.question(number)
        assert found is not None
        assert found.text == ASKED.text


@pytest.mark.parametrize(("secret", "said"), [(None, "SECRET_KEY is needed"), ("other", "is not the one")])
def test_another_key_or_none_is_one_line(url: str, secret: str | None, said: str) -> None:
    Records.open(url, secret="key").close()
    with pytest.raises(Unavailable, match=said):
        Records.open(url, secret=secret)


def test_nothing_of_it_is_in_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'agreement.db'}"
    with Records.open(url, secret="key") as records:
        records.file_question(ASKED)
    for file in tmp_path.iterdir():
        assert "зарплата".encode() not in file.read_bytes()

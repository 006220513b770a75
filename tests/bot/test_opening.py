"""Records, index and assistant of one set of settings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.opening import SHIPPED, fill, index_path, opened
from bot.settings import Settings, load_settings
from knowledge.errors import Unavailable
from knowledge.records import Records

NOW = datetime(2021, 7, 1, tzinfo=UTC)


def settings(url: str, **more: str) -> Settings:
    return load_settings({"DATABASE_URL": url, **more}, env_file=None)


def test_a_new_database_is_filled_with_what_is_shipped(tmp_path: Path) -> None:
    with opened(settings(f"sqlite:///{tmp_path}/a.db"), lambda: NOW) as base:
        assert len(base.records.pack().facts) > 40
        answer = base.assistant.ask("Who led the Russian side?", now=NOW)
        assert "Stepanov" in answer.text
        (change, *_) = base.records.history(limit=1)
        assert (change.actor, change.at) == (SHIPPED, NOW)


def test_what_is_shipped_may_be_applied_again(tmp_path: Path) -> None:
    with Records.open(f"sqlite:///{tmp_path}/a.db") as records:
        fill(records, NOW)
        before = (records.revision(), records.pack())
        fill(records, NOW)
        assert (records.revision(), records.pack()) == before


def test_records_are_closed_whatever_happens(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    Records.open(url).close()
    with pytest.raises(RuntimeError), opened(settings(url), lambda: NOW) as base:
        raise RuntimeError
    assert base.records.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(Unavailable) as caught,
        opened(settings(f"sqlite:///{tmp_path}/no/such/a.db"), lambda: NOW),
    ):
        pass
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///agreement.db", "agreement.db.index"),
        ("sqlite:////var/lib/bot/a.db", "/var/lib/bot/a.db.index"),
        ("sqlite:///a.db?timeout=5", "a.db.index"),
    ],
)
def test_the_index_stands_beside_an_sqlite_database(url: str, expected: str) -> None:
    assert index_path(settings(url)) == Path(expected)


def test_the_index_of_another_database_is_named_after_its_address() -> None:
    one, other, memory = (
        index_path(settings(url))
        for url in ("postgresql://a:s3cret@h/one", "postgresql://a:s3cret@h/other", "sqlite:///:memory:")
    )
    assert len({one, other, memory}) == 3
    assert "s3cret" not in str(one)
    assert one == index_path(settings("postgresql://a:s3cret@h/one"))
    assert {path.suffix for path in (one, other, memory)} == {".index"}


def test_the_settings_have_the_last_word(tmp_path: Path) -> None:
    assert index_path(settings("sqlite:///a.db", INDEX_PATH=str(tmp_path / "x"))) == tmp_path / "x"


def test_filling_that_was_broken_off_is_begun_anew(tmp_path: Path) -> None:
    chosen = settings(f"sqlite:///{tmp_path}/a.db")
    Records.open(chosen.database_url).close()  # made, and then the process was killed
    with opened(chosen, lambda: NOW) as base:
        assert base.records.counts().facts > 0


def test_what_is_to_stay_empty_stays_empty(tmp_path: Path) -> None:
    chosen = settings(f"sqlite:///{tmp_path}/a.db")
    with Records.open(chosen.database_url) as records:
        records.set_filled()
    with opened(chosen, lambda: NOW) as base:
        assert base.records.counts().facts == 0

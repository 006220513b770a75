"""Copies are whole, stand by themselves, and are put back on either engine, or not at all."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.backups import Nightly, make, restore, verify
from bot.opening import opened
from bot.settings import load_settings
from knowledge.errors import InvalidInput, Unavailable
from knowledge.model import Fact, Pack, Topic
from knowledge.records import Question, Records
from knowledge.records.schema import metadata, state

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def contents(records: Records) -> dict[str, list[tuple]]:
    """Every row of every table but the one that counts revisions."""
    with records.database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table is not state
        }


def test_there_and_back(used: Records, tmp_path: Path, sqlite_url: str) -> None:
    made = make(used.database, tmp_path / "copy.db")
    assert made.facts == used.counts().facts > 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("copy")] == ["copy.db"]
    back = sqlite_url.replace("agreement.db", "back.db")
    restored = restore(back, tmp_path / "copy.db", now=NOW, keep_in=tmp_path, verify_rows=True)
    assert restored.before is None
    with Records.open(back) as records:
        assert contents(records) == contents(used)
        assert records.check() == []
        assert not records.to_be_filled()


def test_into_the_other_engine_which_counts_on(used: Records, tmp_path: Path, postgres_url: str) -> None:
    make(used.database, tmp_path / "copy.db")
    restore(postgres_url, tmp_path / "copy.db", now=NOW, keep_in=tmp_path, verify_rows=True)
    with Records.open(postgres_url) as records:
        assert contents(records) == contents(used)
        question = records.inbox()[0]
        assert records.file_question(replace(question, id=0)) > question.id


def test_what_was_there_is_kept_and_indexes_notice(used: Records, tmp_path: Path) -> None:
    make(used.database, tmp_path / "copy.db")
    before, revision = contents(used), used.revision()
    used.apply(Pack("p", {}, topics=(Topic("later", {"en": "Later"}),)), actor="a", now=NOW)
    url = used.database.url.render_as_string(hide_password=False)
    restored = restore(url, tmp_path / "copy.db", now=NOW, keep_in=tmp_path / "kept")
    assert contents(used) == before
    assert used.revision() > revision + 1
    assert restored.before is not None
    assert verify(restored.before).rows["topics"] == verify(tmp_path / "copy.db").rows["topics"] + 1


@pytest.mark.parametrize("harm", ["cut", "flipped", "foreign", "text", "empty", "missing"])
def test_a_bad_copy_changes_nothing(used: Records, tmp_path: Path, harm: str) -> None:
    copy = tmp_path / "copy.db"
    make(used.database, copy)
    data = bytearray(copy.read_bytes())
    if harm == "cut":
        copy.write_bytes(data[: len(data) // 2])
    elif harm == "flipped":
        data[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
        copy.write_bytes(data)
    elif harm == "foreign":
        copy.unlink()
        with sqlite3.connect(copy) as connection:
            connection.execute("CREATE TABLE notes (x)")
        connection.close()
    elif harm == "text":
        copy.write_text("pack: x\n")
    elif harm == "empty":
        copy.write_bytes(b"")
    else:
        copy.unlink()
    before = contents(used)
    url = used.database.url.render_as_string(hide_password=False)
    with pytest.raises(InvalidInput):
        restore(url, copy, now=NOW, keep_in=tmp_path / "kept")
    assert contents(used) == before
    assert not (tmp_path / "kept").exists()


def test_a_file_that_is_there_is_not_overwritten(used: Records, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(InvalidInput, match="there is such a file already"):
        make(used.database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_place_that_cannot_be_written(used: Records, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot be written"):
        make(used.database, tmp_path / "file" / "copy.db")


def test_one_a_night_and_the_newest_are_kept(used: Records, tmp_path: Path) -> None:
    folder = tmp_path / "nights"
    nightly = Nightly(used, folder, ZoneInfo("Asia/Almaty"), keep=3)
    night = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # half past three in Almaty
    assert nightly.tick(night - timedelta(hours=1)) is None
    for number in range(5):
        made = nightly.tick(night + timedelta(days=number))
        assert made is not None
        assert verify(made).facts == used.counts().facts
        assert nightly.tick(night + timedelta(days=number, hours=3)) is None
    assert sorted(path.name for path in folder.iterdir()) == [
        f"agreement-2026-03-{day:02}.db" for day in (4, 5, 6)
    ]
    assert Nightly(used, folder, ZoneInfo("UTC"), keep=0).tick(night + timedelta(days=9)) is None


def test_sealed_text_stays_sealed_in_the_copy(url: str, tmp_path: Path) -> None:
    asked = Question("Какая зарплата?", "ru", NOW, "unanswered", person=7, chat=7)
    with Records.open(url, secret="key") as records:
        number = records.file_question(asked)
        make(records.database, tmp_path / "copy.db")
    assert "зарплата".encode() not in (tmp_path / "copy.db").read_bytes()
    back = f"sqlite:///{tmp_path / 'back.db'}"
    with pytest.raises(Unavailable, match="SECRET_KEY is needed"):
        restore(back, tmp_path / "copy.db", now=NOW, keep_in=tmp_path)
    restore(back, tmp_path / "copy.db", now=NOW, keep_in=tmp_path, secret="key", verify_rows=True)
    with Records.open(back, secret="key") as records:
        found = records.question(number)
        assert found is not None
        assert found.text == asked.text


def test_a_running_bot_answers_from_what_was_put_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'agreement.db'}"
    chosen = load_settings({"DATABASE_URL": url}, env_file=None)
    with opened(chosen, lambda: NOW) as base:
        make(base.records.database, tmp_path / "copy.db")
        added = (
            Fact("text", "participants", {"en": "The kettle of the canteen whistles at noon."}),
            Fact(
                "person",
                "participants",
                {"en": "Aida Serik met the guests."},
                relation="participates",
                tags=("library",),
            ),
        )
        base.records.apply(Pack("p", {}, facts=added), actor="a", now=NOW)
        base.index.refresh()
        assert "whistles" in base.assistant.ask("When does the kettle of the canteen whistle?", now=NOW).text
        assert "person" in base.index.base.profiles
        restore(url, tmp_path / "copy.db", now=NOW, keep_in=tmp_path / "kept")  # as another process would
        base.index.refresh()
        assert (
            "whistles" not in base.assistant.ask("When does the kettle of the canteen whistle?", now=NOW).text
        )
        assert "person" not in base.index.base.profiles
        assert "Stepanov" in base.assistant.ask("Who led the Russian side?", now=NOW).text

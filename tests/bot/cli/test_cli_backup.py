"""`backup` and `restore` from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

ASKED = "Who led the Russian side?"


@pytest.mark.usefixtures("ready")
def test_a_copy_put_back_elsewhere_answers_the_same(run, folder: Path) -> None:
    made = run("backup", "copy.db").done().out
    assert made.startswith("copy.db: 53 facts, 5 events")
    other = ("--database", "sqlite:///other.db")
    assert "every row compared" in run(*other, "restore", "--verify", "copy.db").done().out
    assert run(*other, "ask", ASKED).done().out == run("ask", ASKED).done().out
    assert "What was there before is in " in run(*other, "restore", "copy.db").done().out
    assert len(list((folder / "backups").glob("before-restore-*.db"))) == 1


@pytest.mark.usefixtures("ready")
def test_without_a_name_it_goes_beside_the_database(run, folder: Path) -> None:
    out = run("backup").done().out
    (made,) = (folder / "backups").iterdir()
    assert out.startswith(str(made))


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("restore", "missing.db"), "there is no such file"),
        (("restore", "notes.txt"), "this is not a copy of a database"),
        (("backup", "notes.txt"), "there is such a file already"),
        (("--database", "sqlite:///none.db", "backup"), "there is no such database"),
        (("restore",), "Missing argument"),
    ],
)
def test_bad_input_is_one_line(run, folder: Path, args: tuple[str, ...], why: str) -> None:
    (folder / "notes.txt").write_text("notes", encoding="utf-8")
    outcome = run(*args)
    assert outcome.code == 2
    assert why in outcome.err
    assert outcome.err.count("\n") == 1
    assert not (folder / "none.db").exists()

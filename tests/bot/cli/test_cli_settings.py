"""Wrong settings and databases that cannot be opened: named at once, exit code 2, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

COMMANDS = [
    ("run",),
    ("sandbox", "--port", "0"),
    ("init",),
    ("ask", "x"),
    ("ask", "--batch", "-"),
    ("import", "x.yaml"),
    ("export",),
    ("eval", "x.yaml"),
    ("reindex",),
    ("check",),
    ("migrate",),
]
NO_DATABASE = [
    "sqlite:////no/such/folder/a.db",
    "sqlite:///.",
    "postgresql://nobody@127.0.0.1:1/none",
]


@pytest.fixture
def questions(folder: Path) -> None:
    (folder / "x.yaml").write_text("rows: []\n", encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_all_wrong_settings_are_named_at_once(run, command: tuple[str, ...]) -> None:
    wrong = {
        "TELEGRAM_TOKEN": "nonsense",
        "DEFAULT_TIMEZONE": "Mars/Olympus",
        "PORT": "0",
        "CLOCK_START": "yesterday",
        "DATABASE_URL": "mysql://x",
    }
    outcome = run(*command, env=wrong)
    assert outcome.code == 2
    lines = outcome.err.splitlines()
    assert sorted(line.split()[1] for line in lines) == sorted(wrong)
    assert all(line.startswith("agreement-bot: ") for line in lines)


def test_wrong_settings_are_lines_of_a_process(process) -> None:
    outcome = process("ask", "x", env={"PORT": "x", "DEFAULT_LANGUAGE": "de"})
    assert outcome.code == 2
    assert outcome.out == ""
    assert [line.split()[1] for line in outcome.err.splitlines()] == ["DEFAULT_LANGUAGE", "PORT"]


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize("address", NO_DATABASE)
@pytest.mark.parametrize("command", COMMANDS[2:], ids=lambda command: command[0])
def test_a_database_that_cannot_be_opened_is_one_line(run, command: tuple[str, ...], address: str) -> None:
    assert run("--database", address, *command).refused()


def test_a_database_that_is_none_is_one_line_of_a_process(process, folder: Path) -> None:
    (folder / "agreement.db").write_bytes(b"this is no database" * 100)
    assert "agreement.db" in process("ask", "x").refused()
    assert (folder / "agreement.db").read_bytes() == b"this is no database" * 100


def test_a_password_is_not_repeated(run) -> None:
    outcome = run("--database", "postgresql://me:s3cret@127.0.0.1:1/none", "ask", "x")
    assert outcome.code == 2
    assert "s3cret" not in outcome.err


def test_an_index_that_cannot_be_written_is_one_line(run, folder: Path) -> None:
    (folder / "file").write_bytes(b"")
    assert "index" in run("ask", "x", env={"INDEX_PATH": "file/a.index"}).refused()


def test_the_env_file_of_the_folder_counts(run, folder: Path) -> None:
    (folder / ".env").write_text("DATABASE_URL=sqlite:///mine.db\nINDEX_PATH=mine.idx\n", encoding="utf-8")
    run("init", "--empty").done()
    assert {file.name for file in folder.iterdir()} == {".env", "mine.db", "mine.idx"}


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("--nonsense",), "No such option '--nonsense'"),
        (("nonsense",), "No such command 'nonsense'"),
        (("--database",), "requires an argument"),
        (("init", "--nonsense"), "No such option"),
        (("init", "now"), "unexpected extra argument"),
        (("import",), "Missing argument 'FILES...'"),
        (("sandbox", "--port", "x"), "--port"),
        (("sandbox", "--port", "70000"), "--port"),
        (("--database", "nonsense", "ask", "x"), "DATABASE_URL"),
    ],
)
def test_a_wrong_option_is_one_line(run, args: tuple[str, ...], reason: str) -> None:
    assert reason in run(*args).refused()


def test_a_wrong_option_is_one_line_of_a_process(process) -> None:
    assert process("ask", "--josn", "x").refused().startswith("No such option '--josn'")
    assert process("nonsense").refused() == "No such command 'nonsense'."


@pytest.mark.parametrize("command", [command[0] for command in COMMANDS])
def test_every_command_has_its_help(run, command: str) -> None:
    out = run(command, "--help").done().out
    assert out.startswith("Usage: ")
    assert "--help" in out


def test_no_command_is_a_call_for_help(run) -> None:
    outcome = run()
    assert outcome.code == 2
    assert "Commands:" in outcome.err + outcome.out


def test_the_version_is_told(run) -> None:
    assert run("--version").done().out.startswith("agreement-bot")

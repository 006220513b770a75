"""The command line over a folder of its own: real processes where a process matters, Click's runner elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import knowledge.index
from bot.cli import main
from bot.settings import Settings
from knowledge.lexicon import lexicon_digest
from knowledge.records import Records

ROOT = Path(__file__).parents[3]
OURS = {name.upper() for name in Settings.model_fields}
# Nothing of the machine's own settings.
CLEAN = {name: value for name, value in os.environ.items() if name not in OURS}


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    def done(self) -> Outcome:
        assert self.code == 0, self
        return self

    def refused(self) -> str:
        """The one line that says why."""
        assert self.code == 2, self
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        assert line.startswith("agreement-bot: ")
        return line.removeprefix("agreement-bot: ")

    def json(self) -> list[dict]:
        return [json.loads(line) for line in self.done().out.splitlines()]


Run = Callable[..., Outcome]


def in_process(*args: str, folder: Path, env: dict[str, str] | None = None, typed: bytes = b"") -> Outcome:
    """`python -m bot …` as a process in `folder`."""
    environ = {**CLEAN, "PYTHONPATH": str(ROOT), **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *args],
        cwd=folder,
        env=environ,
        input=typed,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands run: nothing is there, no `.env` either."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def seen() -> dict[object, Any]:
    """What was computed once in this worker."""
    return {}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, seen: dict[object, Any]) -> None:
    """Let the index be read or made once for equal files or records: these functions are pure, and take their time."""
    keys = {
        "load_lexicon": lexicon_digest,
        "read_index": Path.read_bytes,
        "compile_base": lambda pack, lexicon, *_: (repr(pack), lexicon.digest),
    }

    def recalled(name: str, function: Callable[..., Any], *args: Any) -> Any:
        key = (name, keys[name](*args))
        if key not in seen:
            seen[key] = function(*args)
        return seen[key]

    for name in keys:
        monkeypatch.setattr(knowledge.index, name, partial(recalled, name, getattr(knowledge.index, name)))


@pytest.fixture
def run(folder: Path, quick: None) -> Run:
    """A command in this process: `run("ask", "…")`."""

    def call(*args: str, env: dict[str, str] | None = None, typed: bytes | str = "") -> Outcome:
        result = CliRunner().invoke(main, args, env=env, input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def process(folder: Path) -> Run:
    """A command as a process of its own."""

    def call(*args: str, env: dict[str, str] | None = None, typed: bytes = b"") -> Outcome:
        return in_process(*args, folder=folder, env=env, typed=typed)

    return call


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A folder in which `init` has run as a process, and what it said."""
    folder = tmp_path_factory.mktemp("initialised")
    return folder, in_process("init", folder=folder)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has nothing on record."""
    folder = tmp_path_factory.mktemp("bare")
    with Records.open(f"sqlite:///{folder}/agreement.db") as records:
        records.set_filled()
    return folder


@pytest.fixture
def ready(folder: Path, initialised: tuple[Path, Outcome]) -> Path:
    """The folder with the shipped record in it, database and index."""
    return copied(initialised[0], folder)


@pytest.fixture
def empty(folder: Path, bare: Path) -> Path:
    """The folder with an empty database in it, and no index: the first question makes one."""
    return copied(bare, folder)


def copied(source: Path, folder: Path) -> Path:
    for file in source.iterdir():
        shutil.copy(file, folder)
    return folder

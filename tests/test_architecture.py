"""The floors of the house: imports run downwards only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for room in ("bot", "handlers", "knowledge") for path in (ROOT / room).rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 40

# What only the wiring and the edge may know.
TELEGRAM_ROOMS = ("handlers/", "bot/app.py", "bot/sandbox/", "bot/running", "bot/cli/process.py")
WIRING = (
    "bot/app.py",
    "bot/cli/",
    "bot/web/",
    "bot/sandbox/",
    "bot/running",
    "bot/opening.py",
    "bot/__main__.py",
)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_from(path: Path, *packages: str) -> set[str]:
    return {module for module in imports(path) if module.split(".")[0] in packages}


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_knowledge_knows_neither_telegram_nor_the_process(path: Path) -> None:
    if name(path).startswith("knowledge/"):
        assert not imports_from(path, "bot", "handlers", "telegram", "starlette", "click")


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_telegram_is_known_only_at_the_edge(path: Path) -> None:
    if not name(path).startswith(TELEGRAM_ROOMS):
        assert not imports_from(path, "telegram")


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_services_do_not_reach_up(path: Path) -> None:
    here = name(path)
    if here.startswith("bot/") and not here.startswith(WIRING):
        assert not imports_from(path, "handlers")
        assert not {
            module
            for module in imports(path)
            if module.startswith(("bot.app", "bot.cli", "bot.sandbox", "bot.web"))
        }
    if here.startswith("handlers/"):
        assert not {
            module
            for module in imports(path)
            if module.startswith(("bot.app", "bot.cli", "bot.sandbox", "bot.web"))
        }


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_and_functions_stay_short(path: Path) -> None:
    if "migrations/" in name(path):
        pytest.skip("a migration is written once and lists its tables")
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{node.name} is too long"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_only_one_module_crosses_to_threads(path: Path) -> None:
    crossings = {"concurrent.futures", "threading"} & imports(path)
    if name(path).startswith(("handlers/", "bot/")) and name(path) != "bot/threads.py":
        assert not crossings

"""The documents say what is: every ```sh block of theirs is run, every table compared with the program."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx
import pytest
from click.testing import CliRunner

from bot import __version__
from bot.cli import main
from bot.opening import opened
from bot.sandbox import SandboxClient, Server, State
from bot.settings import Settings, load_settings
from knowledge.lexicon import load_lexicon
from knowledge.packs import read_pack

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = (README, ROOT / "docs" / "deployment.md")
BIN = Path(sys.executable).parent
LONG_RUNNING = re.compile(r"(make run|agreement-bot run|agreement-bot sandbox.*)$")
TOKEN = "123456:ABC-DEF"  # as the documents write it
PATIENCE = 60.0
SETTINGS = frozenset(name.upper() for name in Settings.model_fields)
COMMANDS = main.list_commands(click.Context(main))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Block:
    page: Path
    line: int
    lang: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path, lang: str) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(page, text.count("\n", 0, found.start()) + 1, lang, found[1])
        for found in re.finditer(rf"^```{lang}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]


def all_blocks(lang: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page, lang)]


def runs_on(block: Block) -> bool:
    return LONG_RUNNING.search(block.text.strip()) is not None


SHELL = all_blocks("sh")
SHORT = [block for block in SHELL if not runs_on(block) and "make test" not in block.text]
LONG = [block for block in SHELL if runs_on(block)]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database that every command would otherwise make for itself."""
    folder = tmp_path_factory.mktemp("shipped")
    settings = load_settings({"DATABASE_URL": f"sqlite:///{folder / 'agreement.db'}"}, env_file=None)
    with opened(settings, lambda: NOW) as base:
        base.index.refresh()
    return folder


@pytest.fixture
def place(block: Block, shipped: Path, tmp_path: Path) -> Path:
    """A working folder of one's own; with the database, unless the block makes it."""
    folder = tmp_path / "place"
    if "agreement-bot init" in block.text:
        folder.mkdir()
    else:
        shutil.copytree(shipped, folder)
    return folder


def environment(**settings: str) -> dict[str, str]:
    """Ours, without proxies and settings of this machine, and with the program on the path."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in SETTINGS and not name.lower().endswith("_proxy") and not name.startswith("MAKE")
    }
    return {**kept, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **settings}


@pytest.mark.parametrize("block", SHORT, ids=str)
def test_a_command_does_what_the_page_says(block: Block, place: Path) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block.text],
        cwd=place,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("block", LONG, ids=str)
async def test_what_keeps_running_answers(block: Block, place: Path) -> None:
    state = State()
    on_telegram = TOKEN in block.text or "WEBHOOK_URL" in block.text
    async with Server(state) as server:
        own, settings = free_port(), {}
        if on_telegram:
            settings = {"TELEGRAM_TOKEN": state.token, "TELEGRAM_API_URL": server.url}
        script = as_run_here(block.text, state.token, own)
        async with started(script, place, environment(**settings)) as process:
            if "WEBHOOK_URL" in block.text:
                assert await healthy(f"http://127.0.0.1:{own}/healthz")
            else:
                url = server.url if on_telegram else await announced(process)
                assert "Nur-Sultan" in await asked(url)


def as_run_here(script: str, token: str, port: int) -> str:
    """The block with the real token, a free port, and `make` told where we are; the process is the program itself."""
    script = re.sub(r"(--port |PORT=)\d+", rf"\g<1>{port}", script.strip().replace(TOKEN, token))
    makefile = f"-f {ROOT / 'Makefile'} BIN={BIN} -o .venv/.installed"
    script = script.replace("make run", f"make {makefile} run")
    *before, last = script.split("\n")
    return "\n".join((*before, f"exec env {last}"))


@contextlib.asynccontextmanager
async def started(
    script: str, place: Path, environ: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    with (place / "stderr").open("w") as errors:
        process = await asyncio.create_subprocess_exec(
            *("bash", "-euo", "pipefail", "-c", script),
            cwd=place,
            env=environ,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.communicate(), 20)
        said = (place / "stderr").read_text(encoding="utf-8")
        assert "Traceback" not in said, said


async def announced(process: asyncio.subprocess.Process) -> str:
    """The address that the process prints when it is ready."""
    assert process.stdout
    async with asyncio.timeout(PATIENCE):
        while line := (await process.stdout.readline()).decode():
            if found := re.search(r"http://\S+", line):
                return found[0]
    raise AssertionError("the process has ended without naming its address")


async def asked(url: str) -> str:
    async with SandboxClient(url, patience=PATIENCE) as client:
        person = (await client.people())[0]["id"]
        return (await client.say(person, "Where was the meeting held?")).text


async def healthy(url: str) -> bool:
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with contextlib.suppress(httpx.TransportError):
                return (await client.get(url)).status_code == 200
            await asyncio.sleep(0.1)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_make_test_runs_the_tests() -> None:
    assert any(block.text == "make test\n" for block in SHELL)
    made = subprocess.run(
        ["make", "-n", "test"], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    assert re.search(r"^\S+/pytest\b", made.stdout, re.MULTILINE)


def test_the_conversation_on_the_first_screen_is_real(shipped: Path) -> None:
    [block] = blocks(README, "text")
    turns = re.findall(r"^you: (.*)\nbot: ((?:.+\n?)+)", block.text, re.MULTILINE)
    assert len(turns) == block.text.count("you: ") >= 4
    settings = load_settings({"DATABASE_URL": f"sqlite:///{shipped / 'agreement.db'}"}, env_file=None)
    with opened(settings, lambda: NOW) as base:
        thread = None
        for question, shown in turns:
            answer = base.assistant.ask(question, now=NOW, thread=thread)
            thread = answer.thread
            # The order of a list is not promised.
            assert sorted(answer.text.split()) == sorted(shown.split())


def test_the_settings_are_those_that_there_are() -> None:
    table = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(table) == SETTINGS
    for name, field in Settings.model_fields.items():
        given = field.get_default(call_default_factory=True)
        default = "off" if given is False else "0" if given == 0 else str(given or "")
        assert default in table[name.upper()], name
        assert default or "`" not in table[name.upper()], name


def test_the_example_of_an_env_file_has_every_setting(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert load_settings({}, env_file=ROOT / ".env.example") == load_settings({}, env_file=None)
    in_force = tmp_path / ".env"
    in_force.write_text(re.sub(r"^# ?(?=[A-Z_]+=)", "", example, flags=re.MULTILINE), encoding="utf-8")
    names = re.findall(r"^([A-Z_]+)=.", in_force.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(names) == sorted(SETTINGS)
    load_settings({}, env_file=in_force)


@pytest.mark.parametrize("block", all_blocks("dotenv"), ids=str)
def test_lines_for_the_env_file_are_settings(block: Block, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(block.text, encoding="utf-8")
    names = re.findall(r"^([A-Z_]+)=", block.text, re.MULTILINE)
    assert set(names) <= SETTINGS
    assert load_settings({}, env_file=tmp_path / ".env") != load_settings({}, env_file=None)


@pytest.mark.parametrize("block", all_blocks("yaml"), ids=str)
def test_the_pack_can_be_imported(block: Block, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(block.text, encoding="utf-8")
    pack = read_pack(tmp_path / "pack.yaml", concepts=load_lexicon().concepts.keys())
    assert pack.facts


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_and_helps(command: str) -> None:
    helped = CliRunner().invoke(main, [command, "--help"])
    assert helped.exit_code == 0
    assert f"main {command}" in helped.output
    text = README.read_text(encoding="utf-8")
    assert re.search(rf"agreement-bot (--database \S+ )?{command}\b", text)


def test_what_services_start_is_there() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    lines = [line.partition(":")[2] for line in lines if not line.startswith("#")]
    lines += [
        found
        for block in all_blocks("ini")
        for found in re.findall(r"^ExecStart=(.*)", block.text, re.MULTILINE)
    ]
    assert len(lines) >= 3
    for line in lines:
        program, command = shlex.split(line)
        assert Path(program).name == "agreement-bot"
        assert command in COMMANDS


@pytest.mark.parametrize(
    "page", [*PAGES, *sorted((ROOT / "docs").glob("*.md")), ROOT / "benchmarks" / "README.md"]
)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text)
    local = [target for pair in targets for target in pair if target and "://" not in target]
    for target in local:
        assert (page.parent / target).exists(), target
    for picture in (target for target in local if target.endswith(".png")):
        assert (page.parent / picture).stat().st_size < 300_000


def test_the_version_is_the_newest_of_the_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == __version__

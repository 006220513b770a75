"""kill -9 of the whole bot while it sends digests and answers: nothing is lost, twice comes what was in flight."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

from mailing import CONCERT, MONDAY, enrol, record, rows

from bot.sandbox import Person, Server, State
from bot.sandbox.acts import say
from knowledge.records import Records

KILLS, CHATS, ASKER = 4, 200, 9_000_001
# The clock of the nth life: the leases of the one before are over.
BETWEEN = timedelta(minutes=3)
OVER = {"sent", "unknown"}  # unknown: in flight at two kills
QUESTION = "Who takes part in the concert?"


@contextlib.asynccontextmanager
async def life(number: int, url: str, server: Server) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, begun and in the end killed; whoever is in the block decides when."""
    own = {
        "DATABASE_URL": url,
        "TELEGRAM_TOKEN": server.state.token,
        "TELEGRAM_API_URL": server.url,
        "CLOCK_START": (MONDAY + number * BETWEEN).isoformat(),
        "LOG_LEVEL": "ERROR",
    }
    kept = {name: value for name, value in os.environ.items() if name not in {*own, "PORT", "WEBHOOK_URL"}}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env={**kept, **own})
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()


def digests(state: State) -> list[int]:
    """How many messages each chat has from the bot."""
    return [len(list(state.messages.of(chat))) for chat in range(1, CHATS + 1)]


def answers(state: State) -> int:
    return sum(message.sender["is_bot"] for message in state.messages.of(ASKER))


async def until(so: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not so():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.01)


async def test_four_kills(tmp_path: Path) -> None:
    url, chance = f"sqlite:///{tmp_path}/agreement.db", random.Random(11)
    crowd = (
        *(Person(chat, f"Person {chat}", started=True) for chat in range(1, CHATS + 1)),
        Person(ASKER, "Aida"),
    )
    state, in_flight = State(people=crowd), 0
    with Records.open(url) as records:
        record(records, CONCERT)
        enrol(records, range(1, CHATS + 1), MONDAY)
        async with Server(state) as server:
            for number in range(KILLS):
                before = sum(digests(state))
                async with life(number, url, server) as process:
                    say(state, ASKER, QUESTION)
                    await until(lambda before=before: sum(digests(state)) > before)
                    await asyncio.sleep(chance.uniform(0.0, 0.8))
                    assert process.returncode is None
                await asyncio.sleep(0.05)  # what the server has got, it answers
                leased = [row.chat for row in rows(records, status="leased")]
                in_flight += sum(digests(state)[chat - 1] > 0 for chat in leased)
                assert sum(digests(state)) < CHATS, "all was sent before it was killed"
            async with life(KILLS, url, server):
                await until(
                    lambda: all(row.status in OVER for row in rows(records)) and answers(state) >= KILLS, 60
                )
    counts = digests(state)
    assert min(counts) == 1, "something was lost"
    assert sum(counts) - CHATS <= in_flight
    assert KILLS <= answers(state) <= 2 * KILLS

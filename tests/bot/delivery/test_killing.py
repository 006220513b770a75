"""kill -9 at any moment: nothing is lost, and twice comes at most what was in flight."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
from pathlib import Path

from mailing import CONCERT, MONDAY, enrol, record, rows

from bot.sandbox import Person, Server, State
from knowledge.records import Records

PROGRAM = Path(__file__).parents[2] / "support" / "killed_sender.py"
KILLS, CHATS = 50, 900


async def spawn(url: str, server: Server) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(PROGRAM),
        url,
        server.url,
        server.state.token,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def begin(nursery: asyncio.subprocess.Process, how: str) -> int:
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{how}\n".encode())
    return int(await nursery.stdout.readline())


async def ended(nursery: asyncio.subprocess.Process) -> int:
    assert nursery.stdout is not None
    return int(await nursery.stdout.readline())


def reached(state: State) -> list[int]:
    """How many messages each chat has."""
    return [len(list(state.messages.of(chat))) for chat in range(1, CHATS + 1)]


async def progress(state: State, before: int) -> None:
    """Until the first message of this life has come, or two seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(2):
            while sum(reached(state)) == before:  # noqa: ASYNC110 - another process makes it
                await asyncio.sleep(0.01)


async def test_fifty_kills(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/agreement.db"
    state = State(people=tuple(Person(chat, f"Person {chat}", started=True) for chat in range(1, CHATS + 1)))
    chance, in_flight, killed_at_work = random.Random(7), 0, 0
    async with asyncio.timeout(90), Server(state) as server:
        with Records.open(url) as records:
            record(records, CONCERT)
            enrol(records, range(1, CHATS + 1), MONDAY)
            nursery = await spawn(url, server)
            for life in range(KILLS):
                before = sum(reached(state))
                child = await begin(nursery, "until killed")
                if life % 2:  # while it sends; otherwise at any moment, its beginning included
                    await progress(state, before)
                await asyncio.sleep(chance.uniform(0.005, 0.2))
                os.kill(child, signal.SIGKILL)
                assert await ended(nursery) == -signal.SIGKILL
                await asyncio.sleep(0.02)  # what the server has got, it answers
                leased = [row.chat for row in rows(records, status="leased")]
                in_flight += sum(reached(state)[chat - 1] > 0 for chat in leased)
                killed_at_work += before < sum(reached(state)) < CHATS
            await begin(nursery, "whole")
            assert await ended(nursery) == 0
            nursery.stdin.close()
            await nursery.wait()
            found = rows(records)
    counts = reached(state)
    assert killed_at_work > KILLS / 5
    assert min(counts) == 1, "something was lost"
    assert sum(counts) - CHATS <= in_flight
    assert in_flight <= 3 * KILLS
    assert [row.status for row in found] == ["sent"] * CHATS
    assert all(row.message_id for row in found)

"""Digests of the wired bot: what Telegram asks to wait for is waited for, by everything, and nothing is lost."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from mailing import CONCERT, MONDAY, enrol, record, rows
from running_bot import running

from bot.sandbox import Fault, FaultKind, Person, SandboxClient, State
from knowledge.records import Records

CHATS = range(8_700_000_001, 8_700_000_009)
WAIT = 1  # second that Telegram asks for


class Timed(list[str]):
    """The calls of the Bot API, with the moment of each."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[tuple[str, float]] = []

    def append(self, name: Any) -> None:
        super().append(name)
        self.at.append((name, asyncio.get_running_loop().time()))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[tuple[SandboxClient, State, Records]]:
    async with running(tmp_path) as (client, state, services):
        for chat in CHATS:
            state.people.put(Person(chat, "Aida", started=True))
        yield client, state, services.base.records


@pytest.mark.parametrize("times", [1, 3])
async def test_a_429_among_digests(bot: tuple[SandboxClient, State, Records], times: int) -> None:
    client, state, records = bot
    state.calls = calls = Timed()
    state.faults.order(Fault("sendMessage", FaultKind.TOO_MANY, times=times, retry_after=WAIT))
    record(records, CONCERT)
    enrol(records, CHATS, MONDAY)
    await client.turn_clock(MONDAY + timedelta(seconds=1))
    async with asyncio.timeout(30):
        while [row.status for row in rows(records)] != ["sent"] * len(CHATS):  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # another task sends them
    assert [len(list(state.messages.of(chat))) for chat in CHATS] == [1] * len(CHATS)
    sent = [moment for name, moment in calls.at if name.lower() == "sendmessage"]
    assert len(sent) >= len(CHATS) + times
    # Whatever was under way when the first was refused, then silence for as long as was asked for.
    assert max(later - earlier for earlier, later in itertools.pairwise(sent)) >= WAIT * 0.95


async def test_claiming_gives_way_to_questions(bot: tuple[SandboxClient, State, Records]) -> None:
    """While a thousand are claimed, somebody asks: the answer comes before all of them are in the outbox."""
    client, state, records = bot
    asker = 8_700_001_000
    state.people.put(Person(asker, "Aida", started=True))
    record(records, CONCERT)
    enrol(records, range(8_800_000_000, 8_800_008_000), MONDAY)
    turning = asyncio.create_task(client.turn_clock(MONDAY + timedelta(seconds=1)))
    async with asyncio.timeout(30):
        while not rows(records):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        client._patience = 30
        assert "Nur-Sultan" in (await client.say(asker, "Where was the meeting held?", count=1)).text
    assert 0 < len(rows(records)) < 8_000
    await turning

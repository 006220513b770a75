"""The poller against a Telegram of a few lines: nothing acknowledged is lost, whatever fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import Update
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers import polling
from handlers.polling import Backoff, Poller, persistently


class Telegram:
    """Keeps updates until they are acknowledged, as getUpdates does."""

    def __init__(self, *numbers: int) -> None:
        self.pending = list(numbers)
        self.errors: list[TelegramError] = []
        self.offsets: list[int] = []

    async def get_updates(self, *, offset: int, **given: object) -> tuple[Update, ...]:
        self.offsets.append(offset)
        await asyncio.sleep(0)
        if self.errors:
            raise self.errors.pop(0)
        self.pending = [number for number in self.pending if number >= offset]
        if not self.pending and given["timeout"]:
            await asyncio.sleep(0.01)
        return tuple(Update(number) for number in self.pending[:100])


class Work:
    def __init__(self) -> None:
        self.done: list[int] = []
        self.slow: dict[int, asyncio.Event] = {}

    async def __call__(self, update: Update) -> None:
        if update.update_id in self.slow:
            await self.slow[update.update_id].wait()
        self.done.append(update.update_id)


class Ear:
    """What the poller tells its connection."""

    def __init__(self) -> None:
        self.unheard = self.renewed = 0

    async def renew(self) -> None:
        self.renewed += 1


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setattr(polling, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(polling, "_STUCK", 0.02)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - conditions of many kinds
            await asyncio.sleep(0.001)


async def stopped(poller: Poller, running: asyncio.Task[None]) -> None:
    poller.stop()
    await asyncio.wait_for(running, 5)


async def test_updates_are_worked_off_once_and_acknowledged() -> None:
    telegram, work = Telegram(5, 6, 7), Work()
    poller = Poller(telegram, work)
    running = asyncio.create_task(poller.run())
    await until(lambda: len(work.done) == 3)
    telegram.pending.append(8)
    await until(lambda: len(work.done) == 4)
    await stopped(poller, running)
    assert work.done == [5, 6, 7, 8]
    assert telegram.pending == []


async def test_nothing_unfinished_is_acknowledged() -> None:
    """A process that is killed now gets update 6 again from Telegram."""
    telegram, work = Telegram(5, 6, 7), Work()
    work.slow[6] = asyncio.Event()
    poller = Poller(telegram, work)
    running = asyncio.create_task(poller.run())
    await until(lambda: len(telegram.offsets) > 3)
    assert work.done == [5, 7]
    assert telegram.pending == [6, 7]
    telegram.pending.append(8)  # others go on meanwhile
    await until(lambda: 8 in work.done)
    work.slow[6].set()
    await until(lambda: not telegram.pending)
    await stopped(poller, running)
    assert sorted(work.done) == [5, 6, 7, 8]


async def test_stopping_finishes_and_acknowledges_what_has_begun() -> None:
    telegram, work = Telegram(5), Work()
    work.slow[5] = asyncio.Event()
    poller = Poller(telegram, work)
    running = asyncio.create_task(poller.run())
    await until(lambda: len(telegram.offsets) > 1)
    poller.stop()
    await asyncio.sleep(0.01)
    work.slow[5].set()
    await asyncio.wait_for(running, 5)
    assert work.done == [5]
    assert telegram.pending == []


async def test_an_update_that_breaks_the_handlers_does_not_stop_the_rest() -> None:
    telegram, work = Telegram(5, 6), Work()

    async def break_first(update: Update) -> None:
        if update.update_id == 5:
            raise RuntimeError("broken")
        await work(update)

    poller = Poller(telegram, break_first)
    running = asyncio.create_task(poller.run())
    await until(lambda: work.done == [6])
    await until(lambda: not telegram.pending)
    await stopped(poller, running)


@pytest.mark.parametrize(
    "error", [NetworkError("502"), TimedOut(), InvalidToken(), Conflict("two"), BadRequest("odd")]
)
async def test_failures_are_survived(error: TelegramError) -> None:
    telegram, work = Telegram(5), Work()
    telegram.errors = [error] * 3
    hearing = Ear()
    poller = Poller(telegram, work, hearing)
    running = asyncio.create_task(poller.run())
    await until(lambda: work.done == [5])
    await stopped(poller, running)
    assert (hearing.renewed, hearing.unheard) == (1, 6)
    assert poller.silence < 1


async def test_a_request_that_never_ends_counts_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_OVERDUE", 0.02)
    telegram, work, hung = Telegram(5), Work(), []
    answer = telegram.get_updates

    async def hang_once(**given: object) -> tuple[Update, ...]:
        if not hung:
            hung.append(True)
            await asyncio.sleep(60)
        return await answer(**given)

    telegram.get_updates = hang_once
    poller = Poller(telegram, work, long_poll=0)
    running = asyncio.create_task(poller.run())
    await until(lambda: work.done == [5])
    await stopped(poller, running)


def test_pauses_double_up_to_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_FIRST_PAUSE", 1.0)
    backoff = Backoff()
    assert [backoff.pause(NetworkError("down")) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.reset()
    assert backoff.pause(NetworkError("down")) == 1
    assert backoff.pause(RetryAfter(7)) == 7.5


async def test_starting_goes_on_until_telegram_answers() -> None:
    errors: list[TelegramError] = [NetworkError("502"), TimedOut(), NetworkError("reset")]

    async def call() -> None:
        if errors:
            raise errors.pop()

    await asyncio.wait_for(persistently(call, "down"), 5)
    assert errors == []


async def test_a_token_that_is_none_ends_it() -> None:
    def refused() -> Awaitable[object]:
        raise InvalidToken

    with pytest.raises(InvalidToken):
        await persistently(refused, "down")

from __future__ import annotations

import asyncio

from bot.delivery import Limiter, Rates


class Watch:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self._until: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        until = self.seconds + seconds
        self._until.append(until)
        while self.seconds < until:
            await asyncio.sleep(0)
            if min(self._until) == until:
                self.seconds = max(self.seconds, until)
        self._until.remove(until)


def limiter(watch: Watch, **rates: float) -> Limiter:
    return Limiter(Rates(**rates), monotonic=watch, sleep=watch.sleep)


async def test_never_more_than_thirty_in_any_second() -> None:
    watch = Watch()
    limits, passed = limiter(watch), []

    async def one(chat: int) -> None:
        assert await limits.turn(chat)
        passed.append(watch.seconds)

    await asyncio.gather(*(one(chat) for chat in range(1, 201)))
    passed.sort()
    assert all(later - first > 1 for first, later in zip(passed, passed[30:], strict=False))
    assert 200 / (passed[-1] - passed[0]) > 28


async def test_one_a_second_per_chat_and_twenty_a_minute_per_group() -> None:
    watch = Watch()
    limits = limiter(watch)
    for chat, seconds in ((7, 1.0), (-7, 3.0)):
        began = watch.seconds
        for _ in range(4):
            assert await limits.turn(chat)
        assert abs(watch.seconds - began - 3 * seconds) < 0.05
    assert -7 in limits.waiting()
    assert limits.waiting(within=5) == []


async def test_a_halt_holds_for_everything_to_its_end() -> None:
    watch = Watch()
    limits = limiter(watch)
    limits.halt(7)
    limits.halt(2)  # does not shorten it
    assert 7 <= limits.halted < 7.2
    assert not await limits.turn(5, patience=3)
    assert watch.seconds == 100
    assert await limits.turn(5)
    assert watch.seconds >= 107
    assert limits.halted == 0


async def test_a_halt_that_comes_while_waiting_is_obeyed() -> None:
    watch = Watch()
    limits = limiter(watch, overall=0.5)
    assert await limits.turn(1)
    waiting = asyncio.create_task(limits.turn(2, patience=60))
    await asyncio.sleep(0)
    limits.halt(30)
    assert await waiting
    assert watch.seconds >= 130


async def test_replies_are_counted() -> None:
    watch = Watch()
    limits = limiter(watch)
    limits.count(7)
    assert await limits.turn(7)
    assert watch.seconds >= 101

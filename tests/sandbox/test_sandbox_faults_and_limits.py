"""What goes wrong on order, and Telegram's flood limits."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.sandbox import Fault, FaultKind, SandboxClient, State
from bot.sandbox.errors import ApiError
from bot.sandbox.flood import Flood


def texts(state: State, chat: int) -> list[str]:
    return [message.content.words.text for message in state.messages.of(chat)]


async def test_bad_gateway_before_and_after_the_work(bot: Bot, chat: int, state: State) -> None:
    state.faults.order(Fault("sendMessage", FaultKind.BAD_GATEWAY, times=2))
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(chat, "Lost")
    assert texts(state, chat) == []
    state.faults.order(Fault("sendMessage", FaultKind.BAD_GATEWAY, after_work=True))
    with pytest.raises(NetworkError):
        await bot.send_message(chat, "Sent all the same")
    await bot.send_message(chat, "Fine")
    assert texts(state, chat) == ["Sent all the same", "Fine"]


async def test_time_outs_and_broken_connections(bot: Bot, chat: int, state: State) -> None:
    state.faults.order(Fault("sendMessage", FaultKind.TIME_OUT, after_work=True))
    with pytest.raises(TimedOut):
        await bot.send_message(chat, "One", read_timeout=0.1)
    state.faults.order(Fault("sendMessage", FaultKind.DROP, after_work=True))
    with pytest.raises(NetworkError, match="RemoteProtocolError"):
        await bot.send_message(chat, "Two")
    assert texts(state, chat) == ["One", "Two"]


async def test_faults_over_the_control_api(bot: Bot, chat: int, client: SandboxClient) -> None:
    await client.call(
        "POST",
        "/sandbox/faults",
        json={"method": "sendmessage", "kind": "too_many_requests", "retry_after": 7},
    )
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(chat, "Hello")
    assert caught.value.retry_after == timedelta(seconds=7)
    await bot.send_message(chat, "Hello")
    with pytest.raises(ApiError, match="not a valid FaultKind"):
        await client.call("POST", "/sandbox/faults", json={"method": "sendMessage", "kind": "gremlins"})


async def test_a_flood_is_refused_when_limits_are_on(bot: Bot, chat: int, state: State) -> None:
    state.flood.on = True
    for number in range(5):
        await bot.send_message(chat, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(chat, "Too fast")
    assert state.flood.refused == 1


class Watch:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def refused(flood: Flood, chat: int) -> int:
    """`retry_after` of the refusal; 0 if the message passed."""
    try:
        flood.count(chat)
    except ApiError as error:
        return error.retry_after or -1
    return 0


def test_one_a_second_per_chat() -> None:
    flood = Flood(on=True, monotonic=(watch := Watch()))
    assert [refused(flood, 7) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    watch.seconds += 0.5
    assert refused(flood, 7) == 1  # too early, although half a message is due
    watch.seconds += 0.6
    assert refused(flood, 7) == 0
    assert refused(flood, 8) == 0


def test_thirty_a_second_overall() -> None:
    flood = Flood(on=True, monotonic=(watch := Watch()))
    assert sum(refused(flood, chat) == 0 for chat in range(1, 40)) == 30
    watch.seconds += 1.01
    assert sum(refused(flood, chat) == 0 for chat in range(100, 140)) == 30


def test_twenty_a_minute_per_group() -> None:
    flood = Flood(on=True, monotonic=(watch := Watch()))
    assert sum(refused(flood, -5) == 0 for _ in range(25)) == 20
    assert refused(flood, -5) == 3
    watch.seconds += 60
    assert refused(flood, -5) == 0


def test_limits_are_off_by_default() -> None:
    flood = Flood()
    assert not any(refused(flood, 7) for _ in range(1000))


async def test_an_expired_fault_leaves_no_trace(bot: Bot, chat: int, state: State) -> None:
    state.faults.order(Fault("sendMessage", FaultKind.TOO_MANY))
    state.faults.clear()
    started = time.monotonic()
    await bot.send_message(chat, "Hello")
    assert time.monotonic() - started < 1

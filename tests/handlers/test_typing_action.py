import asyncio

import pytest
from telegram.error import NetworkError

from handlers.typing_action import Typing


class Bot:
    def __init__(self, error: Exception | None = None) -> None:
        self.log: list[object] = []
        self.error = error

    async def send_chat_action(self, chat: int, _action: str, **_more: object) -> None:
        await asyncio.sleep(0.005)
        if self.error:
            raise self.error
        self.log.append(chat)


async def test_it_is_shown_before_the_answer_and_once_in_five_seconds() -> None:
    typing, bot = Typing(), Bot()
    for _ in range(3):
        async with typing.shown(bot, 7):
            pass
        bot.log.append("answer")
    assert bot.log == [7, "answer", "answer", "answer"]
    async with typing.shown(bot, 8):
        pass
    assert bot.log[-1] == 8


async def test_it_is_left_out_under_load() -> None:
    typing, bot = Typing(), Bot()

    async def work(chat: int) -> None:
        async with typing.shown(bot, chat):
            await asyncio.sleep(0.02)

    await asyncio.gather(*(work(chat) for chat in range(50)))
    assert len(bot.log) <= 4
    await work(100)
    assert bot.log[-1] == 100


async def test_its_failure_is_no_matter() -> None:
    typing = Typing()
    async with typing.shown(Bot(NetworkError("down")), 7):
        pass


async def test_the_error_of_the_work_is_the_one_that_is_raised() -> None:
    with pytest.raises(LookupError):
        async with Typing().shown(Bot(NetworkError("down")), 7):
            raise LookupError

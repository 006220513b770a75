import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from handlers import patience
from handlers.patience import Patience


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setattr(patience.asyncio, "sleep", sleep)
    return slept


async def call(errors: list[TelegramError], endpoint: str = "sendMessage") -> bool:
    async def send() -> bool:
        if errors:
            raise errors.pop(0)
        return True

    return await Patience().process_request(send, (), {}, endpoint, {}, None)


async def test_it_waits_as_long_as_it_is_told(pauses: list[float]) -> None:
    assert await call([RetryAfter(3)])
    assert pauses == [3.1]


async def test_a_hiccup_of_the_network_costs_a_second(pauses: list[float]) -> None:
    assert await call([NetworkError("reset"), NetworkError("502")])
    assert pauses == [0.5, 1.0]


async def test_it_gives_up_at_last() -> None:
    with pytest.raises(NetworkError):
        await call([NetworkError("down")] * 9)


@pytest.mark.parametrize(
    ("kind", "said"), [(BadRequest, "chat not found"), (Forbidden, "blocked"), (RetryAfter, 3600)]
)
async def test_what_no_attempt_makes_good(
    kind: type[TelegramError], said: object, pauses: list[float]
) -> None:
    with pytest.raises(kind):
        await call([kind(said)])
    assert pauses == []


async def test_the_typing_line_is_not_worth_waiting_for() -> None:
    with pytest.raises(NetworkError):
        await call([NetworkError("reset")], "sendChatAction")


@pytest.mark.parametrize(("asked", "told"), [(None, {"message_id": 5}), (patience.UNREAD, True)])
async def test_a_message_is_read_by_who_wants_it(asked: str | None, told: object) -> None:
    async def send() -> dict[str, int]:
        return {"message_id": 5}

    assert await Patience().process_request(send, (), {}, "sendMessage", {}, asked) == told

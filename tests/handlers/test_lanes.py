import asyncio

from telegram import Chat, Message, Update

from handlers.lanes import Lanes


def update(number: int, chat: int) -> Update:
    return Update(number, message=Message(number, None, Chat(chat, "private"), text="x"))


async def test_one_chat_in_order_others_side_by_side() -> None:
    begun: list[int] = []
    gate = asyncio.Event()

    async def work(one: Update) -> None:
        begun.append(one.update_id)
        await gate.wait()

    lanes = Lanes(work)
    tasks = [asyncio.create_task(lanes.process(update(n, chat))) for n, chat in ((1, 7), (2, 7), (3, 8))]
    await asyncio.sleep(0.01)
    assert begun == [1, 3]
    gate.set()
    await asyncio.gather(*tasks)
    assert begun == [1, 3, 2]
    assert lanes.done == 3
    assert lanes._lanes == {}


async def test_a_failure_frees_the_lane() -> None:
    async def work(one: Update) -> None:
        if one.update_id == 1:
            raise RuntimeError

    lanes = Lanes(work)
    results = await asyncio.gather(
        lanes.process(update(1, 7)), lanes.process(update(2, 7)), return_exceptions=True
    )
    assert [type(result) for result in results] == [RuntimeError, type(None)]


async def test_there_is_room_for_so_many() -> None:
    at_once, most = 0, 0

    async def work(_one: Update) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    lanes = Lanes(work, at_once=3)
    await asyncio.gather(*(lanes.process(update(n, n)) for n in range(20)))
    assert most == 3


async def test_it_tells_whether_anybody_is_being_answered() -> None:
    async def work(_one: Update) -> None:
        assert lanes.busy

    lanes = Lanes(work)
    assert not lanes.busy
    await lanes.process(update(1, 7))
    assert not lanes.busy

"""One step of the sender at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from databases import new_records
from mailing import DAY, HOUR, MINUTE, MONDAY, Audience, Http, Memory, enrol, record, rows

from bot.delivery import (
    Draft,
    Failed,
    Kind,
    Letter,
    Limiter,
    Outbox,
    Outgoing,
    Rates,
    Run,
    Sender,
    Step,
    Transport,
    letters,
    outbox,
    refusal,
)
from bot.sandbox import Fault, FaultKind, Person, Server, State, acts
from bot.subscribers import Schedule, Settings, Subscribers
from bot.threads import Workers
from knowledge.records import Records

FAST = Rates(overall=10_000, chat=10_000, group=10_000)
Make = Callable[..., Sender]


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with new_records(url) as opened:
        record(opened)
        yield opened


@pytest.fixture
def make(records: Records) -> Iterator[Make]:
    workers = Workers()

    def sender(transport: Transport, audience: object = None, rates: Rates = FAST, **more: object) -> Sender:
        limiter = Limiter(rates)
        return Sender(Outbox(records.database), limiter, transport, audience or Audience(), workers, **more)

    yield sender
    workers.close()


def put(records: Records, *chats: int, kind: Kind = "digest", parts: int = 1, **more: object) -> None:
    texts = tuple((Run(f"{kind} {number}"),) for number in range(1, parts + 1))
    letter = Letter(kind, "en", texts, until=MONDAY + 30 * DAY, states={"concert": "2020||"})
    draft = Draft(0, kind, "s", "p", letter.id, MONDAY, MONDAY + DAY)
    with records.database.writing() as connection:
        letters.put(connection, letter)
        outbox.write(connection, [replace(draft, chat=chat, **more) for chat in chats])


def failing(*failures: Failed) -> Memory:
    """Each in turn, then all goes well."""
    left = list(failures)
    return Memory(lambda _chat, _message: left.pop(0) if left else None)


async def test_nothing_to_send(make: Make) -> None:
    assert await make(Memory()).step(MONDAY) == Step(pause=1.0)


async def test_sent_and_marked(records, make) -> None:
    put(records, 7, 8)
    transport = Memory()
    step = await make(transport).step(MONDAY)
    assert step.sent == 2
    assert sorted(transport.sent) == [(7, "digest 1"), (8, "digest 1")]
    assert {(row.status, row.finished_at) for row in rows(records)} == {("sent", MONDAY)}
    assert sorted(row.message_id for row in rows(records)) == [1, 2]
    assert transport.messages[0].events == ("concert",)


def test_the_same_is_not_written_twice(records) -> None:
    put(records, 7, 7)
    put(records, 7)
    assert len(rows(records)) == 1


async def test_what_is_due_later_or_expired_is_not_sent(records, make) -> None:
    put(records, 7, not_before=MONDAY + MINUTE)
    put(records, 8, expires_at=MONDAY)
    transport = Memory()
    await make(transport).step(MONDAY)
    assert transport.sent == []
    assert [row.status for row in rows(records)] == ["waiting", "expired"]


async def test_the_most_urgent_go_first(records, make) -> None:
    for kind in ("digest", "reminder", "cancellation", "reply", "change"):
        put(records, 7, kind=kind)
    transport = Memory()
    sender = make(transport)
    for _ in range(5):
        await sender.step(MONDAY)
        await asyncio.sleep(0.001)
    expected = ["reply", "cancellation", "change", "reminder", "digest"]
    assert [text.split()[0] for _, text in transport.sent] == expected


async def test_the_parts_of_a_letter_come_in_order(records, make) -> None:
    put(records, 7, parts=3)
    transport = Memory()
    sender = make(transport)
    for _ in range(3):
        await sender.step(MONDAY)
        await asyncio.sleep(0.001)
    assert [text for _, text in transport.sent] == ["digest 1", "digest 2", "digest 3"]
    assert [message.last for message in transport.messages] == [False, False, True]


@pytest.mark.parametrize("kind", ["cancellation", "reminder", "digest", "broadcast"])
async def test_after_a_time_out_the_kind_decides(records, make, kind) -> None:
    put(records, 7, kind=kind, expires_at=MONDAY + 9 * DAY)
    again = {"cancellation": 3, "reminder": 1, "digest": 1, "broadcast": 0}[kind]
    transport = failing(*[Failed("unknown")] * 9)
    sender = make(transport)
    for number in range(9):
        await sender.step(MONDAY + number * HOUR)
        (row,) = rows(records)
        assert row.status == ("waiting" if number < again else "unknown")


async def test_temporary_failures_back_off_and_nothing_is_lost(records, make) -> None:
    put(records, 7)
    sender = make(transport := failing(*[Failed("temporary", "502")] * 5))
    moment, pauses = MONDAY, []
    while not transport.sent:
        await sender.step(moment)
        (row,) = rows(records)
        pauses.append((row.not_before - moment).total_seconds())
        moment = max(row.not_before, moment)
    assert pauses[:5] == sorted(pauses[:5])
    assert 4 <= pauses[0] <= 6
    assert 64 <= pauses[4] <= 96


async def test_one_failing_message_does_not_hold_up_the_rest(records, make) -> None:
    put(records, *range(1, 61))

    def answer(chat: int, _message: Outgoing) -> Failed | None:
        if chat == 1:
            raise ValueError("cannot be rendered")
        return Failed("refused", "Bad Request") if chat == 2 else None

    sender = make(transport := Memory(answer))
    for _ in range(3):
        await sender.step(MONDAY)
    assert sorted(transport.chats) == list(range(3, 61))
    assert [(row.status, row.error) for row in rows(records)[:2]] == [
        ("waiting", "ValueError"),
        ("failed", "Bad Request"),
    ]


async def test_retry_after_is_obeyed_to_the_end_by_everything(records, make) -> None:
    put(records, *range(1, 6))
    sender = make(transport := failing(Failed("flood", retry_after=0.3)), at_once=1)
    assert (await sender.step(MONDAY)).outcomes == {"flood": 1}
    step = await sender.step(MONDAY)
    assert step.outcomes == {}
    assert 0.2 < step.pause <= 0.36
    assert transport.sent == []
    await asyncio.sleep(step.pause + 0.01)
    while (await sender.step(MONDAY)).outcomes:
        pass
    assert sorted(transport.chats) == [1, 2, 3, 4, 5]


async def test_a_halt_longer_than_a_lease_gives_the_rows_back(records, make) -> None:
    put(records, 1, 2, 3)
    sender = make(failing(Failed("flood", retry_after=60)), rates=Rates(overall=50), patience=1)
    assert (await sender.step(MONDAY)).outcomes == {"flood": 1, "postponed": 2}
    assert {row.status for row in rows(records)} == {"waiting"}


async def test_what_is_withdrawn_while_it_is_leased_is_not_sent(records, make) -> None:
    put(records, 7)
    leased = Outbox(records.database).lease(MONDAY, 5)
    Subscribers(records).forget(7)
    assert not Outbox(records.database).holds(leased[0], MONDAY)
    assert rows(records) == []


async def test_unsubscribing_and_forgetting_empty_the_queue(records, make) -> None:
    people = Subscribers(records)
    for chat in (7, 8):
        people.save(chat, Settings(), now=MONDAY)
    put(records, 7, 8)
    assert people.leave(7, MONDAY)
    people.forget(8)
    sender = make(transport := Memory())
    await sender.step(MONDAY)
    assert transport.sent == []
    assert people.find(8) is None


def test_a_pause_and_switching_off_hold_for_what_waits(records) -> None:
    people = Subscribers(records)
    for chat, settings in ((7, Settings(paused_until=MONDAY + DAY)), (8, Settings(Schedule("off")))):
        for kind in ("digest", "reminder", "cancellation"):
            put(records, chat, kind=kind)
        people.save(chat, settings, now=MONDAY)
    found = [(row.chat, row.kind) for row in rows(records)]
    assert found == [(7, "cancellation"), (8, "reminder"), (8, "cancellation")]


def test_a_lease_that_is_over_is_taken_back(records) -> None:
    put(records, 7)
    put(records, 8, kind="broadcast")
    queue = Outbox(records.database)
    first = queue.lease(MONDAY, 5)
    assert {row.chat for row in first} == {7, 8}
    assert queue.lease(MONDAY + MINUTE, 5) == []
    (again,) = queue.lease(MONDAY + 3 * MINUTE, 5)
    assert again.chat == 7
    queue.finish(first[0], "sent", MONDAY, message=1)  # too late: the row is another's
    assert [(row.chat, row.status) for row in rows(records)] == [(7, "leased"), (8, "unknown")]


def test_old_rows_are_swept(records) -> None:
    put(records, 7, 8)
    queue = Outbox(records.database)
    row, _ = queue.lease(MONDAY, 5)
    queue.finish(row, "sent", MONDAY, message=1)
    assert queue.sweep(MONDAY + 29 * DAY) == 0
    assert queue.sweep(MONDAY + 31 * DAY) == 1
    assert queue.counts() == {"leased": 1}


def test_what_errors_of_the_bot_api_mean() -> None:
    assert refusal(403, "Forbidden: bot was blocked by the user") == Failed("gone", "blocked")
    assert refusal(403, "Forbidden: user is deactivated").reason == "deactivated"
    assert refusal(400, "Bad Request: chat not found") == Failed("gone", "gone")
    assert refusal(400, "Bad Request: can't parse entities").kind == "refused"
    assert refusal(429, "Too Many Requests", retry_after=9) == Failed("flood", "Too Many Requests", 9)
    assert refusal(400, "upgraded", migrate_to=-5).migrate_to == -5
    assert refusal(502, "Bad Gateway").kind == "unknown"
    assert refusal(401, "Unauthorized").kind == "temporary"


# Over HTTP, against the sandbox's server.

CROWD = tuple(Person(number, f"Person {number}", started=True) for number in range(1, 5))


@pytest.fixture
async def state() -> State:
    return State(people=CROWD)


async def drive(make: Make, state: State, records: Records, steps: int = 4) -> None:
    async with Server(state) as server:
        transport = Http(server.url, state.token, timeout=0.5)
        sender = make(transport, Subscribers(records))
        for number in range(steps):
            await sender.step(MONDAY + number * HOUR)
        await transport.close()


def texts(state: State, chat: int) -> list[str]:
    return [message.content.words.text for message in state.messages.of(chat)]


async def test_blocked_deactivated_and_unknown_chats_sleep_and_wake(records, make, state) -> None:
    enrol(records, (1, 2, 3, 99), MONDAY)
    state.people.change(1, blocked=True)
    state.people.change(2, deactivated=True)
    put(records, 1, 2, 3, 99)
    put(records, 1, kind="reminder", not_before=MONDAY + 30 * MINUTE)
    await drive(make, state, records)
    people = Subscribers(records)
    counted = people.statistics()
    assert counted.active == 1
    assert counted.sleeping == {"blocked": 1, "deactivated": 1, "gone": 1}
    assert people.find(1).next_due is None
    assert not rows(records, status="waiting")
    assert people.wake(1, MONDAY + DAY)
    assert not people.wake(1, MONDAY + DAY)
    assert people.find(1).status == "active"
    assert people.find(1).next_due == MONDAY + 7 * DAY


async def test_a_group_that_migrated_gets_it_under_its_new_id(records, make, state) -> None:
    group = state.groups.open("Delegates", (1,), (1,))
    new = acts.migrate(state, group.id)
    enrol(records, [group.id], MONDAY)
    put(records, group.id)
    await drive(make, state, records)
    assert texts(state, new.id)[-1] == "digest 1"
    assert [(row.chat, row.status) for row in rows(records)] == [(new.id, "sent")]
    assert Subscribers(records).find(group.id) is None
    assert Subscribers(records).find(new.id).status == "active"


async def test_faults_of_the_network(records, make, state) -> None:
    put(records, 1, 2, 3, 4)
    for kind in (FaultKind.BAD_GATEWAY, FaultKind.DROP, FaultKind.TIME_OUT):
        state.faults.order(Fault("sendMessage", kind))
    await drive(make, state, records)
    assert [texts(state, chat) for chat in (1, 2, 3, 4)] == [["digest 1"]] * 4
    assert {row.status for row in rows(records)} == {"sent"}


async def test_telegrams_own_limits(records, make, state) -> None:
    state.flood.on = True
    group = state.groups.open("Delegates", (1,), (1,))
    put(records, 1, group.id, parts=3)
    async with Server(state) as server:
        transport = Http(server.url, state.token)
        sender = make(transport, rates=Rates())
        async with asyncio.timeout(15):
            while {row.status for row in rows(records)} != {"sent"}:  # noqa: ASYNC110
                await asyncio.sleep((await sender.step(MONDAY)).pause)
        await transport.close()
    assert state.flood.refused == 0
    assert texts(state, group.id) == texts(state, 1) == ["digest 1", "digest 2", "digest 3"]

"""Subscribing with the clock in November 2019: digest, reminder, moved and cancelled events, calendar, leaving."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import pytest_asyncio
from running_bot import running

from bot.sandbox import Person, Reply, SandboxClient, Spec, State
from knowledge.model import Event
from knowledge.records import Records

pytestmark = pytest.mark.asyncio(loop_scope="module")

_numbers = itertools.count(8_200_000_001)
ALMATY = {"latitude": 43.24, "longitude": 76.95}
SAID = {
    "en": ("✅ You are subscribed.", "What is coming up", "Tomorrow", "The date has changed", "Cancelled"),
    "ru": ("✅ Вы подписаны.", "Гала-концерт", "Завтра", "Гала-концерт", "Гала-концерт"),
    "kk": ("✅ Сіз жазылдыңыз.", "Гала-концерт", "Ертең", "Гала-концерт", "Гала-концерт"),
}
GALA = Event(
    id="gala",
    topic="concerts",
    title={"en": "Gala concert", "ru": "Гала-концерт", "kk": "Гала-концерт"},
    when="2019-11-14T19:00",
    place={"en": "Almaty", "ru": "Алматы", "kk": "Алматы"},
)


def day(number: int, hour: int = 4, minute: int = 0) -> datetime:
    """In November 2019; 04:00 UTC is 10:00 in Almaty, as the clock there was then."""
    return datetime(2019, 11, number, hour, minute, tzinfo=UTC)


class Stand:
    """A bot in a sandbox, with one event that has a day."""

    def __init__(self, client: SandboxClient, state: State, records: Records) -> None:
        self.client, self.state, self.records = client, state, records

    def person(self, lang: str) -> int:
        number = next(_numbers)
        return self.state.people.put(Person(number, "Aida", language_code=lang)).id

    def put(self, **changes: Any) -> None:
        from dataclasses import replace

        pack = self.records.pack()
        others = tuple(event for event in pack.events if event.id != "gala")
        changed = replace(GALA, **changes)
        self.records.apply(replace(pack, events=(*others, changed)), actor="test", now=day(1))

    async def turned(self, chat: int, instant: datetime) -> Reply:
        return (await self.client.waited(chat, lambda: self.client.turn_clock(instant))).last

    async def subscribed(self, chat: int) -> Reply:
        offer = await self.client.say(chat, "/subscribe")
        return (await self.client.press(chat, offer.last, offer.last.buttons[0])).last

    def calendar(self, reply: Reply) -> icalendar.Calendar:
        stored = self.state.files.get(reply.raw["document"]["file_id"])
        return icalendar.Calendar.from_ical(stored.content)


@pytest_asyncio.fixture(loop_scope="module")
async def stand(tmp_path: Path, spec: Spec | None) -> AsyncIterator[Stand]:
    async with running(tmp_path, spec) as (client, state, services):
        await client.turn_clock(day(1))
        yield Stand(client, state, services.base.records)
        assert state.violations == []


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
async def test_from_subscribing_to_leaving(stand: Stand, lang: str) -> None:
    subscribed, digest_says, tomorrow, moved, cancelled = SAID[lang]
    chat = stand.person(lang)
    stand.put()
    assert subscribed in (await stand.subscribed(chat)).text

    digest = await stand.turned(chat, day(4, 3, 0))
    assert digest_says in digest.text
    assert digest.raw["entities"][-1]["url"].endswith("?start=e_gala")
    file = (await stand.client.press(chat, digest, digest.button("📅"))).last
    (event,) = stand.calendar(file).walk("VEVENT")
    assert event["UID"] == "gala@agreement-bot"
    first = int(event["SEQUENCE"])

    stand.put(when="2019-11-15T18:00")
    notice = await stand.turned(chat, day(5))
    assert moved in notice.text
    file = (await stand.client.press(chat, notice, notice.button("📅"))).last
    (event,) = stand.calendar(file).walk("VEVENT")
    assert int(event["SEQUENCE"]) > first

    reminder = await stand.turned(chat, day(14, 12, 0))
    assert tomorrow in reminder.text

    stand.put(when="2019-11-15T18:00", status="cancelled")
    notice = await stand.turned(chat, day(14, 13))
    assert cancelled in notice.text
    file = (await stand.client.press(chat, notice, notice.button("📅"))).last
    (event,) = stand.calendar(file).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"

    left = (await stand.client.press(chat, digest, digest.button("u"))).last
    assert len(left.buttons) == 6
    thanked = await stand.client.press(chat, left, left.buttons[0])
    assert thanked.edited
    patience, stand.client._patience = stand.client._patience, 1.0
    with pytest.raises(TimeoutError):  # nothing comes
        await stand.turned(chat, day(18, 3, 0))
    stand.client._patience = patience


async def test_settings_by_buttons_and_typed_words(stand: Stand) -> None:
    chat, client = stand.person("en"), stand.client
    await stand.subscribed(chat)
    page = (await client.say(chat, "/settings")).last
    zones = (await client.press(chat, page, page.button("s:zone"))).last
    assert "I do not know this time zone: Narnia" in (await client.say(chat, "Narnia")).text
    assert "Time zone: Moscow (07:0" in (await client.say(chat, "москва")).text
    # Nothing is asked for any more: what is typed now is a question.
    assert "Nur-Sultan" in (await client.say(chat, "Where was the meeting held?")).text
    await client.press(chat, zones, zones.buttons[-1])
    page = (await client.say(chat, "/settings")).last
    quiet = (await client.press(chat, page, page.button("s:quiet"))).last
    page = (await client.press(chat, quiet, quiet.button("2200-0700"))).last
    assert "Quiet hours: 22:00–07:00" in page.text
    pause = (await client.press(chat, page, page.button("s:pause"))).last
    assert "There is no such day: 31.02.2020" in (await client.say(chat, "31.02.2020")).text
    assert "Paused until: 1 December 2019" in (await client.say(chat, "2019-12-01")).text
    assert pause.buttons


@pytest.mark.parametrize("answer", ["location", "Omsk", "Омбы қайда екен"])
async def test_the_time_zone_of_where_one_is(stand: Stand, answer: str) -> None:
    chat, client = stand.person("en"), stand.client
    await stand.subscribed(chat)
    page = (await client.say(chat, "/settings")).last
    zones = (await client.press(chat, page, page.button("s:zone"))).last
    asked = await client.press(chat, zones, zones.button("Where I am"))
    assert "not stored" in asked.text
    keyboard = (await client.chat(chat))["keyboard"]
    assert keyboard["keyboard"][0][0]["request_location"] is True
    if answer == "location":
        told = await client.waited(
            chat, lambda: client.call("POST", f"/sandbox/people/{chat}/location", json=ALMATY), count=2
        )
        assert "Time zone: Almaty" in told.text
    else:
        told = await client.say(chat, answer)
        assert ("Time zone: Omsk" if answer == "Omsk" else "I do not know this time zone") in told.text
    if answer != "Омбы қайда екен":
        assert not (await client.chat(chat))["keyboard"]


async def test_somebody_who_blocks_the_bot_sleeps_and_wakes(stand: Stand) -> None:
    from bot.subscribers import Subscribers

    chat, client = stand.person("en"), stand.client
    await stand.subscribed(chat)
    subscribers = Subscribers(stand.records)
    await client.change(chat, blocked=True)
    await _until(lambda: subscribers.find(chat).status == "sleeping")
    await client.change(chat, blocked=False)
    await _until(lambda: subscribers.find(chat).status == "active")


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Calendar link"), ("ru", "Ссылка на календарь"), ("kk", "Күнтізбе сілтемесі")]
)
async def test_a_link_keeps_a_calendar_current(stand: Stand, lang: str, title: str) -> None:
    import httpx

    chat, client = stand.person(lang), stand.client
    stand.put()
    await stand.subscribed(chat)
    page = (await client.say(chat, "/settings")).last
    empty = (await client.press(chat, page, page.button(title))).last
    assert len(empty.buttons) == 2  # to make one, and back
    shown = (await client.press(chat, empty, empty.button("cx:make"))).last
    assert title in shown.text
    (link,) = [line for line in shown.text.split() if line.startswith("http")]
    assert shown.raw["entities"][-1]["type"] == "code"
    async with httpx.AsyncClient(trust_env=False) as phone:
        first = await phone.get(link)
        (event,) = [one for one in _events(first.content) if one["UID"] == "gala@agreement-bot"]
        assert event["SUMMARY"] == GALA.title[lang]
        stand.put(status="cancelled")
        second = await phone.get(link, headers={"If-None-Match": first.headers["etag"]})
        (event,) = [one for one in _events(second.content) if one["UID"] == "gala@agreement-bot"]
        assert event["STATUS"] == "CANCELLED"
        renewed = (await client.press(chat, shown, shown.button("cx:make"))).last
        assert link not in renewed.text
        assert (await phone.get(link)).status_code == 404
        (link,) = [line for line in renewed.text.split() if line.startswith("http")]
        assert (await phone.get(link)).status_code == 200
        await client.press(chat, renewed, renewed.button("cx:revoke"))
        assert (await phone.get(link)).status_code == 404


def _events(content: bytes) -> list[Any]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


async def _until(so: Any) -> None:
    import asyncio

    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110
            await asyncio.sleep(0.02)

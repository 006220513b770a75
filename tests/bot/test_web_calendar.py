"""Calendars over HTTP, as a phone asks for them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import icalendar
import pytest
from databases import new_records
from mailing import CONCERT, FAIR, MONDAY, record

from bot.feeds import Calendar, Calendars, Feeds
from bot.log import Redacting
from bot.subscribers import Settings, Subscribers
from bot.threads import Workers
from bot.web import Health, calendar_route, create_app
from knowledge.records import Records


@pytest.fixture
def records(tmp_path: Path):
    with new_records(f"sqlite:///{tmp_path}/agreement.db") as records:
        record(records, CONCERT, FAIR)
        Subscribers(records).save(7, Settings(), now=MONDAY)
        yield records


@pytest.fixture
def feeds(records: Records) -> Feeds:
    return Feeds(records, b"key")


@pytest.fixture
async def client(records: Records, feeds: Feeds) -> AsyncIterator[httpx.AsyncClient]:
    calendars = Calendars(records, feeds, ZoneInfo("Asia/Almaty"), lambda: MONDAY)
    workers = Workers()

    async def opening(secret: str) -> Calendar | None:
        return await workers.run(calendars.open, secret)

    transport = httpx.ASGITransport(create_app(Health(), None, calendar_route(opening)))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client
    workers.close()


@pytest.fixture
def path(feeds: Feeds) -> str:
    return f"/calendar/{feeds.make(7, MONDAY).secret}.ics"


async def test_a_calendar(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["last-modified"] == "Mon, 04 Nov 2019 03:00:00 GMT"
    assert answer.headers["cache-control"] == "private, no-cache"
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT1H"
    assert {event["UID"] for event in calendar.walk("VEVENT")} == {
        "concert@agreement-bot",
        "fair@agreement-bot",
    }
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Almaty"]


async def test_what_has_not_changed_is_not_sent_again(client: httpx.AsyncClient, path: str) -> None:
    first = await client.get(path)
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"other", W/{first.headers["etag"]}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = await client.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    for headers in (
        {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]},
        {"If-Modified-Since": "Tue, 05 Nov 2019 03:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert (await client.get(path, headers=headers)).status_code == 200


async def test_only_the_head(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"]


async def test_whatever_is_no_address_gets_the_same_answer(
    client: httpx.AsyncClient, feeds: Feeds, path: str
) -> None:
    revoked = path
    feeds.revoke(7)
    answers = [
        await client.get(address)
        for address in (
            revoked,
            f"/calendar/{'A' * 43}.ics",
            "/calendar/x.ics",
            "/calendar/%D0%BA%00.ics",
            f"/calendar/{'a' * 5000}.ics",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(answer.headers.items()) for answer in answers}) == 1


async def test_a_changed_event_comes_with_a_higher_sequence(
    client: httpx.AsyncClient, records: Records, path: str
) -> None:
    from dataclasses import replace

    first = await client.get(path)
    record(
        records, replace(CONCERT, when="2019-11-12T19:00", status="cancelled"), replace(FAIR, retracted=True)
    )
    answer = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["UID"], int(event["SEQUENCE"]), event["STATUS"]) == (
        "concert@agreement-bot",
        1,
        "CANCELLED",
    )


def test_an_address_in_a_log_line_is_hidden(path: str) -> None:
    line = logging.LogRecord("x", logging.ERROR, "", 0, "failed: http://bot%s", (path,), None)
    told = Redacting((), "%(message)s").format(line)
    assert told == "failed: http://bot/calendar/<secret>.ics"

"""Digests and delivery in tests: a record with events, a clock that is turned, transports that remember."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import insert, select, update

from bot.delivery import Failed, Outgoing, Sent, refusal, text_of
from bot.digests import Ticker
from bot.subscribers import Schedule, Settings
from bot.subscribers.rows import settings_row
from bot.texts import bot_texts
from knowledge.model import Event, Pack, Topic
from knowledge.records import Records
from knowledge.records.schema import outbox, subscribers

HOME = "Asia/Almaty"
# Monday, 4 November 2019, 09:00 in Almaty, which was UTC+6 then.
MONDAY = datetime(2019, 11, 4, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOPICS = (Topic("music", {"en": "Music"}), Topic("books", {"en": "Books"}))
CONCERT = Event(
    "concert",
    "music",
    {"en": "Exchange concert", "ru": "Обменный концерт", "kk": "Алмасу концерті"},
    "2019-11-11T19:00",
    side="kz",
    place={"en": "Astana", "ru": "Астана", "kk": "Астана"},
)
FAIR = Event(
    "fair", "books", {"en": "Book fair", "ru": "Книжная ярмарка"}, "2019-11-20/2019-11-22", side="ru"
)
TOUR = Event("tour", "music", {"en": "Theatre tour"}, "2019-11")


def record(records: Records, *events: Event, now: datetime = MONDAY) -> None:
    records.apply(Pack("p", {}, topics=TOPICS, events=events), actor="test", now=now)


def ticker(records: Records, *, batch: int = 500) -> Ticker:
    return Ticker(records, records.events, bot_texts(), HOME, batch=batch)


def enrol(records: Records, chats: Iterable[int], due: datetime, settings: Settings | None = None) -> None:
    """Many subscribers at once, due at the same moment."""
    row = {
        **settings_row(settings or Settings(schedule=Schedule(), reminders=())),
        "status": "active",
        "since": due,
        "next_due": due,
        "skipped": 0,
    }
    with records.database.writing() as connection:
        connection.execute(insert(subscribers), [{"chat": chat, **row} for chat in chats])


def rows(records: Records, **wanted: Any) -> list[Any]:
    query = select(outbox).order_by(outbox.c.id)
    for name, value in wanted.items():
        query = query.where(outbox.c[name] == value)
    with records.database.reading() as connection:
        return list(connection.execute(query))


def send_all(records: Records, now: datetime) -> None:
    """As if everything that waits had been sent."""
    waiting = update(outbox).where(outbox.c.status == "waiting")
    with records.database.writing() as connection:
        connection.execute(waiting.values(status="sent", finished_at=now))


@dataclass
class Memory:
    """A transport that remembers what it was given; `answer` may let it fail."""

    answer: Callable[[int, Outgoing], Sent | Failed | None] = lambda _chat, _message: None
    sent: list[tuple[int, str]] = field(default_factory=list)
    messages: list[Outgoing] = field(default_factory=list)

    async def send(self, chat: int, message: Outgoing) -> Sent | Failed:
        outcome = self.answer(chat, message) or Sent(len(self.sent) + 1)
        if isinstance(outcome, Sent):
            self.sent.append((chat, text_of(message.text)))
            self.messages.append(message)
        return outcome

    @property
    def chats(self) -> list[int]:
        return [chat for chat, _ in self.sent]


class Audience:
    def __init__(self) -> None:
        self.lost: list[tuple[int, str]] = []

    def gone(self, chat: int, reason: str, now: datetime) -> None:
        self.lost.append((chat, reason))

    def migrated(self, old: int, new: int) -> None:
        raise NotImplementedError


class Http:
    """A thin transport over HTTP, to the sandbox's server."""

    def __init__(self, url: str, token: str, *, timeout: float = 5.0) -> None:
        self._url = f"{url}/bot{token}/sendMessage"
        limits = httpx.Limits(max_connections=40, max_keepalive_connections=40)
        self._client = httpx.AsyncClient(timeout=timeout, limits=limits, trust_env=False, verify=False)

    async def send(self, chat: int, message: Outgoing) -> Sent | Failed:
        body = {"chat_id": chat, "text": text_of(message.text), "disable_notification": message.silent}
        try:
            response = await self._client.post(self._url, json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return Failed("temporary", type(error).__name__)
        except httpx.TransportError as error:
            return Failed("unknown", type(error).__name__)
        try:
            told = response.json()
        except ValueError:
            return refusal(response.status_code, "no JSON")
        if told["ok"]:
            return Sent(told["result"]["message_id"])
        more = told.get("parameters", {})
        return refusal(
            told["error_code"],
            told["description"],
            retry_after=more.get("retry_after"),
            migrate_to=more.get("migrate_to_chat_id"),
        )

    async def close(self) -> None:
        await self._client.aclose()

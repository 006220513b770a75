"""Counts of one period. Nothing is stored for them: questions, subscribers and the outbox are there anyway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, String, func, select, type_coerce

from knowledge.matching.answer import Status
from knowledge.model import LANGS, Lang
from knowledge.records import Records
from knowledge.records.asked import STATUSES
from knowledge.records.schema import facts, outbox, questions, ratings, subscribers

PERIODS = (7, 30, 90)  # days, today included
_LOOKED_AT = 20_000  # questions whose facts and missing words are counted, the latest
_TOP = 5
_HOUR = 13  # characters of an instant as it is stored: 2019-11-04T03


@dataclass(frozen=True, slots=True)
class Statistics:
    """`days` holds every day of the period, the earliest first, also those without a question."""

    days: Mapping[date, Mapping[Status, int]]
    languages: Mapping[Lang, Mapping[Status, int]]
    people: int  # who asked
    thumbs: tuple[int, int]  # up and down
    waiting: int  # in the inbox now
    topics: tuple[tuple[str, int], ...]  # ids, the most asked first
    missing: tuple[tuple[str, int], ...]
    subscribers: Mapping[str, int]  # by status, now
    deliveries: Mapping[str, int]  # by status

    def total(self, *statuses: Status) -> int:
        return sum(day.get(status, 0) for day in self.days.values() for status in statuses or STATUSES)

    def share(self, lang: Lang | None = None) -> float | None:
        """How much of what was asked was answered, 0-1; None if nothing was asked."""
        counted = self.languages.get(lang, {}) if lang else self._all()
        asked = sum(counted.values())
        return counted.get("answered", 0) / asked if asked else None

    def _all(self) -> Mapping[Status, int]:
        return {status: self.total(status) for status in STATUSES}


def count(records: Records, days: int, *, now: datetime, zone: ZoneInfo) -> Statistics:
    """The statistics of the last `days` days of this zone, today included."""
    today = now.astimezone(zone).date()
    first = today - timedelta(days=days - 1)
    since = datetime.combine(first, time(), zone)
    with records.database.reading() as connection:
        by_day, by_lang = _asked(connection, since, zone)
        topics, missing = _about(connection, since)
        return Statistics(
            days={
                day: by_day.get(day, Counter()) for day in (first + timedelta(days=n) for n in range(days))
            },
            languages={lang: by_lang[lang] for lang in LANGS if lang in by_lang},
            people=_number(
                connection, select(func.count(questions.c.person.distinct())).where(_since(since))
            ),
            thumbs=_thumbs(connection, since),
            waiting=_number(connection, select(func.count()).select_from(questions).where(questions.c.filed)),
            topics=_top(topics),
            missing=_top(missing),
            subscribers=_by(
                connection, select(subscribers.c.status, func.count()).group_by(subscribers.c.status)
            ),
            deliveries=_by(
                connection,
                select(outbox.c.status, func.count())
                .where(outbox.c.not_before >= since, outbox.c.not_before <= now)
                .group_by(outbox.c.status),
            ),
        )


def _since(instant: datetime) -> ColumnElement[bool]:
    return questions.c.asked_at >= instant


def _asked(
    connection: Connection, since: datetime, zone: ZoneInfo
) -> tuple[dict[date, Counter[Status]], dict[Lang, Counter[Status]]]:
    """By local day and by language; counted by the hour in the database, as zones shift by hours (nearly all do)."""
    hour = func.substr(type_coerce(questions.c.asked_at, String), 1, _HOUR).label("hour")
    grouped = (
        select(hour, questions.c.lang, questions.c.status, func.count())
        .where(_since(since))
        .group_by(hour, questions.c.lang, questions.c.status)
    )
    by_day: dict[date, Counter[Status]] = {}
    by_lang: dict[Lang, Counter[Status]] = {}
    for began, lang, status, number in connection.execute(grouped):
        day = datetime.strptime(began, "%Y-%m-%dT%H").replace(tzinfo=UTC).astimezone(zone).date()
        by_day.setdefault(day, Counter())[status] += number
        by_lang.setdefault(lang, Counter())[status] += number
    return by_day, by_lang


def _about(connection: Connection, since: datetime) -> tuple[Counter[str], Counter[str]]:
    """The topics of what was answered, and the words that the record did not explain."""
    latest = (
        select(questions.c.facts, questions.c.missing)
        .where(_since(since))
        .order_by(questions.c.id.desc())
        .limit(_LOOKED_AT)
    )
    named: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for answered_with, words in connection.execute(latest):
        named.update(answered_with[:1])
        missing.update({word.casefold() for word in words})
    topics: Counter[str] = Counter()
    known = select(facts.c.id, facts.c.topic)
    for name, topic in connection.execute(known.where(facts.c.id.in_([*named]))) if named else ():
        topics[topic] += named[name]
    return topics, missing


def _top(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_TOP])


def _thumbs(connection: Connection, since: datetime) -> tuple[int, int]:
    grouped = select(ratings.c.good, func.count()).where(ratings.c.at >= since).group_by(ratings.c.good)
    found = {bool(good): number for good, number in connection.execute(grouped)}
    return found.get(True, 0), found.get(False, 0)


def _by(connection: Connection, grouped: Select[Any]) -> dict[str, int]:
    return {name: number for name, number in connection.execute(grouped)}  # noqa: C416 - typed rows


def _number(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())

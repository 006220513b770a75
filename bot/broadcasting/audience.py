"""Who is written to: subscribers, or everybody who ever wrote and has not blocked the bot; perhaps of one language."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, case, exists, func, literal, select

from bot.subscribers.rows import settings_of
from bot.subscribers.schedule import after_quiet
from knowledge.model import LANGS, Lang
from knowledge.records.schema import people, subscribers

Who = Literal["subscribers", "everybody"]
WHO: tuple[Who, ...] = get_args(Who)


@dataclass(frozen=True, slots=True)
class Audience:
    """`lang`: only those who read this language; None: all. `default` is the language of those who say nothing."""

    who: Who = "subscribers"
    lang: Lang | None = None
    default: Lang = "en"

    def data(self) -> dict[str, str | None]:
        return {"who": self.who, "lang": self.lang, "default": self.default}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Audience:
        return cls(data["who"], data["lang"], data["default"])

    def count(self, connection: Connection) -> int:
        counted = 0
        for found in self._selected():
            counted += int(
                connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
            )
        return counted

    def after(self, connection: Connection, chat: int | None, limit: int, now: datetime) -> list[Recipient]:
        """The next chats in the order of their numbers."""
        found = [_ordered(selected, chat, limit) for selected in self._selected()]
        rows = list(heapq.merge(*(list(connection.execute(query)) for query in found)))[:limit]
        own = select(subscribers).where(subscribers.c.chat.in_([row.chat for row in rows]))
        settings = {row.chat: settings_of(row) for row in connection.execute(own)}
        return [_recipient(row.chat, row.lang, settings.get(row.chat), now) for row in rows]

    def _selected(self) -> Iterator[Select[Any]]:
        """Disjoint selections of (chat, lang)."""
        active = subscribers.c.status == "active"
        theirs = select(subscribers.c.chat.label("chat"), subscribers.c.language.label("lang")).where(active)
        yield theirs if self.lang is None else theirs.where(subscribers.c.language == self.lang)
        if self.who == "everybody":
            reads = self._language()
            known = exists().where(subscribers.c.chat == people.c.id, active)
            others = select(people.c.id.label("chat"), reads.label("lang")).where(
                people.c.blocked.is_(False), ~known
            )
            yield others if self.lang is None else others.where(reads == self.lang)

    def _language(self) -> ColumnElement[str]:
        """The chosen one, else that of the app, else the default."""
        of_app = func.lower(func.substr(func.coalesce(people.c.language_code, ""), 1, 2))
        return func.coalesce(
            people.c.language, case((of_app.in_(LANGS), of_app), else_=literal(self.default))
        )


@dataclass(frozen=True, slots=True)
class Recipient:
    chat: int
    lang: Lang
    not_before: datetime
    silent: bool = False


def _ordered(selected: Select[Any], chat: int | None, limit: int) -> Select[Any]:
    column = selected.selected_columns["chat"]
    later = selected if chat is None else selected.where(column > chat)
    return later.order_by(column).limit(limit)


def _recipient(chat: int, lang: Lang, own: Any, now: datetime) -> Recipient:
    if own is None:
        return Recipient(chat, lang, now)
    return Recipient(chat, lang, after_quiet(own.quiet, own.schedule.zone, now), own.silent)

"""A small record with people who ask, for the tests of news and corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.delivery import Outbox
from bot.inbox import Corrections, Inbox, News
from bot.people import People, Privacy
from bot.subscribers import Subscribers
from bot.texts import bot_texts
from knowledge.assistant import Assistant
from knowledge.index import Index
from knowledge.model import Document, Fact, Lang, Pack, Source, Topic
from knowledge.records import Question, Records
from knowledge.records.schema import letters, outbox, people

START = datetime(2020, 3, 1, 9, tzinfo=UTC)
EDITOR, ANN, BOB = 1, 7_000_000_001, 8
PARKING = Fact(
    "parking",
    "house",
    {"en": "Parking is free.", "ru": "Парковка бесплатна.", "kk": "Тұрақ тегін."},
    relation="planned",
    title={"en": "Parking", "ru": "Парковка", "kk": "Тұрақ"},
    questions={"en": ("Is parking free?",), "ru": ("Парковка бесплатна?",)},
    source=Source("guide", number=3),
)
DOCUMENT = Document("guide", {"en": "Guide", "ru": "Справочник", "kk": "Анықтамалық"})


@dataclass
class Town:
    """Services on one database, with a clock that is turned by hand."""

    records: Records
    folder: Path
    now_: datetime = START
    index: Index = field(init=False)

    def __post_init__(self) -> None:
        self.index = Index(self.folder / "town.index", self.records)
        self.subscribers, self.people = Subscribers(self.records), People(self.records)
        self.privacy = Privacy(self.records)
        self.outbox = Outbox(self.records.database)
        self.restart()

    def restart(self) -> None:
        """Another process: what was only in memory is gone."""
        base: Callable[[], Any] = self.index.refresh
        self.assistant = Assistant(base)
        texts = bot_texts()
        self.news = News(self.records, self.assistant, base, texts)
        self.corrections = Corrections(self.records, base, texts)
        self.inbox = Inbox(self.records, self.assistant, base, self)

    def now(self) -> datetime:
        return self.now_

    def later(self, **time: float) -> None:
        self.now_ += timedelta(**time)

    def put(self, fact: Fact = PARKING, **changes: Any) -> None:
        topic = Topic("house", {"en": "House", "ru": "Дом", "kk": "Үй"})
        facts = (replace(fact, **changes),)
        pack = Pack("town", {}, documents=(DOCUMENT,), topics=(topic,), facts=facts)
        self.records.apply(pack, actor="test", now=self.now_)
        self.later(minutes=1)

    def say(self, text: str) -> None:
        """The fact says something else from now on."""
        self.put(statement={**PARKING.statement, "en": text})

    def meet(self, person: int, lang: Lang | None = None) -> None:
        self.people.seen(person, "en", self.now_)
        if lang:
            self.people.choose_language(person, lang, self.now_)

    def ask(self, person: int, text: str, *, lang: Lang = "en", chat: int | None = None) -> int:
        """Ask, and be answered; the question's number."""
        self.meet(person)
        answer = self.assistant.ask(text, now=self.now_, lang=lang)
        question = Question(
            text=text,
            lang=answer.lang,
            asked_at=self.now_,
            status=answer.status,
            facts=tuple(fact.id for fact in answer.facts),
            person=person,
            chat=chat or person,
            filed=answer.status == "unanswered",
        )
        number = self.records.file_question(question)
        self.later(minutes=1)
        return number

    def block(self, person: int) -> None:
        with self.records.database.writing() as connection:
            connection.execute(update(people).where(people.c.id == person).values(blocked=True))

    def queued(self) -> list[tuple[int, str, str, str]]:
        """What is in the outbox: chat, kind, status, text."""
        wanted = select(outbox, letters.c.parts).join(letters, letters.c.id == outbox.c.letter)
        with self.records.database.reading() as connection:
            rows = list(connection.execute(wanted.order_by(outbox.c.id)))
        return [
            (row.chat, row.kind, row.status, "".join(run[0] for part in row.parts for run in part))
            for row in rows
        ]

    def sent(self) -> list[tuple[int, str]]:
        """Send all that waits: to whom, and the text."""
        texts = []
        while leased := self.outbox.lease(self.now_, 10):
            for row in leased:
                texts.append((row.chat, "".join(run.text for part in row.parts for run in part)))
                self.outbox.finish(row, "sent", self.now_, message=1)
        self.later(minutes=1)
        return texts

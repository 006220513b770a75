"""What teaching needs, put together once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.editing.finding import Finder
from bot.editing.keeping import Keeper
from bot.editing.steps import Script
from bot.inbox import Corrections, Inbox, News
from bot.teaching import steps
from bot.teaching.teacher import Teacher
from knowledge.assistant import Assistant
from knowledge.index import Base, Index
from knowledge.model import Lang
from knowledge.records import Records
from knowledge.texts import Texts


@dataclass(frozen=True)
class School:
    inbox: Inbox
    news: News
    corrections: Corrections
    teacher: Teacher
    scripts: Sequence[Script]

    def tell(self, now: datetime) -> int:
        """Write down what those who asked are to hear; how much that is. Called every few seconds."""
        self.inbox.catch_up()
        return self.news.plan(now) + self.corrections.follow(now)


def school_of(
    records: Records,
    index: Index,
    assistant: Assistant,
    clock: Clock,
    texts: Mapping[Lang, Texts],
    *,
    review: bool = False,
) -> School:
    """`review`: one editor teaches, and another publishes."""
    base: Callable[[], Base] = lambda: index.base  # noqa: E731 - the newest one each time
    inbox = Inbox(records, assistant, base, clock)
    teacher = Teacher(Keeper(records, index.refresh, clock, review=review), inbox, base)
    return School(
        inbox,
        News(records, assistant, base, texts),
        Corrections(records, base, texts),
        teacher,
        steps.scripts(teacher, Finder(records)),
    )

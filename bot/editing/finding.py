"""Facts of every status, found by their words: in the database, so that drafts are found as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select

from bot.browsing import record_key
from knowledge.language import normalise, stem
from knowledge.model import LANGS, Fact
from knowledge.records import Records, rows
from knowledge.records.schema import entity_names, fact_entities, facts, topics

Which = Literal["all", "draft", "untranslated", "stale", "retracted"]
WHICH: tuple[Which, ...] = get_args(Which)
_MOST_WORDS = 6
_SHORTEST = 3  # letters that are left of a word whose ending is taken off


@dataclass(frozen=True, slots=True)
class FoundFacts:
    facts: Sequence[Fact]
    number: int  # of the page, from 0
    pages: int
    total: int


class Finder:
    def __init__(self, records: Records) -> None:
        self._records, self._database = records, records.database

    def fact(self, name: str) -> Fact | None:
        """By its id."""
        return self._records.fact(name.strip())

    def fact_of_key(self, key: str) -> Fact | None:
        """By its `record_key`."""
        with self._database.reading() as connection:
            ids = connection.execute(select(facts.c.id)).scalars()
            found = next((name for name in ids if record_key(name) == key), None)
        return None if found is None else self.fact(found)

    def find(self, words: str, which: Which, page: int, size: int) -> FoundFacts:
        """Those that have all the words, the latest changed first."""
        wanted = and_(_of(which), *map(_has, normalise(words).split()[:_MOST_WORDS]))
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(facts).where(wanted)).scalar_one()
            pages = max(1, -(-total // size))
            number = min(max(page, 0), pages - 1)
            ids = select(facts.c.id).where(wanted).order_by(facts.c.revision.desc(), facts.c.id)
            shown = connection.execute(ids.limit(size).offset(number * size)).scalars().all()
            found = {fact.id: fact for fact in rows.facts_where(connection, facts.c.id.in_(shown))}
        return FoundFacts([found[name] for name in shown], number, pages, total)

    def counts(self) -> dict[Which, int]:
        """How many there are of each sort."""
        with self._database.reading() as connection:
            return {
                which: connection.execute(
                    select(func.count()).select_from(facts).where(_of(which))
                ).scalar_one()
                for which in WHICH
            }


def _of(which: Which) -> ColumnElement[bool]:
    standing = facts.c.status != "retracted"
    if which == "draft":
        return facts.c.status == "draft"
    if which == "retracted":
        return facts.c.status == "retracted"
    if which == "stale":
        return and_(standing, cast(facts.c.stale, Text) != "[]")
    if which == "untranslated":
        return and_(standing, or_(*(func.coalesce(facts.c[f"statement_{lang}"], "") == "" for lang in LANGS)))
    return standing


def _has(word: str) -> ColumnElement[bool]:
    """In its id, statements, title or questions, or in the name of its topic or of whom it is about."""
    places: list[Any] = [
        *(facts.c[f"statement_{lang}"] for lang in LANGS),
        cast(facts.c.title, Text),
        cast(facts.c.questions, Text),
    ]
    forms = tuple(_forms(word))
    topic = select(topics.c.id).where(_like(cast(topics.c.title, Text), forms))
    named = (
        select(fact_entities.c.fact)
        .join(entity_names, entity_names.c.entity == fact_entities.c.entity)
        .where(_like(entity_names.c.name, forms))
    )
    return or_(
        facts.c.id.contains(word, autoescape=True),
        *(_like(place, forms) for place in places),
        facts.c.topic.in_(topic),
        facts.c.id.in_(named),
    )


def _forms(word: str) -> Iterator[str]:
    """The word without its ending, small and in capitals: SQLite knows the case of Latin letters only."""
    # English stems end in i where words end in y: librari.
    stems = {stem(word, lang).removesuffix("i") for lang in LANGS}
    for own in {word, *(one for one in stems if len(one) >= _SHORTEST and word.startswith(one))}:
        yield from (own, own[:1].upper() + own[1:], own.upper())
        if "е" in own:
            yield own.replace("е", "ё")


def _like(column: Any, forms: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(form, autoescape=True) for form in forms))

"""The records as one leafs through them: topics and their facts, people by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from knowledge.index.base import Base
from knowledge.model import LANGS, Entity, Fact, Lang, Side, Text, Topic
from knowledge.passages import record_key

T = TypeVar("T")

PEOPLE_SIDES: tuple[Side, ...] = ("kz", "ru")
EXAMPLES = 3
_FEW = 2
# Of facts that are nothing but text: what is worth leafing through. The rest is found by asking.
_MOST_LEAFED, _MOST_TOPICS = 60, 200
# Relations that people ask for first: who leads a side; when and where it was held.
_HEADS, _HELD = "heads", "held"


def in_language(text: Text, lang: Lang) -> str:
    """The text in `lang`, or in the first language that it has."""
    return next((text[choice] for choice in (lang, *LANGS) if text.get(choice)), "")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: tuple[T, ...]
    number: int  # from 0
    pages: int  # at least 1
    total: int

    @classmethod
    def of(cls, items: Sequence[T], number: int, size: int) -> Page[T]:
        """The page asked for, or the last one if there are fewer by now."""
        pages = max(1, -(-len(items) // size))
        number = min(max(number, 0), pages - 1)
        return cls(tuple(items[number * size : (number + 1) * size]), number, pages, len(items))


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the record answers, to begin with."""

    key: str
    question: str


class TextsOfTopic(Protocol):
    """What is read of the records, as the base does not hold facts that are nothing but text."""

    def facts_of_topic(self, topic: str, most: int) -> Sequence[Fact]: ...

    def counts_by_topic(self) -> Mapping[str, int]: ...


class Catalogue:
    """One state of the records, arranged for leafing; records are found by their `record_key`."""

    def __init__(self, base: Base, more: TextsOfTopic | None = None) -> None:
        self.base = base
        plain, self._counts = _plain_facts(base, more) if more else ([], {})
        facts = [*base.facts(), *plain]
        self._facts = {record_key(fact.id): fact for fact in facts}
        self._of_topic = _grouped((fact.topic, fact) for fact in facts)
        self._about = _grouped((entity, fact) for fact in facts for entity in fact.about)
        topics = [topic for topic in base.topics.values() if topic.id in self._of_topic]
        self._topics = {record_key(topic.id): topic for topic in topics}
        people = [entity for entity in base.entities.values() if entity.kind == "person"]
        self._people = {record_key(person.id): person for person in people}
        people.sort(
            key=lambda person: all(fact.relation != _HEADS for fact in self._about.get(person.id, ()))
        )
        self._of_side = _grouped((person.side, person) for person in people if person.side)

    def topics(self) -> tuple[Topic, ...]:
        """The topics that have facts, in the order of the records."""
        return tuple(self._topics.values())

    def topic(self, key: str) -> Topic | None:
        return self._topics.get(key)

    def facts(self, topic: Topic) -> tuple[Fact, ...]:
        return self._of_topic.get(topic.id, ())

    def total(self, topic: Topic) -> int:
        """How many facts the topic has; of very many, some are shown."""
        return max(self._counts.get(topic.id, 0), len(self.facts(topic)))

    def fact(self, key: str) -> Fact | None:
        return self._facts.get(key) or (self.base.shelf.by_key(key) if self.base.shelf else None)

    def people(self, side: Side) -> tuple[Entity, ...]:
        """Who is of this side, its heads first."""
        return self._of_side.get(side, ())

    def person(self, key: str) -> Entity | None:
        return self._people.get(key)

    def about(self, entity: Entity) -> tuple[Fact, ...]:
        """The facts that mention `entity`: who they are first, then what they said or did."""
        return tuple(sorted(self._about.get(entity.id, ()), key=lambda fact: _remoteness(fact, entity)))

    def post(self, person: Entity, lang: Lang) -> str:
        """In a few words who the person is; empty if the record does not say."""
        told = next((fact for fact in self.about(person) if _remoteness(fact, person) == 0), None)
        return in_language(told.title, lang) if told else ""

    def subject(self, lang: Lang) -> tuple[str, ...]:
        """What the record is about, by its documents; empty where they are too many to name."""
        titles = [in_language(document.title, lang) for document in self.base.documents.values()]
        return tuple(filter(None, titles)) if len(titles) <= _FEW else ()

    def examples(self, lang: Lang) -> tuple[Example, ...]:
        """Three questions to begin with: for a person, a date and a plan, as far as there are such."""
        asked = [fact for fact in self._facts.values() if fact.questions.get(lang)]
        asked.sort(key=lambda fact: (fact.relation != _HEADS, fact.relation != _HELD))
        wanted = (next((f for f in asked if gives in f.gives), None) for gives in ("person", "date", "plan"))
        chosen = {fact.id: fact for fact in (*filter(None, wanted), *asked)}
        few = list(chosen.values())[:EXAMPLES]
        return tuple(Example(record_key(fact.id), fact.questions[lang][0]) for fact in few)


class Library:
    """The catalogue of the records as they are now; made anew when they change."""

    def __init__(self, base: Callable[[], Base], more: TextsOfTopic | None = None) -> None:
        self._base, self._more = base, more
        self._catalogue: Catalogue | None = None

    @property
    def base(self) -> Base:
        return self._base()

    def catalogue(self) -> Catalogue:
        base = self._base()
        catalogue = self._catalogue
        if catalogue is None or catalogue.base is not base:
            catalogue = self._catalogue = Catalogue(base, self._more)
        return catalogue


def _plain_facts(base: Base, more: TextsOfTopic) -> tuple[list[Fact], Mapping[str, int]]:
    """Of each topic as many facts that are nothing but text as one leafs through; where there are more, how many."""
    counts = more.counts_by_topic()
    structured = Counter(fact.topic for fact in base.facts())
    found: list[Fact] = []
    totals: dict[str, int] = {}
    for topic in [topic for topic in base.topics if counts.get(topic, 0) > structured[topic]][:_MOST_TOPICS]:
        some = more.facts_of_topic(topic, structured[topic] + _MOST_LEAFED)
        plain = [fact for fact in some if fact.id not in base.profiles][:_MOST_LEAFED]
        if len(plain) == _MOST_LEAFED:
            totals[topic] = counts[topic]
        found += plain
    return found, totals


def _remoteness(fact: Fact, entity: Entity) -> int:
    """0: says who the entity is; 1: is about it; 2: mentions it."""
    if fact.about[0] != entity.id:
        return 2
    return 0 if "post" in fact.gives else 1


def _grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for name, value in pairs:
        groups[name].append(value)
    return {name: tuple(values) for name, values in groups.items()}

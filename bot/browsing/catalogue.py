"""The records as one leafs through them: topics and their facts, people by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.model import LANGS, Entity, Fact, Lang, Pack, Side, Text, Topic

T = TypeVar("T")

PEOPLE_SIDES: tuple[Side, ...] = ("kz", "ru")
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: tuple[T, ...]
    number: int  # from 0
    pages: int  # at least 1

    @classmethod
    def of(cls, items: Sequence[T], number: int, size: int) -> Page[T]:
        """The page asked for, or the last one if there are fewer by now."""
        pages = max(1, -(-len(items) // size))
        number = min(max(number, 0), pages - 1)
        return cls(tuple(items[number * size : (number + 1) * size]), number, pages)


def in_language(text: Text, lang: Lang) -> tuple[str, Lang] | None:
    """The text in `lang`, or in the first language that it has."""
    for choice in (lang, *LANGS):
        if text.get(choice):
            return text[choice], choice
    return None


class Catalogue:
    """One revision of the records, arranged for leafing. Records are found by the key that `key_of` gives."""

    def __init__(self, pack: Pack, key_of: Callable[[str], str] = str) -> None:
        facts = [fact for fact in pack.facts if fact.status == "published"]
        self._key_of = key_of
        self._facts: Mapping[str, Fact] = {key_of(fact.id): fact for fact in facts}
        self._of_topic = _grouped((fact.topic, fact) for fact in facts)
        self._about = _grouped((entity, fact) for fact in facts for entity in fact.about)
        self._topics = {key_of(topic.id): topic for topic in pack.topics if topic.id in self._of_topic}
        people = [entity for entity in pack.entities if entity.kind == "person"]
        self._people = {key_of(person.id): person for person in people}
        self._of_side = _grouped((person.side, person) for person in people if person.side)
        self.documents = {document.id: document for document in pack.documents}

    def key(self, record: Fact | Topic | Entity) -> str:
        return self._key_of(record.id)

    def topics(self) -> tuple[Topic, ...]:
        """The topics that have facts, in the order of the pack."""
        return tuple(self._topics.values())

    def topic(self, key: str) -> Topic | None:
        return self._topics.get(key)

    def facts(self, topic: Topic) -> tuple[Fact, ...]:
        return self._of_topic.get(topic.id, ())

    def fact(self, key: str) -> Fact | None:
        return self._facts.get(key)

    def people(self, side: Side) -> tuple[Entity, ...]:
        return self._of_side.get(side, ())

    def person(self, key: str) -> Entity | None:
        return self._people.get(key)

    def about(self, entity: Entity) -> tuple[Fact, ...]:
        """The facts that mention `entity`, those whose subject it is first."""
        facts = self._about.get(entity.id, ())
        return tuple(sorted(facts, key=lambda fact: fact.about[0] != entity.id))

    def examples(self, lang: Lang) -> tuple[tuple[Fact, str], ...]:
        """Three questions to begin with, of topics as different as there are."""
        asked = [
            (fact, fact.questions[lang][0])
            for topic in self._topics.values()
            for fact in self._of_topic[topic.id][:1]
            if fact.questions.get(lang)
        ]
        step = max(1, len(asked) // EXAMPLES)
        return tuple(asked[::step][:EXAMPLES])


def _grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for name, value in pairs:
        groups[name].append(value)
    return {name: tuple(values) for name, values in groups.items()}

"""What the steps for facts stand on: the record as it is, and the way to put something on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.editing.reading import said
from bot.editing.stating import Filled, Statements
from knowledge.index import Base
from knowledge.language import normalise
from knowledge.model import Document, Entity, Lang, Topic
from knowledge.plain import document_of, topic_of

_NEAR, _MOST = 70.0, 4  # how alike, of 100; how many


@dataclass(frozen=True)
class Room:
    """`base` is the newest snapshot each time; `audience`: how many were answered with a fact lately."""

    statements: Statements
    base: Callable[[], Base]
    audience: Callable[[str], int] = lambda _fact: 0

    def topic(self, filled: Filled) -> Topic | None:
        name = filled.fact.get("topic")
        if filled.topic is not None and filled.topic["id"] == name:
            return topic_of(filled.topic)
        return self.base().topics.get(name or "")

    def document(self, filled: Filled) -> Document | None:
        name = filled.fact.get("source", {}).get("document")
        if filled.document is not None and filled.document["id"] == name:
            return document_of(filled.document)
        return self.base().documents.get(name or "")

    def organisations_like(self, words: str) -> Sequence[Entity]:
        """Organisations whose names are like this, the likest first."""
        entities = self.base().entities.values()
        names = {
            normalise(name): entity
            for entity in entities
            if entity.kind == "organisation"
            for name in (*(one for many in entity.names.values() for one in many), *entity.aliases)
        }
        found = process.extract(
            normalise(words), list(names), scorer=fuzz.WRatio, limit=4 * _MOST, score_cutoff=_NEAR
        )
        return list({names[name].id: names[name] for name, _, _ in found}.values())[:_MOST]

    def called(self, entity: Entity, lang: Lang) -> str:
        return said({one: names[0] for one, names in entity.names.items() if names}, lang) or entity.id

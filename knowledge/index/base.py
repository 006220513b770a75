"""The base as the matcher sees it: one immutable snapshot of everything published."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.index.annotate import Annotator
from knowledge.index.compile import Compiled
from knowledge.index.phrases import Phrasebook
from knowledge.index.profile import Profile
from knowledge.index.words import WordTable
from knowledge.lexicon import Concept, Lexicon
from knowledge.model import Document, Entity, Fact, Pack, Topic

SETTING = "held"  # facts of this relation say when, where and by whom: the setting of everything else
_RARE = 0.02  # a unit in fewer of the facts than this is rare whatever the size of the base


@dataclass(frozen=True)
class Base:
    words: WordTable
    annotator: Annotator
    lexicon: Lexicon
    profiles: Mapping[str, Profile]
    entities: Mapping[str, Entity]
    topics: Mapping[str, Topic]
    documents: Mapping[str, Document]
    revision: int

    @classmethod
    def of(cls, compiled: Compiled, pack: Pack, lexicon: Lexicon, revision: int) -> Base:
        book = Phrasebook()
        for lexemes, unit, written in compiled.phrases:
            book.add(lexemes, unit, written)
        base = cls(
            words=compiled.words,
            annotator=Annotator(book, lexicon.concepts),
            lexicon=lexicon,
            profiles={profile.fact.id: profile for profile in compiled.profiles},
            entities={entity.id: entity for entity in pack.entities},
            topics={topic.id: topic for topic in pack.topics},
            documents={document.id: document for document in pack.documents},
            revision=revision,
        )
        base.words.useful.update(lexeme for lexeme, node in book.root.next.items() if node.units)
        base.words.useful.update(unit for unit in base.postings if unit[:2] not in ("c:", "e:"))
        return base

    @cached_property
    def postings(self) -> Mapping[str, tuple[str, ...]]:
        """Unit to the ids of the facts that have it."""
        found: dict[str, list[str]] = {}
        for name, profile in self.profiles.items():
            for unit in profile.units:
                found.setdefault(unit, []).append(name)
        return {unit: tuple(names) for unit, names in found.items()}

    @cached_property
    def setting(self) -> frozenset[str]:
        """Units of the facts that say when, where and by whom: true of everything in the record."""
        units: set[str] = set()
        for profile in self.profiles.values():
            if profile.fact.relation == SETTING:
                units.update(profile.units)
        return frozenset(units)

    def rarity(self, units: Iterable[str]) -> float:
        """0 (in every fact) to 1 (in none or in hardly any), of the commonest of the units."""
        total = max(len(self.profiles), 1)
        count = max((len(self.postings.get(unit, ())) for unit in units), default=0)
        if count == 0:
            return 1.0
        return min(1.0, math.log(total / count + 1) / math.log(1 / _RARE + 1))

    def concept(self, unit: str) -> Concept | None:
        return self.lexicon.concepts.get(unit[2:]) if unit.startswith("c:") else None

    def facts(self) -> Iterable[Fact]:
        return (profile.fact for profile in self.profiles.values())

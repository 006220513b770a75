"""The base as the matcher sees it: one immutable snapshot of everything published."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.index.annotate import Annotator
from knowledge.index.compile import Compiled
from knowledge.index.ground import words_of
from knowledge.index.phrases import Phrasebook
from knowledge.index.profile import STATED, Profile
from knowledge.index.usage import Usage
from knowledge.index.wordings import Wordings
from knowledge.index.words import WordTable
from knowledge.lexicon import Concept, Lexicon
from knowledge.model import Document, Entity, Fact, Pack, Synonym, Topic
from knowledge.passages import Shelf

SETTING = "held"  # facts of this relation say when, where and by whom: the setting of everything else
_NOTHING: frozenset[str] = frozenset()
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
    synonyms: tuple[Synonym, ...] = ()
    shelf: Shelf | None = None  # the facts that are nothing but text

    @classmethod
    def of(
        cls, compiled: Compiled, pack: Pack, lexicon: Lexicon, revision: int, shelf: Shelf | None = None
    ) -> Base:
        book = compiled.book or Phrasebook()
        if compiled.book is None:
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
            synonyms=pack.synonyms,
            shelf=shelf,
        )
        base.words.useful.update(lexeme for lexeme, node in book.root.next.items() if node.units)
        base.words.useful.update(unit for unit in base.postings if unit[:2] not in ("c:", "e:", "g:", "i:"))
        return base

    @cached_property
    def postings(self) -> Mapping[str, Mapping[str, float]]:
        """Unit to the ids of the facts that have it, with the strength of each."""
        found: dict[str, dict[str, float]] = {}
        for name, profile in self.profiles.items():
            for unit, strength in profile.units.items():
                found.setdefault(unit, {})[name] = strength
        return found

    @cached_property
    def agreements(self) -> dict[tuple[str, tuple[str, ...]], tuple[Mapping[str, float], float]]:
        """What the matcher remembers of slots (kind and units): see `scoring`. It ends with the snapshot."""
        return {}

    @cached_property
    def known(self) -> Mapping[str, tuple[str, ...]]:
        """Known questions, word for word, to the ids of their facts."""
        found: dict[str, list[str]] = {}
        for name, profile in self.profiles.items():
            for question in profile.questions:
                found.setdefault(" ".join(words_of(question.text)), []).append(name)
        return {question: tuple(dict.fromkeys(names)) for question, names in found.items()}

    @cached_property
    def misspelt(self) -> Wordings:
        """The known questions, to be found again however they are typed."""
        return Wordings(self.known, self.words.forms)

    @cached_property
    def usage(self) -> Usage:
        """What stands beside what: it tells what short words are that are misspelt."""
        return Usage(self.known, self.lexicon, self.words, self.annotator)

    def warm(self) -> None:
        """Build what the first misspelt word would otherwise wait for."""
        self.words.warm()
        self.usage.warm()

    @cached_property
    def wordings(self) -> tuple[tuple[str, int], ...]:
        """Each known question as units, once for a fact: the fact, and how many units it has."""
        return tuple((name, len(units)) for name, units in self._wordings)

    @cached_property
    def wordings_with(self) -> Mapping[str, tuple[int, ...]]:
        """Unit to the numbers of the known questions that have it, as in `wordings`."""
        found: dict[str, list[int]] = {}
        for number, (_, units) in enumerate(self._wordings):
            for unit in units:
                found.setdefault(unit, []).append(number)
        return {unit: tuple(numbers) for unit, numbers in found.items()}

    @cached_property
    def _wordings(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Said in three languages, or in other words for the same, a question is one as units."""
        profiles = self.profiles.items()
        every = ((name, question.units) for name, profile in profiles for question in profile.questions)
        return tuple(dict.fromkeys(every))

    @cached_property
    def setting(self) -> frozenset[str]:
        """Units of the facts that say when, where and by whom: true of everything in the record."""
        units: set[str] = set()
        for profile in self.profiles.values():
            if profile.fact.relation == SETTING:
                units.update(profile.units)
        return frozenset(units)

    @cached_property
    def rarities(self) -> Mapping[str, float]:
        """Of each unit: 0 (in every fact) to 1 (in hardly any)."""
        total, rarest = len(self.profiles), math.log(1 / _RARE + 1)
        return {
            unit: min(1.0, math.log(total / len(facts) + 1) / rarest) for unit, facts in self.postings.items()
        }

    def rarity(self, units: Iterable[str]) -> float:
        """Of the commonest of the units; 1 if no fact has any."""
        return min((self.rarities.get(unit, 1.0) for unit in units), default=1.0)

    @cached_property
    def subjects(self) -> Mapping[str, tuple[frozenset[str], float]]:
        """By fact: the units it states outright, and the sum of their rarities."""
        return {name: (frozenset(units), self._weight(units)) for name, units in self._stated.items()}

    @cached_property
    def themes(self) -> Mapping[str, tuple[tuple[tuple[str, float], ...], float]]:
        """By fact: the concepts and entities it states outright, each with its rarity, and the sum of these."""
        themes = {
            name: tuple((unit, self.rarities[unit]) for unit in units if unit[:2] in ("c:", "e:"))
            for name, units in self._stated.items()
        }
        return {name: (units, sum(rarity for _, rarity in units)) for name, units in themes.items()}

    @cached_property
    def stated_by(self) -> Mapping[str, tuple[str, ...]]:
        """Unit to the ids of the facts that state it outright."""
        found: dict[str, list[str]] = {}
        for name, units in self._stated.items():
            for unit in units:
                found.setdefault(unit, []).append(name)
        return {unit: tuple(names) for unit, names in found.items()}

    @cached_property
    def _stated(self) -> Mapping[str, tuple[str, ...]]:
        """By fact, in a fixed order: sums of the same numbers must be the same to the last digit in every process."""
        return {
            name: tuple(sorted(unit for unit, strength in profile.units.items() if strength >= STATED))
            for name, profile in self.profiles.items()
        }

    def _weight(self, units: Iterable[str]) -> float:
        return sum(self.rarities[unit] for unit in units)

    @cached_property
    def relations(self) -> Mapping[str, frozenset[str]]:
        """By relation: the units it is asked for with, its own and those of what it implies (who heads takes part)."""
        return {
            fact.relation: frozenset(f"c:{concept}" for concept in self.lexicon.with_broader(fact.relation))
            for fact in self.facts()
        }

    def concept(self, unit: str) -> Concept | None:
        return self.lexicon.concepts.get(unit[2:]) if unit.startswith("c:") else None

    def listed(self, concept: str) -> frozenset[str]:
        """The single words that the lexicon lists for a concept, in all languages; empty for one that it has not."""
        return self._listed.get(concept, _NOTHING)

    @cached_property
    def _listed(self) -> Mapping[str, frozenset[str]]:
        return {
            name: frozenset(word for words in concept.words.values() for word in words)
            for name, concept in self.lexicon.concepts.items()
            if concept.kind in ("filler", "marker")
        }

    def facts(self) -> Iterable[Fact]:
        return (profile.fact for profile in self.profiles.values())

"""Profiles that need not be made anew: those of facts that a change of the record has nothing to do with.

What comes out is what making all of them anew would give; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.index.profile import Profile
from knowledge.model import Entity, Fact, Synonym

Pairs = tuple[tuple[str, str], ...]  # words with their lexemes


@dataclass(frozen=True, slots=True)
class Made:
    """A profile with what it was made from: the words of the fact, the lexemes they were taken for, and `posts`."""

    fact: Fact
    pairs: Pairs
    words: frozenset[str]
    met: frozenset[str]
    posts: frozenset[str]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with what its names come to."""

    entity: Entity
    lexemes: frozenset[str]
    forms: frozenset[str]
    besides: tuple[frozenset[str], frozenset[str]]  # places, institutions


@dataclass
class Shop:
    """What the last compilation left."""

    lexicon: str = ""  # its digest
    synonyms: tuple[Synonym, ...] = ()
    elsewhere: frozenset[str] = frozenset()  # what all profiles depend on
    named: Mapping[str, Named] = field(default_factory=dict)
    made: Mapping[str, Made] = field(default_factory=dict)

    def pairs_of(self, fact: Fact) -> Pairs | None:
        known = self.made.get(fact.id)
        return known.pairs if known is not None and known.fact == fact else None

    def named_alike(self, lexicon: str, entities: Sequence[Entity]) -> Mapping[str, Named]:
        """What the names come to, if they are all the same: each is read by those before it."""
        same = lexicon == self.lexicon and [one.entity for one in self.named.values()] == list(entities)
        return self.named if same else {}

    def touched(self, named: Mapping[str, Named]) -> Touched:
        """What the names of entities that are new, other or gone may have changed."""
        changed = {name for name in {*named, *self.named} if named.get(name) != self.named.get(name)}
        both = [one[name] for one in (named, self.named) for name in changed if name in one]
        lexemes = frozenset[str]().union(*(one.lexemes for one in both))
        return Touched(frozenset(changed), lexemes, frozenset[str]().union(*(one.forms for one in both)))


@dataclass(frozen=True, slots=True)
class Touched:
    entities: frozenset[str]
    lexemes: frozenset[str]
    forms: frozenset[str]

    def leaves(self, made: Made, fact: Fact, posts: Iterable[str]) -> bool:
        """Whether the profile is still what it would be."""
        return (
            made.fact == fact
            and made.posts == frozenset(posts)
            and self.entities.isdisjoint(fact.about)
            and self.forms.isdisjoint(made.words)
            and self.lexemes.isdisjoint(made.met)
        )

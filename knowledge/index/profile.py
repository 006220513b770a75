"""What a fact is about, as units with strengths: the side of the match that is prepared beforehand.

A *unit* is a text id: "c:library" is a concept of the lexicon, "e:rosconcert" an entity, "g:date" a kind of answer that
the fact gives, "i:library" what sort of institution somebody comes from, anything else a lexeme ("ru:строк", "en:175").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.model import Fact, Lang

# How surely a fact is about a unit, by where the unit comes from.
STATED, NARROWER, TEXT, TEXT_NARROWER, ASKED, RELATED = 1.0, 0.9, 0.8, 0.7, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    lang: Lang
    text: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """A fact with its units (strength 0 to 1) and its known questions as units."""

    fact: Fact
    units: Mapping[str, float]
    questions: tuple[KnownQuestion, ...]


def side_unit(side: str) -> str:
    return f"c:side-{side}"


def gives_unit(kind: str) -> str:
    return f"g:{kind}"


def institution_unit(concept: str) -> str:
    return f"i:{concept}"


def is_concept(unit: str) -> bool:
    return unit.startswith("c:")


def is_entity(unit: str) -> bool:
    return unit.startswith("e:")


def is_institution(unit: str) -> bool:
    return unit.startswith("i:")

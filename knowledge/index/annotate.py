"""Runs of words to units, the same way for facts and for questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.index.phrases import Phrasebook, Span
from knowledge.index.words import ONE_EDIT, Hit
from knowledge.lexicon import Concept

STRUCTURE = frozenset({"filler", "ask", "operator"})  # kinds of concepts that carry no content
_GLUE_LENGTH = 3  # "of", "the", «и», «по»: fillers up to this long may stand inside a phrase


@dataclass(frozen=True, slots=True)
class Annotated:
    """One run of words: what it is, and the hits of its words. `units` is empty for a word of no phrase."""

    span: Span
    hits: tuple[tuple[Hit, ...], ...]

    @property
    def cost(self) -> float:
        """The dearest repair among its words, 1 for an unknown word."""
        return max((hits[0].cost if hits else 1.0) for hits in self.hits)


@dataclass(frozen=True)
class Annotator:
    phrases: Phrasebook
    concepts: Mapping[str, Concept]

    def annotate(self, words: Sequence[str], look_up: Callable[[str], tuple[Hit, ...]]) -> list[Annotated]:
        """Cut the words into known phrases."""
        hits = [look_up(word) for word in words]
        lexemes = [[hit.lexeme for hit in found] for found in hits]
        glue = [self._is_glue(word, found) for word, found in zip(words, lexemes, strict=True)]
        runs: list[Annotated] = []
        for span in self.phrases.cut(lexemes, glue):
            at = span.start
            if span.end == at + 1:
                slips = int(bool(hits[at]) and hits[at][0].cost >= ONE_EDIT)
                units = self.phrases.listed(lexemes[at], words[at], span.units, slips)
                span = replace(span, units=units)  # noqa: PLW2901
            runs.append(Annotated(span, self._telling(span, hits)))
        return runs

    def _telling(self, span: Span, hits: Sequence[tuple[Hit, ...]]) -> tuple[tuple[Hit, ...], ...]:
        """The hits of the run's words; of a single word those that make it what it is."""
        if span.units and span.end == span.start + 1:
            return (tuple(hit for hit in hits[span.start] if self.single(hit.lexeme)),)
        return tuple(hits[span.start : span.end])

    def _is_glue(self, word: str, lexemes: Sequence[str]) -> bool:
        if len(word) > _GLUE_LENGTH:
            return False
        units = [unit for lexeme in lexemes for unit in self.single(lexeme)]
        return any(self.kind_of(unit) == "filler" for unit in units)

    def only_in_structure(self, lexeme: str) -> bool:
        """Whether every phrase that the lexeme is a part of is of question words and fillers."""
        units = self.phrases.members.get(lexeme, ())
        return bool(units) and all(self.kind_of(unit) in STRUCTURE for unit in units)

    def single(self, lexeme: str) -> tuple[str, ...]:
        """What the lexeme means by itself."""
        node = self.phrases.root.next.get(lexeme)
        return node.units if node else ()

    def kind_of(self, unit: str) -> str:
        """The kind of a concept, "name" for an entity, "word" for a lexeme."""
        if unit.startswith("c:"):
            concept = self.concepts.get(unit[2:])
            return concept.kind if concept else "topic"
        return "name" if unit.startswith("e:") else "word"

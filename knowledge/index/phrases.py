"""The phrasebook: which runs of lexemes are a concept or a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Node:
    units: tuple[str, ...] = ()
    words: dict[str, set[str]] = field(default_factory=dict)  # by unit: the words as they were listed
    next: dict[str, _Node] = field(default_factory=dict)

    def all_units(self) -> Iterator[str]:
        """Units of the phrases that end here or further on."""
        yield from self.units
        for node in self.next.values():
            yield from node.all_units()


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `start` to `end` (exclusive) are `units`; several when the words are ambiguous."""

    start: int
    end: int
    units: tuple[str, ...]


@dataclass
class Phrasebook:
    """A trie over lexemes. Glue (articles, prepositions) may stand between two words of a phrase."""

    root: _Node = field(default_factory=_Node)

    def add(self, lexemes: Sequence[str], unit: str, written: str = "") -> None:
        """`written`: the phrase as it was listed, to prefer it over others that only share its stems."""
        node = self.root
        for lexeme in lexemes:
            node = node.next.setdefault(lexeme, _Node())
        if unit not in node.units:
            node.units = (*node.units, unit)
        node.words.setdefault(unit, set()).add(written)

    def listed(self, lexemes: Iterable[str], word: str, units: tuple[str, ...]) -> tuple[str, ...]:
        """Of the units of a single word those that list it letter by letter, or all if none does."""
        exact = [
            unit
            for unit in units
            if any(
                word in self.root.next[lexeme].words.get(unit, ())
                for lexeme in lexemes
                if lexeme in self.root.next
            )
        ]
        return tuple(exact) or units

    def longest(self, tokens: Sequence[Iterable[str]], glue: Sequence[bool], start: int) -> Span | None:
        """The longest phrase from `start`; `tokens` holds the possible lexemes of each token."""
        best: Span | None = None
        active = [self.root]
        for at in range(start, len(tokens)):
            following = [node.next[lexeme] for node in active for lexeme in tokens[at] if lexeme in node.next]
            if not following:
                if glue[at] and at > start:
                    continue
                break
            active = following
            units = tuple(dict.fromkeys(unit for node in active for unit in node.units))
            if units:
                best = Span(start, at + 1, units)
        return best

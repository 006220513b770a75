"""The phrasebook: which runs of lexemes are a concept or a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Node:
    units: tuple[str, ...] = ()
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

    def add(self, lexemes: Sequence[str], unit: str) -> None:
        node = self.root
        for lexeme in lexemes:
            node = node.next.setdefault(lexeme, _Node())
        if unit not in node.units:
            node.units = (*node.units, unit)

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

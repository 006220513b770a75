"""The phrasebook: which runs of lexemes are a concept or a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from knowledge.language import sound_key

_ALONE = 1.5  # what a word of no phrase costs, where a phrase costs 1


@dataclass(slots=True)
class _Node:
    units: tuple[str, ...] = ()
    words: dict[str, set[str]] = field(default_factory=dict)  # by unit: the words as they were listed
    next: dict[str, _Node] = field(default_factory=dict)

    def copied(self) -> _Node:
        words = {unit: set(written) for unit, written in self.words.items()}
        return _Node(self.units, words, dict(self.next))


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
    members: dict[str, set[str]] = field(
        default_factory=dict
    )  # by lexeme: the units of every phrase it is in
    # Of a branch: what is its own, and so may be written to; nodes by their identity. None: everything is.
    _own_nodes: set[int] | None = None
    _own_members: set[str] = field(default_factory=set)

    def branch(self) -> Phrasebook:
        """A book with the same phrases, for further ones: this one stays as it is, and is not copied."""
        root = self.root.copied()
        return Phrasebook(root, dict(self.members), {id(root)})

    def add(self, lexemes: Sequence[str], unit: str, written: str = "") -> None:
        """`written`: the phrase as it was listed, to prefer it over others that only share its stems."""
        node = self.root
        for lexeme in lexemes:
            self._members_of(lexeme).add(unit)
            node = self._following(node, lexeme)
        if unit not in node.units:
            node.units = (*node.units, unit)
        node.words.setdefault(unit, set()).add(written)

    def _members_of(self, lexeme: str) -> set[str]:
        if self._own_nodes is not None and lexeme not in self._own_members:
            self._own_members.add(lexeme)
            self.members[lexeme] = set(self.members.get(lexeme, ()))
        return self.members.setdefault(lexeme, set())

    def _following(self, node: _Node, lexeme: str) -> _Node:
        """The node after this one, which is this book's own."""
        known = node.next.get(lexeme)
        if known is not None and (self._own_nodes is None or id(known) in self._own_nodes):
            return known
        own = node.next[lexeme] = _Node() if known is None else known.copied()
        if self._own_nodes is not None:
            self._own_nodes.add(id(own))
        return own

    def listed(
        self, lexemes: Iterable[str], word: str, units: tuple[str, ...], slips: int = 0
    ) -> tuple[str, ...]:
        """Of the units of a single word those that list it letter by letter, else as it sounds, or all if none does.

        `slips`: how many letters of the word may be wrong.
        """
        if len(units) < 2:
            return units
        nodes = [self.root.next[lexeme] for lexeme in lexemes if lexeme in self.root.next]
        written = {unit: {one for node in nodes for one in node.words.get(unit, ())} for unit in units}
        found = [unit for unit in units if word in written[unit]]
        if not found:
            sound = sound_key(word)
            found = [unit for unit in units if any(sound_key(one) == sound for one in written[unit])]
        if not found and slips:
            found = [
                unit
                for unit in units
                if any(OSA.distance(one, word, score_cutoff=slips) <= slips for one in written[unit])
            ]
        return tuple(found) or units

    def spans(self, tokens: Sequence[Iterable[str]], glue: Sequence[bool], start: int) -> list[Span]:
        """Every phrase from `start`, the shortest first; `tokens` holds the possible lexemes of each token."""
        found: list[Span] = []
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
                found.append(Span(start, at + 1, units))
        return found

    def cut(self, tokens: Sequence[Iterable[str]], glue: Sequence[bool]) -> list[Span]:
        """The tokens cut into the fewest runs, the longest of these first; words of no phrase stand alone.

        Dynamic programming from the end, so that a phrase does not hide a longer one that begins a word later.
        """
        best: list[tuple[float, list[Span]]] = [(0.0, [])]
        for start in range(len(tokens) - 1, -1, -1):
            choices = [Span(start, start + 1, ()), *self.spans(tokens, glue, start)]
            costed = []
            for span in choices:
                rest, runs = best[len(tokens) - span.end]
                costed.append(((1.0 if span.units else _ALONE) + rest, span.start - span.end, [span, *runs]))
            cost, _, runs = min(costed, key=lambda choice: choice[:2])
            best.append((cost, runs))
        return best[-1][1]

"""Correction of slips of the fingers against a known vocabulary.

Words are found again by their parts, after PASS-JOIN (G. Li, D. Deng, J. Wang, J. Feng, "PASS-JOIN: a
partition-based method for similarity joins", PVLDB 5, 2011): of a word cut into k + 1 parts, k edits leave
one whole. It answers as fast as symmetric deletes do, and needs a few numbers for a word, not dozens of
strings. A swap of neighbours counts as one edit here and can hurt two parts at once, so that parts are also
looked up as they are with the swap undone.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.sounds import sound_key

_SHORTEST: Final = 4
_TWO_EDITS_FROM: Final = 9
_LONGEST: Final = 64
_ONE_VOWEL: Final = str.maketrans(dict.fromkeys("aeiouyаәеиіоөуұүыэюя", "a"))
_RARE: Final = 1.5  # what a slip costs that makes dozens of words of one
# One number for a part and a word that has it: hash above, the word's place below.
_PLACE_BITS: Final = 24
_HASH_MASK: Final = (1 << (64 - _PLACE_BITS)) - 1
_PLACE_MASK: Final = (1 << _PLACE_BITS) - 1
Part = tuple[int, int, int, str]  # parts in all, which of them, length of the whole word, letters


@dataclass(frozen=True, slots=True)
class Correction:
    """A known word near the one typed, `distance` edits away; the lower `cost`, the likelier."""

    word: str
    distance: int
    cost: float


def edits_allowed(word: str) -> int:
    """How many slips a typed word may have: none in short words and in whatever has a digit."""
    if not _SHORTEST <= len(word) <= _LONGEST or any(map(str.isdigit, word)):
        return 0
    return 1 if len(word) < _TWO_EDITS_FROM else 2


def within_one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one word of the other."""
    return abs(len(one) - len(other)) <= 1 and OSA.distance(one, other, score_cutoff=1) <= 1


class SpellingIndex:
    """Known words, to be found again by a misspelt one."""

    def __init__(self, words: Iterable[str]) -> None:
        known = {word for word in words if word and len(word) <= _LONGEST and not any(map(str.isdigit, word))}
        self._words = sorted(known)
        entries = (
            _entry(part, place) for place, word in enumerate(self._words) for part in known_parts(word)
        )
        self._entries = array("Q", sorted(entries))

    def __len__(self) -> int:
        return len(self._words)

    def lookup(self, word: str, edits: int | None = None) -> tuple[Correction, ...]:
        """Known words within the edits allowed, best first; a known word finds itself with distance 0.

        `edits`: how many these are, of a stem, say, whose word is longer; None: as many as a word so long may have.
        """
        allowed = edits_allowed(word) if edits is None else edits
        if not allowed:
            return ()
        places = {place for part in typed_parts(word, allowed) for place in self._places(part)}
        near = process.extract(
            word,
            [self._words[place] for place in places],
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=None,
        )
        corrections = [_correction(word, found, int(distance)) for found, distance, _ in near]
        return tuple(sorted(corrections, key=lambda correction: (correction.cost, correction.word)))

    def _places(self, part: Part) -> list[int]:
        """The places of the words that have a part (and, once in a blue moon, of one that has not)."""
        first = _entry(part, 0)
        start = bisect_left(self._entries, first)
        end = bisect_right(self._entries, first | _PLACE_MASK, lo=start)
        return [entry & _PLACE_MASK for entry in self._entries[start:end]]


def _correction(word: str, found: str, distance: int) -> Correction:
    """People mistake sounds sooner than fingers slip, and hardly ever slip on the first letter.

    A swap, a letter left out or one vowel for another makes few words of one; a letter more or another consonant
    makes dozens, and so this one seldom (the noisy channel: M. Kernighan, K. Church, W. Gale, "A spelling
    correction program based on a noisy channel model", COLING 1990).
    """
    if sound_key(word) == sound_key(found):
        return Correction(found, distance, max(0.0, distance - 0.25))
    same_letters = len(found) > len(word) or sorted(found) == sorted(word)
    rare = distance == 1 and not same_letters and found.translate(_ONE_VOWEL) != word.translate(_ONE_VOWEL)
    return Correction(found, distance, distance + 0.5 * (word[0] != found[0]) + _RARE * rare)


def _entry(part: Part, place: int) -> int:
    return (hash(part) & _HASH_MASK) << _PLACE_BITS | place


def _cuts(length: int, count: int) -> tuple[int, ...]:
    """Where a word of this length is cut into two or three parts.

    The last third is the longest: endings are what inflected words have in common.
    """
    if count == 2:
        return 0, length // 2, length
    return 0, (3 * length + 1) // 11, (6 * length + 2) // 11, length


def known_parts(word: str) -> Iterator[Part]:
    """The parts by which a known word is found: halves for one edit, thirds for two."""
    length = len(word)
    for edits in (1, 2):
        shortest, longest = (
            (_SHORTEST - 1, _TWO_EDITS_FROM) if edits == 1 else (_TWO_EDITS_FROM - 2, _LONGEST)
        )
        if shortest <= length <= longest:
            cuts = _cuts(length, edits + 1)
            for which in range(edits + 1):
                yield edits + 1, which, length, word[cuts[which] : cuts[which + 1]]


def typed_parts(word: str, edits: int) -> Iterator[Part]:
    """The parts of which a known word within `edits` has at least one."""
    for longer in range(-edits, edits + 1):
        length = len(word) + longer
        cuts = _cuts(length, edits + 1)
        tail = length - cuts[-2]
        yield edits + 1, 0, length, word[: cuts[1]]
        yield edits + 1, edits, length, word[len(word) - tail :]
        if edits == 2:
            yield from _middles(word, length)
        if abs(longer) < edits:
            yield edits + 1, 0, length, word[: cuts[1] - 1] + word[cuts[1] : cuts[1] + 1]
            yield edits + 1, edits, length, word[-tail - 1 : -tail] + word[len(word) - tail + 1 :]


def _middles(word: str, length: int) -> Iterator[Part]:
    """The second third, shifted by one edit on its left while one more is on its right."""
    _, start, end, _ = _cuts(length, 3)
    for shift in (-1, 0, 1):
        if abs(len(word) - length - shift) <= 1:
            yield 3, 1, length, word[start + shift : end + shift]

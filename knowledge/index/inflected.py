"""A slip in an inflected word: the ending is known and the stem a slip away, or the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language import Correction, SpellingIndex, edits_allowed
from knowledge.model import Lang

_LANGS: Final[tuple[Lang, ...]] = ("ru", "kk")  # English endings are too short to tell anything
_SHORTEST_STEM: Final = 3
_KNOWN_STEM: Final = 4  # letters of a stem that is known by itself
_SHORTEST_ENDING: Final = 2
_CHAIN: Final = 5  # letters of endings in a row, of which one may be wrong
_OFTEN: Final = 3  # words that an ending is seen with
_MADE: Final = 1.0  # what it costs that nobody has written the form
_TWO_SLIPS: Final = 9  # letters of a stem that two slips leave recognisable


class Inflections:
    """The endings of all known words, and what stands before them in a word that has a slip.

    `written`: every form and stem with its lexemes; `is_form`: whether a word is a form of a lexeme.
    """

    def __init__(
        self,
        written: Mapping[str, tuple[str, ...]],
        spelling: SpellingIndex,
        is_form: Callable[[str, str], bool],
    ) -> None:
        self._written, self._spelling, self._is_form = written, spelling, is_form
        self._endings = {lang: _endings(written, lang) for lang in _LANGS}

    def lookup(self, word: str) -> Iterator[tuple[Correction, str]]:
        """Lexemes of whose forms this is one with a slip, each with the correction that it takes."""
        if edits_allowed(word):
            for lang in _LANGS:
                yield from self._stem_misspelt(word, lang)
            yield from self._ending_misspelt(word)

    def _stem_misspelt(self, word: str, lang: Lang) -> Iterator[tuple[Correction, str]]:
        for at in range(_SHORTEST_STEM, len(word) - _SHORTEST_ENDING + 1):
            stem, ending = word[:at], word[at:]
            if ending in self._endings[lang]:
                for correction in self._spelling.lookup(stem, 2 if len(stem) >= _TWO_SLIPS else 1):
                    for lexeme in self._written[correction.word]:
                        if lexeme[:2] == lang and self._is_form(correction.word + ending, lexeme):
                            yield replace(correction, cost=correction.cost + _MADE), lexeme

    def _ending_misspelt(self, word: str) -> Iterator[tuple[Correction, str]]:
        """The longest known stem before endings of which one letter is wrong; Kazakh has them in rows."""
        for at in range(len(word) - _CHAIN, _KNOWN_STEM - 1, -1):
            lexemes = [lexeme for lexeme in self._written.get(word[:at], ()) if lexeme[:2] == "kk"]
            near = (
                process.extract(word[at:], self._endings["kk"], scorer=OSA.distance, score_cutoff=1)
                if lexemes
                else ()
            )
            found = [
                (Correction(word[:at] + ending, 1, 1 + _MADE), lexeme)
                for ending, *_ in near
                for lexeme in lexemes
                if self._is_form(word[:at] + ending, lexeme)
            ]
            if found:
                yield from found
                return


def _endings(written: Mapping[str, tuple[str, ...]], lang: Lang) -> frozenset[str]:
    seen = Counter(ending for form, lexemes in written.items() for ending in _tails(form, lexemes, lang))
    return frozenset(ending for ending, often in seen.items() if often >= _OFTEN)


def _tails(form: str, lexemes: Iterable[str], lang: Lang) -> Iterator[str]:
    for lexeme in lexemes:
        stem = lexeme[3:]
        if lexeme[:2] == lang and len(form) > len(stem) >= _SHORTEST_STEM and form.startswith(stem):
            yield form[len(stem) :]

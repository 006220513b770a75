"""Known questions, found again as they are typed: with slips, in other letters, on Russian keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.language import sound_key

_LONG: Final = (4, 9)  # letters from which a word may have one slip, and two: as in the spelling of words
_FEWEST: Final = 2  # words that must be right
_SLIPS: Final = 3  # one word in so many may be misspelt
_MOST: Final = 40  # words of a question that is looked at
_KEPT: Final = 20_000  # questions; those of a larger base are known word for word only

_Place = tuple[int, int, str]  # how many words, which of them, its sound


class Wordings:
    """Questions, as normalised words with blanks between them, to the facts that answer them; compared by sounds.

    `words`: what is a word by itself, and so no slip of another one.
    """

    def __init__(self, questions: Mapping[str, tuple[str, ...]], words: Container[str]) -> None:
        self._words, self._facts = words, questions
        self._questions = tuple(questions) if len(questions) <= _KEPT else ()
        self._sounds = tuple(tuple(map(sound_key, question.split())) for question in self._questions)
        self._with: dict[_Place, list[int]] = {}
        for number, sounds in enumerate(self._sounds):
            for at, sound in enumerate(sounds):
                self._with.setdefault((len(sounds), at, sound), []).append(number)

    def meant(self, words: Sequence[str]) -> str | None:
        """The question that these normalised words are, slips aside; None if they are none, or that of two facts."""
        count = len(words)
        if not _FEWEST <= count <= _MOST or " ".join(words) in self._facts:
            return None
        sounds = tuple(map(sound_key, words))
        shared: Counter[int] = Counter()
        for at, sound in enumerate(sounds):
            shared.update(self._with.get((count, at, sound), ()))
        enough = max(_FEWEST, count - max(1, count // _SLIPS))
        near = [
            (slips, number)
            for number, same in shared.items()
            if same >= enough and (slips := self._slips(words, sounds, number)) is not None
        ]
        least = min(near, default=(0, 0))[0]
        found = [self._questions[number] for slips, number in sorted(near) if slips == least]
        return found[0] if len({self._facts[question] for question in found}) == 1 else None

    def _slips(self, words: Sequence[str], sounds: Sequence[str], number: int) -> int | None:
        """How many slips make the question of these words; None if they are other words."""
        total = 0
        for word, sound, known in zip(words, sounds, self._sounds[number], strict=True):
            if sound != known:
                slips = _between(sound, known) if self._may_be_misspelt(word) else None
                if slips is None:
                    return None
                total += slips
        return total

    def _may_be_misspelt(self, word: str) -> bool:
        return word.isalpha() and word not in self._words


def _between(one: str, other: str) -> int | None:
    most = sum(len(other) >= letters for letters in _LONG)
    found = OSA.distance(one, other, score_cutoff=most)
    return found if found <= most else None

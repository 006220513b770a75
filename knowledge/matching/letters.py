"""What the letters of a question stand for: Latin ones for Russian or Kazakh, a word for what it may be a slip of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.index.base import Base
from knowledge.index.words import Hit
from knowledge.language import scores_of_words, script
from knowledge.model import LANGS, Lang

_ENGLISH_LOOK = 0.8
_ENGLISH_SHARE = 0.5  # of the words in Latin script: from here on a question is English, not transliterated
_ENGLISH: Final[frozenset[Lang]] = frozenset({"en"})
_SPOKEN: Final[tuple[Lang, ...]] = ("ru", "kk")


def spoken_in(words: Sequence[str], base: Base) -> Lang | None:
    """The language that stands in Latin letters, if more of them are words of it than of English, slips included.

    A word of both ("on", "who" and «шо») counts half.
    """
    latin = {word for word in words if script(word) == "latin"}
    if not latin or any(script(word) == "cyrillic" for word in words):
        return None
    found = {word: base.words.strict(word, "en") for word in latin}
    if all(found.values()):  # English words and names: how they sound does not matter
        return None
    known = {word for word, hits in found.items() if _is_common(hits, base)}
    heard = {lang: {word for word in latin if base.words.sounds_like(word, lang)} for lang in _SPOKEN}
    best = max(_SPOKEN, key=lambda lang: len(heard[lang]))
    slips = {
        word for word in latin - known - heard[best] if _is_common(base.words.find(word, _ENGLISH), base)
    }
    ahead = len(heard[best]) - len(heard[best] & known) / 2 - len(known | slips)
    foreign = not "".join(latin).isascii()
    return best if heard[best] and (ahead > 0 or (foreign and ahead == 0)) else None


def _is_common(found: Sequence[Hit], base: Base) -> bool:
    """Whether it is an English word, and no name."""
    return any(hit.lang == "en" and hit.lexeme not in base.words.proper for hit in found)


def repairable(words: Sequence[str], base: Base) -> frozenset[str]:
    """The languages that a word which nobody knows as it stands may belong to."""
    latin = [word for word in words if script(word) == "latin"]
    if not latin:
        return frozenset({"ru", "kk"})
    hits = [base.words.strict(word, "en") for word in latin]
    common = [found for found in hits if not any(hit.lexeme in base.words.proper for hit in found)]
    known = sum(map(bool, common))
    # Names and slips may leave little that is known; then the look of the whole decides.
    looks = bool(known) and scores_of_words(latin)["en"] >= _ENGLISH_LOOK
    english = looks or known >= _ENGLISH_SHARE * len(common)
    return frozenset({"en"} if english else LANGS)

"""Letters: which script a word is in, and the Russian letters that people type instead of Kazakh ones."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

Script = Literal["latin", "cyrillic", "digit", "mixed", "other"]

KAZAKH_LETTERS: Final = "әғқңөұүһі"
RUSSIAN_LETTERS: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

_LONGEST: Final = 300

# і→и is what a phone's Russian keyboard offers; ы for і is rarer and is left to the sound key.
_FOLDING: Final = str.maketrans("әғқңөұүһі", "агкноуухи")


def fold(word: str) -> str:
    """The word as typed by somebody whose keyboard has no Kazakh letters."""
    return word.translate(_FOLDING)


@lru_cache(maxsize=65_536)
def _letter_kind(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    if not letter.isalpha():
        return ""
    code = ord(letter)
    if 0x0400 <= code <= 0x052F or 0x1C80 <= code <= 0x1C8F:
        return "cyrillic"
    if code < 0x0250 or code in (0x0259, 0x0275) or 0x1E00 <= code <= 0x1EFF:
        return "latin"
    return "other"


@lru_cache(maxsize=65_536)
def script(word: str) -> Script:
    """The script of a word; hyphens, apostrophes and other signs do not count."""
    kinds = {_letter_kind(letter) for letter in word[:_LONGEST]}
    kinds.discard("")
    if len(kinds) > 1:
        return "mixed"
    for only in ("latin", "cyrillic", "digit"):
        if only in kinds:
            return only
    return "other"

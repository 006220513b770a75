"""One spelling for what looks the same: the first step of every reading."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# So much raw text is looked at for each character wanted: hostile text is mostly marks that are dropped.
_RAW_PER_CHARACTER: Final = 32

_APOSTROPHES: Final = "‘’‚‛′`´ʹʻʼʽˈ՚＇ꞌ"
_QUOTES: Final = "«»“”„‟″‹›〝〞＂"
_DASHES: Final = "‐‑‒–—―−⁃﹘﹣－"
_UNIFIED: Final = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
        "ё": "е",
        "Ё": "Е",
        "ѐ": "е",
        "ѝ": "и",
    }
)
# Everything that needs no second look: ASCII but controls, Russian, Kazakh.
_PLAIN: Final = re.compile("[ -~А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]*")
_SPACES: Final = re.compile(r"\s+")

_LOOKALIKES: Final = ("abcehikmoptxyəɵABCEHIKMOPTXYƏƟ", "авсеһікмортхуәөАВСЕНІКМОРТХУӘӨ")
_TO_CYRILLIC: Final = str.maketrans(*_LOOKALIKES)
_TO_LATIN: Final = str.maketrans("авсеікмортхуАВСЕНІКМОРТХУ", "abceikmoptxyABCEHIKMOPTXY")
_LATIN_LETTER: Final = re.compile("[A-Za-zƏəƟɵ]")
_CYRILLIC_LETTER: Final = re.compile("[\u0400-\u052f]")
_WORD: Final = re.compile("[A-Za-zƏəƟɵ\u0400-\u052f]+")


def normalise(text: str, limit: int = 300) -> str:
    """The text in NFC, casefolded, ё as е, with one kind of apostrophe, quote, dash, space and digit.

    Controls, direction marks and zero-width characters go, as do combining marks that make no letter
    of their own. A letter that only looks right (Latin "a" in a Cyrillic word) becomes the right one.
    The result has at most `limit` characters; of a longer text only a bounded beginning is read.
    """
    text = text[: limit * _RAW_PER_CHARACTER]
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFC", text)
        text = unicodedata.normalize("NFC", "".join(map(_kept, text)))
    # Letters go to one script while their case still shows what they look like: H is Н, but h is һ.
    text = _WORD.sub(lambda word: _unmixed(word[0]), text.translate(_UNIFIED)).casefold()
    return _SPACES.sub(" ", text).strip()[:limit].rstrip()


@lru_cache(maxsize=4_096)
def _kept(character: str) -> str:
    """What is left of one character: rare letters casefolded, for that can make several letters of one."""
    if _PLAIN.fullmatch(character):
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] == "Z" or character in "\t\n\r\f\v\x85":
        return " "
    folded = character.casefold().translate(_UNIFIED)
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] not in "CM")


def _unmixed(word: str) -> str:
    """A word of two scripts in one of them, if lookalikes explain it; else as it is."""
    cyrillic = len(_CYRILLIC_LETTER.findall(word))
    if cyrillic in {0, len(word)}:
        return word
    if cyrillic * 2 >= len(word):
        changed = word.translate(_TO_CYRILLIC)
        return word if _LATIN_LETTER.search(changed) else changed
    changed = word.translate(_TO_LATIN)
    return word if _CYRILLIC_LETTER.search(changed) else changed

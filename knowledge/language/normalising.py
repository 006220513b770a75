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
        "ѐ": "е",
        "ѝ": "и",
    }
)
# Everything that needs no second look: ASCII but controls, Russian, Kazakh.
_PLAIN: Final = re.compile("[ -~а-яәғқңөұүһі]*")
_SPACES: Final = re.compile(r"\s+")

_LOOKALIKES: Final = ("abcehikmoptxyəɵABCEHIKMOPTXYƏƟ", "авсеһікмортхуәөАВСЕНІКМОРТХУӘӨ")
_TO_CYRILLIC: Final = str.maketrans(*_LOOKALIKES)
_TO_LATIN: Final = str.maketrans("авсеікмортхуАВСЕНІКМОРТХУ", "abceikmoptxyABCEHIKMOPTXY")
_LATIN_WORD: Final = re.compile(r"[A-Za-zƏəƟɵ]")
_CYRILLIC_LETTER: Final = re.compile(r"[\u0400-\u052f]")
_MIXED_WORD: Final = re.compile(
    r"[A-Za-zƏəƟɵ\u0400-\u052f]*(?:[A-Za-zƏəƟɵ][\u0400-\u052f]|[\u0400-\u052f][A-Za-zƏəƟɵ])[A-Za-zƏəƟɵ\u0400-\u052f]*"
)


def normalise(text: str, limit: int = 300) -> str:
    """The text in NFC, casefolded, ё as е, with one kind of apostrophe, quote, dash, space and digit.

    Controls, direction marks and zero-width characters go, as do combining marks that make no letter
    of their own. A letter that only looks right (Latin "a" in a Cyrillic word) becomes the right one.
    The result has at most `limit` characters; of a longer text only a bounded beginning is read.
    """
    raw = text[: limit * _RAW_PER_CHARACTER]
    folded = _one_script(unicodedata.normalize("NFC", raw)).casefold().translate(_UNIFIED)
    if not _PLAIN.fullmatch(folded):
        folded = "".join(map(_kept, unicodedata.normalize("NFC", folded))).translate(_UNIFIED)
        folded = unicodedata.normalize("NFC", folded)
    return _SPACES.sub(" ", folded).strip()[:limit].rstrip()


@lru_cache(maxsize=4_096)
def _kept(character: str) -> str:
    """What is left of one casefolded character."""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] == "Z" or character in "\t\n\r\f\v\x85":
        return " "
    return "" if category[0] in "CM" else character


def _one_script(text: str) -> str:
    return _MIXED_WORD.sub(lambda word: _unmixed(word[0]), text)


def _unmixed(word: str) -> str:
    """A word of two scripts in one of them, if lookalikes explain it; else as it is."""
    cyrillic = len(_CYRILLIC_LETTER.findall(word))
    if cyrillic * 2 >= len(word):
        changed = word.translate(_TO_CYRILLIC)
        return word if _LATIN_WORD.search(changed) else changed
    changed = word.translate(_TO_LATIN)
    return word if _CYRILLIC_LETTER.search(changed) else changed

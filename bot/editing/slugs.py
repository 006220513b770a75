"""Readable ids, made from the first words of a text in any of the three languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_LONGEST: Final = 48
_WORDS: Final = 7
# As passports write the letters (ICAO Doc 9303, part 3), without soft and hard signs.
_LATIN: Final = str.maketrans(
    {
        **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
        **dict(zip("әғқңөұүһі", "agqnouuhi", strict=True)),
        **dict(zip("жхцчшщюя", ("zh", "kh", "ts", "ch", "sh", "shch", "iu", "ia"), strict=True)),
        **dict.fromkeys("ъь’'ʼ", ""),
    }
)


def latin(text: str) -> str:
    """The text in Latin letters, in lower case."""
    return text.lower().translate(_LATIN)


def slug(text: str, taken: Callable[[str], bool], otherwise: str) -> str:
    """An id that is not `taken`; `otherwise` stands for a text without letters that could be read."""
    words = re.findall(r"[a-z0-9]+", latin(text))[:_WORDS]
    readable = "-".join(words)[:_LONGEST]
    if len("-".join(words)) > _LONGEST:
        readable = readable.rpartition("-")[0] or readable
    readable = readable or otherwise
    number = 1
    while taken(own := readable if number == 1 else f"{readable}-{number}"):
        number += 1
    return own

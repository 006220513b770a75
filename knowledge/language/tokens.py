"""Words and numbers of a normalised text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number, and where it stands: `source[start:end] == text`."""

    text: str
    start: int
    end: int


_LETTER: Final = r"[^\W\d_]"
_TOKEN: Final = re.compile(
    rf"""
      \d+(?=(?:st|nd|rd|th)\b)                            # 2nd
    | \d+(?:\.\d+)+ | \d+(?:/\d+)+ | \d\d?(?::\d\d)+      # 12.06.2025, 12/06/2025, 10:30
    | \d+,\d{{1,3}}(?!\d)                                 # 1,5 but 2019,2020 are two
    | [46][a-z]{{2,}}(?!\d)                               # 4elovek: digits for letters, as in chats
    | \d+
    | (?:[a-z]+[46])+[a-z]+(?!\d)                         # u4astnik
    | {_LETTER}+(?:'{_LETTER}+)*
    """,
    re.VERBOSE,
)


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of normalised text, in order; hyphens part words, apostrophes do not.

    A date or a time stays one token, a range of years is two, and the ending of "75-летие"
    is a word of its own.
    """
    return tuple(Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text))

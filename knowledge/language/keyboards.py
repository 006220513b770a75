"""What the same keys would have typed on another layout (QWERTY, Russian and Kazakh ЙЦУКЕН)."""

from __future__ import annotations

from typing import Final

from knowledge.language.alphabets import KAZAKH_LETTERS, script
from knowledge.model import Lang

# The Windows layouts: US, Russian (KBDRU), Kazakh (KBDKAZ), key by key, plain and with Shift.
_US: Final = (
    "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
)
_RU: Final = (
    "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю." + 'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,'
)
_KK: Final = (
    '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№' + ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?"
)

# No message is longer; of what is, the beginning is read.
_LONGEST: Final = 4_096

_KAZAKH_ONLY: Final = frozenset(KAZAKH_LETTERS)

_US_TO_RU: Final = str.maketrans(_US, _RU)
_US_TO_KK: Final = str.maketrans(_US, _KK)
_RU_TO_US: Final = str.maketrans(_RU, _US)
_KK_TO_US: Final = str.maketrans(_KK, _US)
_RU_TO_KK: Final = str.maketrans(_RU, _KK)


def retype(text: str) -> tuple[tuple[str, Lang], ...]:
    """The raw text as the same keys give it on other layouts, each with the language of that layout.

    It works on text as it was typed, before tokens are made, because `[`, `;`, `,` and `.` carry letters.
    Only readings that differ from the text and from each other are given. Of a text in two scripts, what is in
    Latin letters is read anew.
    """
    text = text[:_LONGEST]
    typed = script("".join(filter(str.isalpha, text)))
    kazakh = not _KAZAKH_ONLY.isdisjoint(text.lower())
    readings: dict[str, Lang] = {}
    if typed in {"latin", "mixed"}:
        readings[text.translate(_US_TO_RU)] = "ru"
    if typed == "latin":
        readings.setdefault(text.translate(_US_TO_KK), "kk")
    if typed == "cyrillic":
        readings[text.translate(_KK_TO_US if kazakh else _RU_TO_US)] = "en"
    if typed == "cyrillic" and not kazakh and any(map(str.isdigit, text)):
        readings[text.translate(_RU_TO_KK)] = "kk"
    readings.pop(text, None)
    return tuple(readings.items())


def layouts(word: str) -> tuple[tuple[str, Lang], ...]:
    """The readings of one word on other layouts, those only that are words there."""
    return tuple((typed, lang) for typed, lang in retype(word) if all(map(str.isalpha, typed)))

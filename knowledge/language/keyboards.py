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

_US_TO_RU: Final = str.maketrans(_US, _RU)
_US_TO_KK: Final = str.maketrans(_US, _KK)
_RU_TO_US: Final = str.maketrans(_RU, _US)
_KK_TO_US: Final = str.maketrans(_KK, _US)
_RU_TO_KK: Final = str.maketrans(_RU, _KK)


def retype(text: str) -> tuple[tuple[str, Lang], ...]:
    """The raw text as the same keys give it on other layouts, each with the language of that layout.

    It works on text as it was typed, before tokens are made, because `[`, `;`, `,` and `.` carry letters.
    Only readings that differ from the text and from each other are given.
    """
    typed = script(_letters(text))
    readings: list[tuple[str, Lang]] = []
    if typed == "latin":
        readings = [(text.translate(_US_TO_RU), "ru"), (text.translate(_US_TO_KK), "kk")]
    elif typed == "cyrillic":
        kazakh = any(letter in KAZAKH_LETTERS for letter in text.lower())
        readings = [(text.translate(_KK_TO_US if kazakh else _RU_TO_US), "en")]
        if not kazakh and any(map(str.isdigit, text)):
            readings.append((text.translate(_RU_TO_KK), "kk"))
    seen = {text}
    return tuple(pair for pair in readings if not (pair[0] in seen or seen.add(pair[0])))  # type: ignore[func-returns-value]


def layouts(word: str) -> tuple[tuple[str, Lang], ...]:
    """The readings of one word on other layouts, those only that are words there."""
    return tuple((typed, lang) for typed, lang in retype(word) if all(map(str.isalpha, typed)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text[:1_000]))

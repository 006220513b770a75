"""One Latin skeleton for a word, whatever script or transliteration it was typed in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LONGEST: Final = 64

_CYRILLIC: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхэы", "abvgdeziiklmnoprstufhei", strict=True)),
        **dict(zip("әғқңөұүһі", "agknouuhi", strict=True)),
        "ж": "ž", "ц": "ts", "ч": "č", "ш": "š", "щ": "š", "ю": "iu", "я": "ia", "ъ": "", "ь": "",
        "ё": "e", "є": "e", "ї": "i", "ў": "u", "ґ": "g",
    }
)  # fmt: skip
_ACCENTED: Final = str.maketrans(
    {
        **dict.fromkeys("äáàāãåə", "a"), **dict.fromkeys("öóòōõøɵ", "o"), **dict.fromkeys("üúùūýŭ", "u"),
        **dict.fromkeys("ıíìîïī", "i"), **dict.fromkeys("éèêëēėě", "e"), **dict.fromkeys("ñńņň", "n"),
        **dict.fromkeys("ğǵġģ", "g"), **dict.fromkeys("šşśŝșș", "š"), **dict.fromkeys("žźż", "ž"),
        **dict.fromkeys("čçć", "č"), "â": "ia", "û": "iu", "ḥ": "h", "ķ": "k", "ł": "l",
    }
)  # fmt: skip
_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z])6|6(?=[a-z])|w", "š"),
        (r"(?<=[a-z])4|4(?=[a-z])", "č"),
        (r"([agknou])'", r"\1"),
        (r"y'", "u"),
        (r"c'", "č"),
        (r"s'(?=[aoiı]|y[^aeou]|y$)", "š"),
        (r"[^a-zščž]", ""),
        (r"shch|s?sch|šč|s?tch(?<=stch)|sč|šh", "š"),
        (r"t?ch", "č"),
        (r"sh", "š"),
        (r"zh|dj(?=[aeiouy])|^j(?=[aeiouy])", "ž"),
        (r"kh", "h"),
        (r"gh|q(?<=g)", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"(?<=^e)x|(?<=ale)x|(?<=ma)x|(?<=te)x", "ks"),
        (r"x", "h"),
        (r"ck|q|c(?![eiy])", "k"),
        (r"c", "ts"),
        (r"(?<=[bcdfghklmnpqrstvzščž])j(?=[iy])", "ž"),
        (r"[yj]", "i"),
        (r"ng", "n"),
        (r"(.)\1+", r"\1"),
        (r"ie", "e"),
        (r"(?<![aeiou])io", "e"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    key = word.translate(_CYRILLIC).translate(_ACCENTED)
    for pattern, replacement in _RULES:
        key = pattern.sub(replacement, key)
    return key


def sound_key(word: str) -> str:
    """The skeleton of a normalised word: Дәуешов, Dauyeshov and Däueşov all give `dauešov`."""
    return _key(word[:_LONGEST])

"""One Latin skeleton for a word, whatever script or transliteration it was typed in.

It covers what passports (ICAO Doc 9303), libraries (ISO 9, ALA-LC), the Kazakh Latin alphabets of 2017, 2018
and 2021, Turkish habit and chats (4 for ч, 6 or w for ш) make of Cyrillic letters. What those confuse becomes
one; no vowel is dropped, so that different words stay different.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LONGEST: Final = 64
_Rules = tuple[tuple[re.Pattern[str], str], ...]

_CYRILLIC: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхэыәғқңөұүһі", "abvgdeziiklmnoprstufheiagknouuhi", strict=True)),
        **dict(zip("жчшщёєїўґ", "žčššeeiug", strict=True)),
        **dict(zip("цюяъь", ("ts", "iu", "ia", "", ""), strict=True)),
    }
)
_ACCENTED: Final = str.maketrans(
    {
        **dict.fromkeys("äáàāãåə", "a"),
        **dict.fromkeys("éèêëēėě", "e"),
        **dict.fromkeys("ıíìîïī", "i"),
        **dict.fromkeys("öóòōõøɵ", "o"),
        **dict.fromkeys("üúùūýŭ", "u"),
        **dict.fromkeys("ğǵġģ", "g"),
        **dict.fromkeys("ñńņň", "n"),
        **dict.fromkeys("čçć", "č"),
        **dict.fromkeys("šşśŝș", "š"),
        **dict.fromkeys("žźż", "ž"),
        **dict(zip("âûḥķł", ("ia", "iu", "h", "k", "l"), strict=True)),
    }
)


def _compiled(*rules: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rules)


# Before accents are dropped: w is у in Kazakh alphabets that have accents, and ш in chats.
_KAZAKH_W: Final = re.compile("(?<=[aeiouyäöüı])w(?=.*[äöüñğşı])|(?<=[äöüñğşı])w|(?<=[äöüñğşı].)w")
_LATIN: Final = _compiled(
    # German and Polish habit in surnames: Stepanow, Hlyzowa.
    (r"(?<=[oe])w(?=(?:a|y|u|ym|oi|oy)?$)", "v"),
    (r"(?<=[a-z])6|6(?=[a-z])|w", "š"),
    (r"(?<=[a-z])4|4(?=[a-z])", "č"),
    # The alphabet of 2017 put apostrophes; in Russian they stand for ь, after which no such vowel comes.
    (r"y'|ý", "u"),
    (r"c'", "č"),
    (r"s'(?=[aoi]|y(?![aeou]))", "š"),
    (r"[^a-z0-9ščž]", ""),
    (r"shch|stch|s?sch|šč|šh", "š"),
    (r"t?ch", "č"),
    (r"sh", "š"),
    # j is ж at the beginning (жоба: joba) and where no й can be (қаржы: qarjy), else й (союз: sojuz).
    (r"zh|^j(?=[aeiouy])|(?<=[bdfghklmnpqrstvzščž])j(?=[iy])|(?<=d)j", "ž"),
    (r"kh", "h"),
    (r"gh", "g"),
    (r"(?:(?<=^e)|(?<=ale)|(?<=ma)|(?<=te))x", "ks"),
    (r"x", "h"),
    (r"ck|q|c(?![eiy])", "k"),
    (r"c", "ts"),
    (r"[yj]", "i"),
)
_ALL: Final = _compiled(
    (r"[^a-z0-9ščž]", ""),
    (r"sč", "š"),  # счет: schet
    (r"dž", "ž"),  # Dzhumabaev, Жұмабаев
    (r"ph", "f"),  # кітапхана: kitaphana, as in English ph
    (r"th", "t"),  # Умитхан: Umithan, and English th
    (r"ng", "n"),  # ң
    (r"([a-zščž])\1+", r"\1"),
    (r"ie", "e"),
    (r"(?<![aeiou])io", "e"),  # ё: yo, io, jo
    (r"([a-zščž])\1+", r"\1"),
)

# What letters stand for in other habits, tried where a word is not known: c for ц, j for ж and й, u for ю, kh for қ …
_TOGETHER: Final = _compiled(
    (r"tz|c(?!h)", "ts"),
    (r"(?<=[aeiouy])j(?![aeiouy])", "y"),
    (r"j", "zh"),
    (r"ou", "u"),
    (r"ae", "a"),
    (r"oe", "o"),
    (r"ue", "u"),
    (r"tch", "t4"),
    (r"w", "u"),
)
_APART: Final = _compiled(
    (r"j", "y"),
    (r"(?<=.)u", "yu"),
    (r"x", "ks"),
    (r"x", "kh"),
    (r"kh", "k"),
    (r"^([^aeiouy]*)y", r"\1u"),
    (r"y", "u"),
    (r"sh", "sx"),
    (r"^sh(?=t)", "ch"),
)


def other_keys(word: str) -> tuple[str, ...]:
    """Further skeletons of a word in Latin letters, as rarer habits have it; the likelier first."""
    word = word[:_LONGEST]
    if _is_cyrillic(word):
        return ()
    together = [(pattern, replacement) for pattern, replacement in _TOGETHER if pattern.search(word)]
    spelt = [pattern.sub(replacement, word) for pattern, replacement in (*together, *_APART)]
    every = _applied(tuple(together), word)
    spelt += [every, *(pattern.sub(replacement, every) for pattern, replacement in _APART)]
    own = sound_key(word)
    return tuple(key for key in dict.fromkeys(map(sound_key, spelt)) if key != own)


def sound_key(word: str) -> str:
    """The skeleton of a normalised word: Дәуешов, Dauyeshov and Däueşov all give `dauešov`; digits stay."""
    return _key(word[:_LONGEST])


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    key = word.translate(_CYRILLIC)
    if not word.isdigit():
        key = _KAZAKH_W.sub("u", key).translate(_ACCENTED)
        # What was all Cyrillic has none of the ambiguous spellings.
        key = _applied(_ALL, key if _is_cyrillic(word) else _applied(_LATIN, key))
    return key


def _is_cyrillic(word: str) -> bool:
    return min(word, default="") >= "\u0400"


def _applied(rules: _Rules, key: str) -> str:
    for pattern, replacement in rules:
        key = pattern.sub(replacement, key)
    return key

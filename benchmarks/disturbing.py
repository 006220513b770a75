"""Questions as people really type them, seeded: slips of the fingers, Latin letters, the wrong layout, Russian keys.

The kinds are those of the evaluation set: *typo*: a letter inserted, deleted, replaced or swapped with its neighbour
in about a quarter of the words, at least one; *translit*: Russian or Kazakh in Latin letters, by one of three habits;
*layout*: Russian typed with the English layout on; *ru-keys*: Kazakh typed with Russian letters only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_ALPHABETS: Final = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіэюя",
}
_RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_HABITS: Final = {
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia",
    "iso9": "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â",
    "chat": "a b v g d e yo zh z i y k l m n o p r s t u f h c ch sh sch - y - e yu ya",
}
_KAZAKH: Final = {
    "passport": dict(zip("әғқңөұүһі", ("a", "g", "k", "n", "o", "u", "u", "h", "i"), strict=True)),
    "iso9": {
        **dict(zip("әғқңөұүһіышйуяюжх", "äğqñöūühiışiuâûjh", strict=True)),
        "я": "ia",
        "ю": "iu",
        "ш": "ş",
    },
    "chat": dict(zip("әғқңөұүһі", ("a", "g", "q", "n", "o", "u", "u", "h", "i"), strict=True)),
}
_US: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RU_KEYS: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_US: Final = str.maketrans(
    _RU_KEYS + _RU_KEYS.upper() + "?,.", _US + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>' + "&?/"
)
_RUSSIAN_KEYS: Final = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")


def typo(question: str, lang: str, rng: random.Random) -> str:
    words = list(_WORD.finditer(question))
    if not words:
        return question
    wanted = max(1, round(len(words) / 4))
    for match in sorted(rng.sample(words, wanted), key=lambda match: -match.start()):
        question = question[: match.start()] + slip(match[0], lang, rng) + question[match.end() :]
    return question


def slip(word: str, lang: str, rng: random.Random) -> str:
    place, letter = rng.randrange(len(word)), rng.choice(_ALPHABETS[lang])
    kind = rng.choice(("insert", "delete", "replace", "swap"))
    if kind == "insert":
        return word[:place] + letter + word[place:]
    if kind == "delete":
        return word[:place] + word[place + 1 :]
    if kind == "replace":
        return word[:place] + letter + word[place + 1 :]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def translit(question: str, lang: str, rng: random.Random) -> str:
    habit = rng.choice(sorted(_HABITS))
    letters: dict[str, str] = dict(
        zip(_RUSSIAN, ("" if out == "-" else out for out in _HABITS[habit].split()), strict=True)
    )
    if lang == "kk":
        letters |= _KAZAKH[habit]
    return "".join(_cased(letter, letters) for letter in question)


def _cased(letter: str, letters: Mapping[str, str]) -> str:
    latin = letters.get(letter.lower())
    if latin is None:
        return letter
    return latin.capitalize() if letter.isupper() else latin


def layout(question: str, lang: str, rng: random.Random) -> str:  # noqa: ARG001 - all kinds are called alike
    return question.translate(_TO_US)


def russian_keys(question: str, lang: str, rng: random.Random) -> str:  # noqa: ARG001 - as above
    return question.translate(_RUSSIAN_KEYS)


Disturbance = Callable[[str, str, random.Random], str]
KINDS: Final[Mapping[str, tuple[frozenset[str], Disturbance]]] = {
    "typo": (frozenset({"en", "ru", "kk"}), typo),
    "translit": (frozenset({"ru", "kk"}), translit),
    "layout": (frozenset({"ru"}), layout),
    "ru-keys": (frozenset({"kk"}), russian_keys),
}


def disturbed(kind: str, question: str, lang: str, key: str) -> str | None:
    """The question disturbed, always the same way for one key; None where the kind is not for the language."""
    langs, disturb = KINDS[kind]
    return disturb(question, lang, random.Random(f"{kind}:{key}")) if lang in langs else None

"""Every form that a name takes in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from knowledge.language.kazakh_cases import kazakh_cases
from knowledge.language.normalising import normalise
from knowledge.language.russian import russian_forms
from knowledge.model import Lang

_MOST_WORDS: Final = 12
_LONGEST: Final = 300
_QUOTES: Final = re.compile(r'[«»“”„"]')
_RUSSIAN_WORD: Final = re.compile("[а-яәғқңөұүһі]{2,}(?:-[а-яәғқңөұүһі]+)*")


def name_forms(name: str, lang: Lang) -> frozenset[str]:
    """Every case form of a name of one or more words, normalised, without quotes, the name itself among them.

    What a form cannot tell (a Kazakh woman's name looks like a man's) is answered with the forms of both.
    """
    return _name_forms(name[:_LONGEST], lang)


@lru_cache(maxsize=16_384)
def _name_forms(name: str, lang: Lang) -> frozenset[str]:
    base = normalise(_QUOTES.sub(" ", name))
    words = base.split()
    if not words or len(words) > _MOST_WORDS:
        return frozenset({base})
    forms = {"en": _english, "ru": _russian, "kk": _kazakh}[lang](name, words)
    return frozenset({base, *forms})


def _english(_: str, words: list[str]) -> Iterator[str]:
    """The possessive, with the apostrophe and, as in chats, without."""
    name = " ".join(words)
    yield f"{name}'s"
    yield f"{name}'" if name.endswith("s") else f"{name}s"


def _kazakh(_: str, words: list[str]) -> Iterator[str]:
    """Only the last word of a name takes suffixes."""
    *before, last = words
    for form in kazakh_cases(last):
        yield " ".join([*before, form])


def _russian(name: str, words: list[str]) -> Iterator[str]:
    if not _RUSSIAN_WORD.fullmatch(words[-1]) and len(words) == 1:
        return
    # A small letter or a quote inside tells that no person is meant: «Министерство культуры».
    titled = all(word[:1].isupper() for word in name.split())
    phrase = len(words) > 1 and (_QUOTES.search(name) or (not titled and name != name.lower()))
    yield from russian_forms(words, person=False if phrase else None)

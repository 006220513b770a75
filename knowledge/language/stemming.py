"""Stems: Snowball for English and Russian, rules of our own for Kazakh."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Protocol

import Stemmer  # type: ignore[import-not-found]  # PyStemmer has no types

from knowledge.language.kazakh import kazakh_stem, kazakh_stems
from knowledge.language.tables import table
from knowledge.model import Lang

_LONGEST: Final = 64
_SNOWBALL: Final = {"en": "english", "ru": "russian"}
# A Snowball stemmer keeps its working buffer between calls and must not be shared by two threads.
_local = threading.local()


@dataclass(frozen=True, slots=True)
class _Kept:
    """Russian nouns with stems of our own."""

    endings: frozenset[str]
    longest_ending: int
    stems: frozenset[str]
    tails: tuple[str, ...]


class _Snowball(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - PyStemmer's own name


def stem(word: str, lang: Lang) -> str:
    """The form of a normalised word that the index keeps."""
    return _stem(word, lang) if len(word) <= _LONGEST else word


def stems(word: str, lang: Lang) -> tuple[str, ...]:
    """Every plausible stem, longest first: the word itself, then layer by layer."""
    if len(word) > _LONGEST:
        return (word,)
    if lang == "kk":
        return kazakh_stems(word)
    return tuple(dict.fromkeys((word, _stem(word, lang))))


# "Stepanov's", "where'd"; "didn't" says another thing than "did".
_CONTRACTED = re.compile(r"'(?:s|d|re|ll|ve)$")


@lru_cache(maxsize=65_536)
def _stem(word: str, lang: Lang) -> str:
    if lang == "kk":
        return kazakh_stem(word)
    if lang == "ru":
        noun = _noun_stem(word)
        if noun:
            return noun
    return _snowball(lang).stemWord(_CONTRACTED.sub("", word))


def _noun_stem(word: str) -> str:
    """The stem of a Russian noun that Snowball would take for a verb or a participle; empty for others."""
    kept = _kept()
    for length in range(min(kept.longest_ending, len(word) - 3) + 1):
        stem, ending = word[: len(word) - length], word[len(word) - length :]
        if ending in kept.endings and (stem in kept.stems or stem.endswith(kept.tails)):
            return stem
    return ""


@cache
def _kept() -> _Kept:
    data = table("russian_stems")
    endings = frozenset(data["endings"])
    return _Kept(endings, max(map(len, endings)), frozenset(data["stems"].split()), tuple(data["tails"]))


def _snowball(lang: Lang) -> _Snowball:
    stemmer: _Snowball | None = getattr(_local, lang, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(_SNOWBALL[lang])
        setattr(_local, lang, stemmer)
    return stemmer

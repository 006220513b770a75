"""Which language a short question is in, in whatever letters it is typed.

Evidence of words, endings and letters is added up, a weight for each piece, as in a log-linear model. The
lists are data in `profiles.yaml`; the weights were set by hand and checked on short questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from math import exp
from typing import Final

from knowledge.language.alphabets import KAZAKH_LETTERS, fold, script
from knowledge.language.normalising import normalise
from knowledge.language.sounds import sound_key
from knowledge.language.tables import table
from knowledge.language.tokens import tokenize
from knowledge.model import LANGS, Lang

_WORD: Final = 3.0
_WEAK_WORD: Final = 0.6
_ENDING: Final = 0.45
_CLUSTER: Final = 0.5
_KAZAKH_LETTER: Final = 6.0
_RUSSIAN_LETTER: Final = 0.8
_KAZAKH_ONLY: Final = frozenset(KAZAKH_LETTERS)
_RUSSIAN_ONLY: Final = frozenset("щъьэц")
# Of unknown words: a name in Cyrillic letters is likelier in a Russian question, one in Latin in English.
_SCRIPTS: Final[Mapping[str, Mapping[Lang, float]]] = {
    "cyrillic": {"ru": 0.6, "kk": 0.1, "en": -4.0},
    "latin": {"en": 0.7},
}
_LONGEST_ENDING: Final = 6
_LONGEST_CLUSTER: Final = 5
_MOST_EVIDENCE: Final = 30.0

_Evidence = tuple[tuple[Lang, float], ...]


@dataclass(frozen=True, slots=True)
class _Profile:
    """The tables for one script: evidence of words, endings and clusters of letters."""

    words: Mapping[str, _Evidence]
    endings: Mapping[str, _Evidence]
    clusters: Mapping[str, _Evidence]


def detect(text: str) -> Lang:
    """The likeliest language of the text; English if nothing tells."""
    scores = language_scores(text)
    return max(LANGS, key=lambda lang: scores[lang])


def language_scores(text: str) -> Mapping[Lang, float]:
    """How likely each language is; the scores sum to 1."""
    return scores_of_words(token.text for token in tokenize(normalise(text)))


def scores_of_words(words: Iterable[str]) -> Mapping[Lang, float]:
    """The same of words that are normalised already."""
    evidence: dict[Lang, float] = dict.fromkeys(LANGS, 0.0)
    for word in words:
        for lang, weight in _evidence(word):
            evidence[lang] += weight
    best = max(evidence.values())
    odds = {lang: exp(max(weight - best, -_MOST_EVIDENCE)) for lang, weight in evidence.items()}
    total = sum(odds.values())
    return {lang: share / total for lang, share in odds.items()}


@lru_cache(maxsize=65_536)
def _evidence(word: str) -> _Evidence:
    """What one word says for each language."""
    written = script(word)
    if written not in _SCRIPTS:
        return ()
    return (*_SCRIPTS[written].items(), *(_of_cyrillic(word) if written == "cyrillic" else _of_latin(word)))


def _of_cyrillic(word: str) -> Iterator[tuple[Lang, float]]:
    profile = _profiles()["cyrillic"]
    if not _KAZAKH_ONLY.isdisjoint(word):
        yield "kk", _KAZAKH_LETTER
    if not _RUSSIAN_ONLY.isdisjoint(word):
        yield "ru", _RUSSIAN_LETTER
    plain = fold(word)
    known = profile.words.get(plain)
    yield from known or (*_of_ending(plain, profile), *_of_clusters(plain, profile))


def _of_latin(word: str) -> Iterator[tuple[Lang, float]]:
    english, spoken = _profiles()["english"], _profiles()["spoken"]
    key = sound_key(word)
    if word in english.words:
        yield from english.words[word]
        yield from ((lang, min(weight, _WEAK_WORD)) for lang, weight in spoken.words.get(key, ()))
        return
    yield from _of_ending(word, english)
    yield from spoken.words.get(key) or _of_ending(key, spoken)
    yield from _of_clusters(word, english)


def _of_ending(word: str, profile: _Profile) -> Iterator[tuple[Lang, float]]:
    """The longest ending on record in each language; the longer, the more it tells."""
    told: set[Lang] = set()
    for length in range(min(_LONGEST_ENDING, len(word) - 2), 0, -1):
        for lang, weight in profile.endings.get(word[-length:], ()):
            if lang not in told:
                yield lang, weight * length
                told.add(lang)


def _of_clusters(word: str, profile: _Profile) -> Iterator[tuple[Lang, float]]:
    for length, start in product(range(1, _LONGEST_CLUSTER + 1), range(len(word))):
        yield from profile.clusters.get(word[start : start + length], ())


@cache
def _profiles() -> Mapping[str, _Profile]:
    """The tables for Cyrillic letters, for English, and for Russian and Kazakh in Latin letters."""
    return {
        "cyrillic": _Profile(_words(fold, "ru", "kk"), _endings(fold, "ru", "kk"), _clusters("foreign")),
        "english": _Profile(_words(str, "en"), _endings(str, "en"), _clusters("clusters")),
        "spoken": _Profile(_words(sound_key, "ru", "kk"), _endings(sound_key, "ru", "kk"), {}),
    }


def _words(form: Callable[[str], str], *langs: Lang) -> Mapping[str, _Evidence]:
    words, weak = table("profiles")["words"], table("profiles")["weak"]
    plain = [(form(word), lang, _WORD) for lang in langs for word in words[lang].split()]
    slight = [(form(word), lang, _WEAK_WORD) for lang in langs for word in weak[lang].split()]
    slight_forms = {(word, lang) for word, lang, _ in slight}
    return _tabled([entry for entry in plain if entry[:2] not in slight_forms] + slight)


def _endings(form: Callable[[str], str], *langs: Lang) -> Mapping[str, _Evidence]:
    endings = table("profiles")["endings"]
    return _tabled((form(ending), lang, _ENDING) for lang in langs for ending in endings[lang])


def _clusters(name: str) -> Mapping[str, _Evidence]:
    clusters = table("profiles")[name]
    return _tabled((cluster, lang, _CLUSTER) for lang in clusters for cluster in clusters[lang])


def _tabled(entries: Iterable[tuple[str, Lang, float]]) -> Mapping[str, _Evidence]:
    gathered: dict[str, dict[Lang, float]] = defaultdict(dict)
    for form, lang, weight in entries:
        gathered[form][lang] = weight
    return {form: tuple(evidence.items()) for form, evidence in gathered.items()}

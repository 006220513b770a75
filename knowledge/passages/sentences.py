"""The sentence of a passage that answers, or the two: by the words that found the passage, and by what is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from knowledge.model import Lang
from knowledge.ranking.analysing import key_of, word_lang, words_of
from knowledge.ranking.weighing import Weighed

_END: Final = re.compile(r"(?<=[.!?…])[\"»”’)\]]*\s+(?=[^a-zа-яёәғқңөұүһі])|\n+")
_YEAR: Final = re.compile(r"\b(?:1\d|20)\d\d\b")
_DIGITS: Final = re.compile(r"\d+")
_CAPITAL: Final = re.compile(r"(?<=[\s(\"«“])[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]+")
_MOST_SENTENCES: Final = 400

# In shares of what the question's words are worth. docs/ranking.md has what each gives.
_ASKING: Final = 0.25  # what a question word counts
_EVERYWHERE: Final = 0.6  # what a word loses that every sentence has
_BEFORE: Final = 0.1  # of the sentence before: what it names goes on in this one
_TELLS: Final = 0.1  # for the sort of thing that is asked for
_SAYS_NOTHING: Final = 0.3  # taken from a heading: fewer words than these that the question does not have
_NEW_WORDS: Final = 3
# The second best is told, too, if it has this share of the best one's score and both are so short in letters.
_AS_WELL, _LONGEST = 0.5, 450


@dataclass(frozen=True, slots=True)
class _Cues:
    asks: Mapping[str, frozenset[str]]
    date: tuple[str, ...]
    number: tuple[str, ...]


@cache
def _cues() -> _Cues:
    data: Any = yaml.safe_load(files("knowledge.passages").joinpath("sentences.yaml").read_text("utf-8"))
    asks = {sort: frozenset(words.split()) for sort, words in data["asks"].items()}
    return _Cues(asks, tuple(data["date"].split()), tuple(data["number"].split()))


def sentences_of(text: str) -> list[str]:
    """The sentences as they are written, without the space around them."""
    found, start = [], 0
    for end in _END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


def answering_sentence(text: str, lang: Lang, weighed: Weighed) -> str:
    """The sentence that answers, with the next best one if it is about as good; in the order of the text."""
    found = sentences_of(text)[:_MOST_SENTENCES]
    if len(found) < 2:
        return text
    scores = _scores(found, lang, weighed)
    best, second = sorted(range(len(found)), key=lambda at: (-scores[at], at))[:2]
    both = scores[second] >= _AS_WELL * scores[best] and len(found[best]) + len(found[second]) <= _LONGEST
    chosen = sorted((best, second)) if both else [best]
    return " ".join(found[at] for at in chosen)


def has_word(text: str, lang: Lang, weighed: Weighed, word: str) -> bool:
    """Whether the text has what a word of the question may stand for."""
    if word not in weighed.words:
        return False
    keys = weighed.keys[list(weighed.words).index(word)]
    return any(key_of(other, word_lang(other, lang)) in keys for other in set(words_of(text)))


def _scores(sentences: Sequence[str], lang: Lang, weighed: Weighed) -> list[float]:
    words = [words_of(sentence) for sentence in sentences]
    worths = [_worths(some, lang, weighed) for some in words]
    share = [sum(map(bool, column)) - 1 for column in zip(*worths, strict=True)]
    factors = [1 - _EVERYWHERE * max(count, 0) / (len(sentences) - 1) for count in share]
    total = sum(weighed.most) or 1.0
    said = [sum(map(float.__mul__, row, factors)) / total for row in worths]
    asked = set(weighed.words)
    sorts = [sort for sort, cues in _cues().asks.items() if not cues.isdisjoint(asked)]
    scores = []
    for at, sentence in enumerate(sentences):
        score = said[at] + (_BEFORE * said[at - 1] if at else 0.0)
        if sorts:
            score += _TELLS * sum(_TOLD[sort](sentence, asked) for sort in sorts) / len(sorts)
        if _new_words(words[at], lang, weighed) < _NEW_WORDS:
            score -= _SAYS_NOTHING
        scores.append(score)
    return scores


def _worths(words: Sequence[str], lang: Lang, weighed: Weighed) -> list[float]:
    """For each word of the question the most that a word of the sentence is worth for it."""
    here = {key_of(word, word_lang(word, lang)) for word in words}
    found = []
    for keys, asking in zip(weighed.keys, weighed.asking, strict=True):
        worth = max((keys[key] for key in here if key in keys), default=0.0)
        found.append(_ASKING * worth if asking else worth)
    return found


def _new_words(words: Sequence[str], lang: Lang, weighed: Weighed) -> int:
    keys = (key_of(word, word_lang(word, lang)) for word in words)
    return sum(not any(key in asked for asked in weighed.keys) for key in keys)


def _tells_a_name(sentence: str, asked: set[str]) -> bool:
    names = (match.group().lower() for match in _CAPITAL.finditer(sentence))
    return any(all(not word.startswith(name[:4]) for word in asked) for name in names)


def _tells_a_date(sentence: str, asked: set[str]) -> bool:
    years = (match.group() for match in _YEAR.finditer(sentence))
    return any(year not in asked for year in years) or _has_beginning(sentence, _cues().date, asked)


def _tells_a_number(sentence: str, asked: set[str]) -> bool:
    numbers = (match.group() for match in _DIGITS.finditer(sentence))
    return any(number not in asked for number in numbers) or _has_beginning(sentence, _cues().number, asked)


def _has_beginning(sentence: str, beginnings: tuple[str, ...], asked: set[str]) -> bool:
    return any(word.startswith(beginnings) and word not in asked for word in words_of(sentence))


_TOLD: Mapping[str, Callable[[str, set[str]], bool]] = {
    "name": _tells_a_name,
    "date": _tells_a_date,
    "number": _tells_a_number,
}

"""Which language a short question is in."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.language.alphabets import KAZAKH_LETTERS, fold, script
from knowledge.language.normalising import normalise
from knowledge.language.sounds import sound_key
from knowledge.language.tokens import tokenize
from knowledge.model import LANGS, Lang

_WORDS: Mapping[Lang, str] = {
    "en": "the who what when where how many of is was are were in on at to and for did does do which by",
    "ru": "кто что где когда как сколько какой какая какие в на из и с по о об был была были его не а от для",
    "kk": "кім не қайда қашан қалай қанша неше қандай және мен үшін бойынша туралы болды кімдер ше бен пен",
}


def language_scores(text: str) -> Mapping[Lang, float]:
    """How likely each language is; the scores sum to 1."""
    scores: dict[Lang, float] = dict.fromkeys(LANGS, 0.1)
    for token in tokenize(normalise(text)):
        for lang, weight in _votes(token.text):
            scores[lang] += weight
    total = sum(scores.values())
    return {lang: score / total for lang, score in scores.items()}


def _votes(word: str) -> list[tuple[Lang, float]]:
    latin = script(word) == "latin"
    votes: list[tuple[Lang, float]] = []
    if any(letter in KAZAKH_LETTERS for letter in word):
        votes.append(("kk", 4))
    if latin:
        votes.append(("en", 0.5))
    elif script(word) == "cyrillic":
        votes.append(("ru", 0.5))
    if word in _WORDS["en"].split():
        return [*votes, ("en", 3)]
    for lang in ("ru", "kk"):
        words = _WORDS[lang].split()
        keys = [sound_key(w) for w in words] if latin else [fold(w) for w in words]
        if (sound_key(word) if latin else fold(word)) in keys:
            votes.append((lang, 2))
    return votes


def detect(text: str) -> Lang:
    """The likeliest language of the text."""
    scores = language_scores(text)
    return max(LANGS, key=lambda lang: scores[lang])

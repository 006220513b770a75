"""The sentence of a passage that answers, by the same words that found the passage."""

from __future__ import annotations

import re
from typing import Final

from knowledge.model import Lang
from knowledge.ranking.analysing import key_of, word_lang, words_of
from knowledge.ranking.scoring import Weighed

_END: Final = re.compile(r"(?<=[.!?…])[\"»”’)\]]*\s+(?=[^a-zа-яёәғқңөұүһі])|\n+")


def sentences_of(text: str) -> list[str]:
    """The sentences as they are written, without the space around them."""
    found, start = [], 0
    for end in _END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


def answering_sentence(text: str, lang: Lang, weighed: Weighed) -> str:
    """The sentence that has most of what the question asks for; the whole text if it is only one."""
    found = sentences_of(text)
    if len(found) < 2:
        return text
    scores = [_score(sentence, lang, weighed) for sentence in found]
    return found[max(range(len(found)), key=lambda at: (scores[at], -at))]


def _score(sentence: str, lang: Lang, weighed: Weighed) -> float:
    words = words_of(sentence)
    best = [0.0] * len(weighed.words)
    for word in words:
        key = key_of(word, word_lang(word, lang))
        for place, worths in enumerate(weighed.keys):
            worth = worths.get(key, 0.0)
            best[place] = max(best[place], worth)
    return sum(best)


def has_word(text: str, lang: Lang, weighed: Weighed, word: str) -> bool:
    """Whether the text has what a word of the question may stand for."""
    if word not in weighed.words:
        return False
    keys = weighed.keys[list(weighed.words).index(word)]
    return any(key_of(other, word_lang(other, lang)) in keys for other in set(words_of(text)))

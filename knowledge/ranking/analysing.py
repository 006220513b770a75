"""From text to words and to the keys they are found by."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.language import normalise, sound_key, stem, tokenize
from knowledge.language.alphabets import KAZAKH_LETTERS
from knowledge.model import Lang

# Of a text, this much is read: a hundred pages.
LONGEST_TEXT: Final = 200_000
# A longer text is cut into units of about so many words; ranking finds the unit, the hit names the text.
_UNIT_WORDS: Final = 220
_LONGEST_WORD: Final = 64
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+(?=[^a-zа-яё])|\n+")
# Text of one script without digits or apostrophes: its words are simply its runs of letters.
_SIMPLE: Final = re.compile(
    r"""[ !-&(-/:-@[-_{-~\n«»—–А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]*|[ !-&(-/:-_a-z{-~\n«»—–]*""", re.ASCII
)
_LETTERS: Final = re.compile(r"[a-zа-яәғқңөұүһі]+")
_KAZAKH: Final = frozenset(KAZAKH_LETTERS)

Unit = tuple[tuple[str, ...], ...]  # sentences of normalised words


def sentences(text: str) -> Unit:
    """The words of a text, sentence by sentence."""
    parts = _SENTENCE.split(text[:LONGEST_TEXT])
    return tuple(words for words in map(words_of, parts) if words)


def words_of(text: str) -> tuple[str, ...]:
    """The words of one sentence or question; a word of absurd length keeps its beginning."""
    if _SIMPLE.fullmatch(text):
        words = _LETTERS.findall(text.lower().replace("ё", "е"))
        return tuple(words) if len(text) <= _LONGEST_WORD else tuple(word[:_LONGEST_WORD] for word in words)
    plain = normalise(text, LONGEST_TEXT)
    return tuple(token.text[:_LONGEST_WORD] for token in tokenize(plain))


def units(text: str) -> list[Unit]:
    """The text in pieces of a page at most, each of whole sentences (or of a page's words of an endless one)."""
    pieces: list[Unit] = []
    piece: list[tuple[str, ...]] = []
    held = 0
    for sentence in sentences(text):
        for start in range(0, len(sentence), _UNIT_WORDS):
            part = sentence[start : start + _UNIT_WORDS]
            if piece and held + len(part) > _UNIT_WORDS:
                pieces.append(tuple(piece))
                piece, held = [], 0
            piece.append(part)
            held += len(part)
    if piece:
        pieces.append(tuple(piece))
    return pieces


def word_lang(word: str, lang: Lang) -> Lang:
    """The language whose endings a word of such a text has: letters tell first, then the text."""
    if word[0] < "\u0400":
        return "en"
    if not _KAZAKH.isdisjoint(word):
        return "kk"
    return "ru" if lang == "en" else lang


@lru_cache(maxsize=65_536)
def key_of(word: str, lang: Lang) -> str:
    """The key a word is filed under: how its stem sounds, so that one key serves every script and keyboard."""
    root = stem(word, lang)
    # English w is no ш of the chats: Washington is Вашингтон, and a well is no shell.
    return sound_key(root.replace("w", "v") if lang == "en" else root) or word

"""What the lexicon alone gives: the same for every record, so that a change of the record does not make it anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.index.phrases import Phrasebook
from knowledge.index.words import WordTable, lexeme_of
from knowledge.language import normalise, tokenize
from knowledge.lexicon import Lexicon
from knowledge.model import Lang

Phrase = tuple[tuple[str, ...], str, str]  # lexemes, unit, as written

_LONGEST_TEXT = 20_000  # characters of a statement that are indexed
_PHRASE = 120  # characters up to which the words of a text are remembered
_GROUNDS: dict[str, Ground] = {}


@dataclass(frozen=True)
class Ground:
    """The words and phrases of the lexicon. Branches of them are written to, never they themselves."""

    words: WordTable
    book: Phrasebook
    phrases: tuple[Phrase, ...]


def ground_of(lexicon: Lexicon) -> Ground:
    """Made once for each lexicon."""
    known = _GROUNDS.get(lexicon.digest)
    if known is None:
        _GROUNDS.clear()
        known = _GROUNDS[lexicon.digest] = _made(lexicon)
    return known


def words_of(text: str) -> Sequence[str]:
    # Phrases and names come again with every change of the record.
    return _kept_words(text) if len(text) <= _PHRASE else _words(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokenize(normalise(text, limit=_LONGEST_TEXT)))


_kept_words = lru_cache(maxsize=65_536)(_words)


def _made(lexicon: Lexicon) -> Ground:
    words, book, phrases = WordTable(), Phrasebook(), []
    for concept in lexicon:
        if concept.kind == "marker":
            continue  # looked at word by word
        for lang, listed in concept.words.items():
            for phrase in listed:
                written = words_of(phrase)
                lexemes = tuple(_meant(words, word, lang) for word in written)
                if lexemes:
                    entry = lexemes, f"c:{concept.id}", " ".join(written)
                    book.add(*entry)
                    phrases.append(entry)
    return Ground(words, book, tuple(phrases))


def _meant(words: WordTable, word: str, lang: Lang) -> str:
    """A word of the lexicon. Where little is left of it ("санамағанда", not counting), it counts as a whole."""
    lexeme = lexeme_of(word, lang)
    if lang == "kk" and len(lexeme) - 3 < len(word) / 2:
        lexeme = f"{lang}:{word}"
    words.add(word, lexeme)
    return lexeme

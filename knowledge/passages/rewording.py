"""A question in other words: where a synonym of the record stands in it, the others are tried in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Final

from knowledge.language import stem
from knowledge.model import Lang, Synonym
from knowledge.passages.shelf import Found, Shelf
from knowledge.ranking.analysing import words_of

_MOST: Final = 4  # other wordings of one question
Words = tuple[str, ...]


def found_in_any_words(shelf: Shelf, question: str, synonyms: Iterable[Synonym]) -> Found | None:
    """What is found for the question, or for another wording of it that is answered more surely."""
    best = shelf.find(question)
    for text in islice(rewordings(question, synonyms), _MOST):
        other = shelf.find(text)
        if other and (best is None or other.passages[0].confidence > best.passages[0].confidence):
            # What is told of the question is told in the person's own words.
            best = replace(other, question=best.question if best else question)
    return best


def rewordings(question: str, synonyms: Iterable[Synonym]) -> Iterator[str]:
    """The question with one word, or phrase, of a synonym replaced by each of the others."""
    words = words_of(question)
    stems: dict[Lang, Words] = {}
    for synonym in synonyms:
        lang = synonym.lang
        if lang not in stems:
            stems[lang] = tuple(stem(word, lang) for word in words)
        for run, wanted in _runs(lang, synonym.words):
            # Most stand nowhere in most questions.
            at = _place(stems[lang], wanted) if wanted and wanted[0] in stems[lang] else None
            if at is not None:
                others = (other for other, _ in _runs(lang, synonym.words) if other != run)
                yield from (" ".join((*words[:at], *other, *words[at + len(run) :])) for other in others)


@lru_cache(maxsize=4096)
def _runs(lang: Lang, texts: tuple[str, ...]) -> tuple[tuple[Words, Words], ...]:
    """Each of a synonym's texts as words, and as their stems."""
    runs = map(words_of, texts)
    return tuple((run, tuple(stem(word, lang) for word in run)) for run in runs)


def _place(stems: Words, wanted: Words) -> int | None:
    """Where the run begins among the words, whatever their endings."""
    starts = range(len(stems) - len(wanted) + 1)
    return next((at for at in starts if stems[at : at + len(wanted)] == wanted), None)

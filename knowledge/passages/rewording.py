"""A question in other words: where a synonym of the record stands in it, the others are tried in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from knowledge.language import stem
from knowledge.model import Lang, Synonym
from knowledge.passages.shelf import Found, Shelf
from knowledge.ranking.analysing import words_of

_MOST: Final = 4  # other wordings of one question


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
    for synonym in synonyms:
        runs = [words_of(text) for text in synonym.words]
        for run in runs:
            at = _place(words, run, synonym.lang)
            if at is None:
                continue
            for other in runs:
                if other != run:
                    yield " ".join((*words[:at], *other, *words[at + len(run) :]))


def _place(words: tuple[str, ...], run: tuple[str, ...], lang: Lang) -> int | None:
    """Where the run begins among the words, whatever their endings."""
    stems, wanted = [stem(word, lang) for word in words], [stem(word, lang) for word in run]
    starts = range(len(stems) - len(wanted) + 1) if wanted else ()
    return next((at for at in starts if stems[at : at + len(wanted)] == wanted), None)

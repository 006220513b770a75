"""From what the ranker found to an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from knowledge.index.base import Base
from knowledge.language import language_scores
from knowledge.matching.answer import Answer, Candidate, Status, Suggestion, UsedFact
from knowledge.matching.compose import in_language, notes_on, question_of, source_line, texts_of
from knowledge.matching.thread import Thread
from knowledge.model import LANGS, Fact, Lang
from knowledge.passages.sentences import answering_sentence, sentences_of
from knowledge.passages.shelf import Found, Passage, Shelf

ANSWER_FROM, SUGGEST_FROM = 0.5, 0.2  # probability that the passage answers
_SUGGESTIONS: Final = 3
_CANDIDATES: Final = 10
_LONGEST: Final = 300  # characters of a question
_LABEL: Final = 90  # characters of a suggestion that is no question
_CLEAR: Final = 0.5  # a language of the question from this probability on is the one to answer in
_BANDS: tuple[Status, ...] = ("unanswered", "suggested", "answered")


def with_passages(matched: Answer, question: str, base: Base, lang: Lang | None) -> Answer:
    """The answer from what facts state or, where these have none, from the passages.

    `lang`: what the reply must be in; None: the language of the question.
    """
    found = base.shelf.find(question) if base.shelf else None
    if not base.shelf or not found or not found.passages:
        return matched
    candidates = _candidates(matched, found)
    best = found.passages[0]
    status = _band(best.confidence)
    if matched.status == "answered" or _BANDS.index(matched.status) > _BANDS.index(status):
        return replace(matched, candidates=candidates)
    spoken = lang or _language(question, best.lang)
    confidence = round(max(best.confidence, 0.0 if status == "answered" else matched.confidence), 4)
    common = replace(matched, status=status, lang=spoken, confidence=confidence, candidates=candidates)
    fact = base.shelf.fact(best) if status == "answered" else None
    if fact:
        return _answered(common, fact, best, found, base)
    return _open(common, found, base.shelf)


def from_passages(question: str, base: Base, lang: Lang | None, now: datetime) -> Answer:
    """The answer where there is nothing on record but passages."""
    question = question.encode("utf-8", "replace").decode("utf-8")[:_LONGEST]
    spoken = lang or _language(question, LANGS[0])
    nothing = Answer("unanswered", spoken, 0.0, texts_of(spoken).gettext("The record does not say."))
    answer = with_passages(nothing, question, base, lang)
    facts = tuple(fact.id for fact in answer.facts)
    return replace(answer, thread=Thread(question, now, (), facts))


def _band(confidence: float) -> Status:
    if confidence >= ANSWER_FROM:
        return "answered"
    return "suggested" if confidence >= SUGGEST_FROM else "unanswered"


def _candidates(matched: Answer, found: Found) -> tuple[Candidate, ...]:
    """Of both, the best first."""
    ranked = (Candidate(one.id, round(one.confidence, 4)) for one in found.passages)
    both = sorted((*matched.candidates, *ranked), key=lambda one: -one.confidence)
    return tuple(both[:_CANDIDATES])


def _language(question: str, found_in: Lang) -> Lang:
    """That of the question. Where its letters do not tell (Latin letters, another keyboard), that of what it found."""
    scores = language_scores(question)
    best = max(LANGS, key=lambda lang: scores[lang])
    return best if scores[best] >= _CLEAR else found_in


def _answered(common: Answer, fact: Fact, best: Passage, found: Found, base: Base) -> Answer:
    """The sentence that answers; the passage that it stands in is quoted."""
    lang = common.lang
    text, language = in_language(fact.statement, best.lang if best.lang in fact.statement else lang)
    if fact.statement.get(lang):
        text, language = fact.statement[lang], lang
    return replace(
        common,
        lead=answering_sentence(text, language, found.weighed),
        items=(),
        notes=tuple(notes_on([fact], lang)),
        facts=(UsedFact(fact.id, text, source_line(fact, base, lang), language),),
        suggestions=(),
        topics=(),
        missing=(),
    )


def _open(common: Answer, found: Found, shelf: Shelf) -> Answer:
    texts = texts_of(common.lang)
    if common.status == "unanswered":
        return replace(common, lead=texts.gettext("The record does not say."))
    suggestions = {one.id: one for one in (*_suggestions(common.lang, found, shelf), *common.suggestions)}
    return replace(
        common,
        lead=texts.gettext("I am not sure I understood. Did you mean:"),
        suggestions=tuple(suggestions.values())[:_SUGGESTIONS],
        topics=(),
    )


def _suggestions(lang: Lang, found: Found, shelf: Shelf) -> tuple[Suggestion, ...]:
    facts = filter(None, map(shelf.fact, found.passages[:_SUGGESTIONS]))
    return tuple(Suggestion(fact.id, _label(question_of(fact, lang))) for fact in facts)


def _label(text: str) -> str:
    """A passage without a known question goes by how it begins."""
    first = next(iter(sentences_of(text)), text)
    return first if len(first) <= _LABEL else f"{first[: _LABEL - 1].rsplit(' ', 1)[0]}…"

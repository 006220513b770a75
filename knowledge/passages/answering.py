"""From what the ranker found to an answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from knowledge.index.base import Base
from knowledge.language import language_scores
from knowledge.matching.answer import Answer, Candidate, Status, Suggestion, UsedFact
from knowledge.matching.compose import in_language, notes_on, question_of, source_line, texts_of
from knowledge.matching.thread import Thread
from knowledge.model import LANGS, Fact, Lang
from knowledge.passages.sentences import answering_sentence, has_word, sentences_of
from knowledge.passages.shelf import Found, Passage, Shelf
from knowledge.ranking.analysing import words_of
from knowledge.ranking.forms import is_asking

ANSWER_FROM, SUGGEST_FROM = 0.5, 0.25  # probability that the passage answers
_SUGGESTIONS: Final = 3
_CANDIDATES: Final = 10
# A passage this sure, with facts scored this much lower, is the answer without looking at the facts' structure.
_PLAINLY, _LITTLE = 0.9, 0.5
# What was matched must be found by its words, too: up to this share of the score of a passage this sure.
_ENOUGH, _INSTEAD = 0.6, 0.8
_BARE: Final = 5  # words of a turn that may lean on the one before
_GLUE: Final = 3  # letters: what is shorter names nothing
_LABEL: Final = 90  # characters of a suggestion that is no question
_CLEAR: Final = 0.5  # a language of the question from this probability on is the one to answer in
_BANDS: tuple[Status, ...] = ("unanswered", "suggested", "answered")


def plainly(found: Found, base: Base) -> bool:
    """Whether a passage answers so surely, and facts with structure so little, that these need not be looked at."""
    best = found.passages[0]
    if best.id in base.profiles or best.confidence < _PLAINLY:
        return not base.profiles
    return _support(found, base.profiles) < _LITTLE * best.score


def with_passages(matched: Answer, found: Found, base: Base, lang: Lang | None) -> Answer:
    """The answer from what facts state or, where a passage says more, from the passage.

    `lang`: what the reply must be in; None: the language of the question.
    """
    best = next((one for one in found.passages if one.id not in base.profiles), None)
    if best is None or not base.shelf or not _passage_is_meant(matched, best, found, base):
        return replace(matched, candidates=_candidates(matched, found)) if best else matched
    status = _band(best.confidence)
    spoken = lang or _language(found.question, best.lang)
    common = replace(
        matched,
        status=status,
        lang=spoken,
        confidence=round(best.confidence, 4),
        candidates=tuple(map(_candidate, found.passages)),
    )
    fact = base.shelf.fact(best) if status == "answered" else None
    return _answered(common, fact, best, found, base) if fact else _open(common, found, base.shelf)


def from_passages(found: Found, base: Base, lang: Lang | None, now: datetime) -> Answer:
    """The answer where nothing but passages matters."""
    spoken = lang or _language(found.question, LANGS[0])
    lead = texts_of(spoken).gettext("The record does not say.")
    nothing = Answer("unanswered", spoken, 0.0, lead, alone=True)
    answer = with_passages(nothing, found, base, lang)
    facts = tuple(fact.id for fact in answer.facts)
    return replace(answer, thread=Thread(found.question, now, (), facts))


def may_lean(found: Found) -> bool:
    """Whether the turn is so short that it may lean on the one before."""
    return len(found.weighed.words) <= _BARE


def continued(thread: Thread, found: Found, base: Base, lang: Lang | None, now: datetime) -> Answer | None:
    """The turn ("and when?") read together with the question before it.

    Safe rather than clever: what the turn itself names must stand in the passage, and a turn that names nothing
    stays with the passage of the last answer.
    """
    both = base.shelf.find(f"{thread.question} {found.question}") if base.shelf else None
    if not both or both.passages[0].id in base.profiles or not base.shelf:
        return None
    best = both.passages[0]
    fact = base.shelf.fact(best)
    named = [word for word in words_of(found.question) if not is_asking(word) and len(word) > _GLUE]
    text = in_language(fact.statement, best.lang)[0] if fact else ""
    if not all(has_word(text, best.lang, both.weighed, word) for word in named):
        return None
    if not named and best.id not in thread.facts:
        return None
    answer = from_passages(both, base, lang, now)
    return answer if answer.status == "answered" else None


def _passage_is_meant(matched: Answer, best: Passage, found: Found, base: Base) -> bool:
    """Whether the passage is nearer to the question than what was matched by structure."""
    if matched.status == "answered":
        support = _support(found, {fact.id for fact in matched.facts})
        return best.confidence >= _INSTEAD and support < _ENOUGH * best.score
    if found.passages[0].id in base.profiles:
        return False
    if best.confidence < _INSTEAD and _support(found, base.profiles) >= _ENOUGH * best.score:
        return False
    return _BANDS.index(_band(best.confidence)) >= _BANDS.index(matched.status)


def _support(found: Found, facts: Collection[str]) -> float:
    """How well the ranker thinks of the best of these facts."""
    return max((one.score for one in found.passages if one.id in facts), default=0.0)


def _band(confidence: float) -> Status:
    if confidence >= ANSWER_FROM:
        return "answered"
    return "suggested" if confidence >= SUGGEST_FROM else "unanswered"


def _candidate(one: Passage) -> Candidate:
    return Candidate(one.id, round(one.confidence, 4))


def _candidates(matched: Answer, found: Found) -> tuple[Candidate, ...]:
    """What was matched first; the rest shares the chance that is left."""
    head = [
        Candidate(one.id, min(one.confidence, matched.confidence)) for one in matched.candidates[:_CANDIDATES]
    ]
    names = {one.id for one in head}
    left = 1 - matched.confidence
    rest = [
        Candidate(one.id, round(one.confidence * left, 4)) for one in found.passages if one.id not in names
    ]
    both = sorted((*head, *rest), key=lambda one: -one.confidence)
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

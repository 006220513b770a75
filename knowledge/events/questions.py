"""Questions for what happens at a time: "what is in May?", «что запланировано на 2020 год?», «тамызда не болады?»."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from knowledge.dates import Span, find_interval
from knowledge.dates.edtf import day, interval
from knowledge.events.occurrences import Agenda, within
from knowledge.events.tables import table
from knowledge.language import fold, normalise, stem, tokenize
from knowledge.model import LANGS, Event, Lang


@dataclass(frozen=True, slots=True)
class DateAnswer:
    """What a question for events found; an empty agenda is an answer, too: nothing is on record for that time."""

    span: Span
    agenda: Agenda
    said: bool = True  # the question named the time; else what is to come is meant
    events: tuple[str, ...] = ()  # what the question names besides ("concerts"): ids, none for all


def answer_about_dates(question: str, events: Iterable[Event], today: date, lang: Lang) -> DateAnswer | None:
    """What takes place at the time that a question asks for, or None if it asks for anything else.

    It is for events if nothing is left of it but words of asking, of happening, a date, and words of the events'
    own titles: "who headed the meeting in October 2019?" is not. `lang` is that of the question; words of the
    other two are understood as well.
    """
    text = normalise(question)
    found = find_interval(text, today)
    if found is None and not _asks_ahead(text):
        return None
    rest = [
        token.text
        for token in tokenize(text)
        if found is None or token.end <= found.start or token.start >= found.end
    ]
    asked = [word for word in rest if not _is(word, "around", lang)]
    happening = [word for word in asked if _is(word, "events", lang)]
    named = [word for word in asked if word not in happening]
    if found is None and not (happening or named):
        return None
    if not rest or (not happening and not named and not _asks(rest, lang)):
        return None
    chosen = _named(named, tuple(events), lang)
    if chosen is None:
        return None
    span = interval(day(today), None) if found is None else found.span
    ids = tuple(event.id for event in chosen) if named else ()
    return DateAnswer(span, within(chosen, span), said=found is not None, events=ids)


def _named(words: list[str], events: tuple[Event, ...], lang: Lang) -> tuple[Event, ...] | None:
    """The events whose titles, places or topics have all these words; None if no event has them."""
    if not words:
        return events
    found = tuple(event for event in events if all(_keys(word, lang) & _words_of(event) for word in words))
    return found or None


def _words_of(event: Event) -> frozenset[str]:
    texts = [(text.get(lang, ""), lang) for text in (event.title, event.place) for lang in LANGS]
    return frozenset(_keys(event.topic, "en")).union(*(_keys_of_text(text, lang) for text, lang in texts))


@lru_cache(maxsize=16_384)
def _keys_of_text(text: str, lang: Lang) -> frozenset[str]:
    return frozenset(key for token in tokenize(normalise(text)) for key in _keys(token.text, lang))


def _keys(word: str, lang: Lang) -> set[str]:
    stemmed = stem(word, lang)
    return {stemmed, fold(stemmed)}


def _asks(words: list[str], lang: Lang) -> bool:
    """ "What is in May?" asks; a lone date does, too, but "in May" with a name is left to others."""
    return bool(words) and all(_is(word, "around", lang) for word in words)


def _asks_ahead(text: str) -> bool:
    padded = f" {text} "
    return any(phrase in padded for phrase in _upcoming())


@cache
def _upcoming() -> tuple[str, ...]:
    return tuple(f" {phrase}" for lang in LANGS for phrase in table("asking")["upcoming"][lang])


def _is(word: str, kind: str, lang: Lang) -> bool:
    listed = _listed(kind)
    return (
        word in listed
        or fold(word) in listed
        or (kind == "events" and stem(word, lang) in _stems(kind, lang))
    )


@cache
def _listed(kind: str) -> frozenset[str]:
    words = {normalise(word) for lang in LANGS for word in table("asking")[kind][lang].split()}
    return frozenset(words | {fold(word) for word in words})


@cache
def _stems(kind: str, lang: Lang) -> frozenset[str]:
    return frozenset(stem(normalise(word), lang) for word in table("asking")[kind][lang].split())

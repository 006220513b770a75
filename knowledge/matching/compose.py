"""From the facts that match to words: every list and number is made from the facts, none is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from knowledge.index.base import Base
from knowledge.matching.answer import NearTopic, Suggestion, UsedFact
from knowledge.matching.decision import Decision
from knowledge.matching.reading import Reading
from knowledge.matching.scoring import Match
from knowledge.model import LANGS, Fact, Lang, Text
from knowledge.texts import Texts, load_texts

_LOCALE = Path(__file__).parent.parent / "locale"
_SUGGESTIONS = 3
_NOTED = 3  # lines of a list up to which it is said of each what is inferred
_GOOD_PART = 0.4  # coverage
_OPEN_LIST = "list_note"  # facts of this relation say that a list is not complete
_HEADS = "heads"


@cache
def texts_of(lang: Lang) -> Texts:
    return load_texts(_LOCALE, "knowledge")[lang]


@dataclass(frozen=True, slots=True)
class Composed:
    """The words of an answer: a lead, the lines of a list, notes."""

    lead: str
    items: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def in_language(text: Text, lang: Lang) -> tuple[str, Lang]:
    """The text in `lang` or in the first language there is, and which that is."""
    for candidate in (lang, *LANGS):
        if text.get(candidate):
            return text[candidate], candidate
    return "", lang


def title_of(fact: Fact, lang: Lang) -> str:
    return in_language(fact.title, lang)[0] or in_language(fact.statement, lang)[0]


def compose(decision: Decision, reading: Reading, base: Base, lang: Lang) -> Composed:
    """The answer that the decision calls for, in `lang`."""
    words = _composed(decision, reading, base, lang)
    return replace(words, notes=(*_aside_note(decision, lang), *words.notes))


def _composed(decision: Decision, reading: Reading, base: Base, lang: Lang) -> Composed:
    facts = [match.profile.fact for match in decision.matches]
    if decision.shape == "single":
        return _single(facts[0], lang)
    people = all("post" in fact.gives for fact in facts)
    if not people:
        return _statements(facts, lang)
    return _people(facts, reading, base, lang)


def _aside_note(decision: Decision, lang: Lang) -> Iterable[str]:
    """An answer that leaves a word aside says so: it may be the one that matters."""
    texts = texts_of(lang)
    for slot in decision.missing:
        yield texts.gettext("The record does not mention “%(word)s”; the answer leaves it aside.") % {
            "word": slot.text
        }


def _single(fact: Fact, lang: Lang) -> Composed:
    return Composed(in_language(fact.statement, lang)[0], notes=tuple(notes_on([fact], lang)))


def _statements(facts: Sequence[Fact], lang: Lang) -> Composed:
    texts = texts_of(lang)
    lead = texts.ngettext(
        "The record says %(n)d thing about this:", "The record says %(n)d things about this:", len(facts)
    )
    items = tuple(in_language(fact.statement, lang)[0] for fact in facts)
    return Composed(lead % {"n": len(facts)}, items, tuple(notes_on(facts, lang)))


def _people(facts: Sequence[Fact], reading: Reading, base: Base, lang: Lang) -> Composed:
    """A list of people with its number; heads of delegations first."""
    ordered = sorted(facts, key=lambda fact: _place(fact, lang))
    notes = [*_heads_note(ordered, lang), *_open_note(ordered, reading, base, lang), *notes_on(ordered, lang)]
    return Composed(
        _people_lead(ordered, reading, lang), tuple(title_of(fact, lang) for fact in ordered), tuple(notes)
    )


def _place(fact: Fact, lang: Lang) -> tuple[bool, int, str]:
    """Where somebody stands in a list: heads first, then as the source goes, then by name."""
    return fact.relation != _HEADS, fact.source.number if fact.source else 0, title_of(fact, lang)


def _people_lead(facts: Sequence[Fact], reading: Reading, lang: Lang) -> str:
    texts = texts_of(lang)
    sides = {fact.side for fact in facts}
    n = len(facts)
    if sides == {"kz"}:
        lead = texts.ngettext(
            "The record names %(n)d person on the Kazakh side",
            "The record names %(n)d people on the Kazakh side",
            n,
        )
    elif sides == {"ru"}:
        lead = texts.ngettext(
            "The record names %(n)d person on the Russian side",
            "The record names %(n)d people on the Russian side",
            n,
        )
    else:
        lead = texts.ngettext("The record names %(n)d person", "The record names %(n)d people", n)
    excluded = ", ".join(slot.text for slot in reading.excluded)
    setting_aside = texts.gettext(" (setting aside: %(words)s)") % {"words": excluded} if excluded else ""
    return lead % {"n": n} + setting_aside + ":"


def _heads_note(facts: Sequence[Fact], lang: Lang) -> Iterable[str]:
    """A count with the head in it is read either way, so both numbers are given."""
    heads = sum(fact.relation == _HEADS for fact in facts)
    if heads and len(facts) > heads:
        texts = texts_of(lang)
        others = len(facts) - heads
        note = texts.ngettext(
            "That is %(heads)s and %(n)d more person.", "That is %(heads)s and %(n)d more people.", others
        )
        named = texts.ngettext("%(n)d head of delegation", "%(n)d heads of delegations", heads) % {"n": heads}
        yield note % {"heads": named, "n": others}


def _open_note(facts: Sequence[Fact], reading: Reading, base: Base, lang: Lang) -> Iterable[str]:
    """What the record says of the list as such ("and others"), where the whole side was asked for."""
    narrowed = any(slot.kind in ("category", "post", "name", "word") for slot in reading.content)
    if narrowed:
        return
    sides = {fact.side for fact in facts}
    for fact in base.facts():
        if fact.relation == _OPEN_LIST and (fact.side in sides or fact.side == "both"):
            yield in_language(fact.statement, lang)[0]


def notes_on(facts: Sequence[Fact], lang: Lang) -> Iterable[str]:
    """What is inferred, and which facts are not on record in the reader's language."""
    texts = texts_of(lang)
    for fact in facts if len(facts) <= _NOTED else ():
        if fact.inferred:
            yield texts.gettext("Inferred: %(text)s") % {"text": in_language(fact.inferred, lang)[0]}
    others = sorted({in_language(fact.statement, lang)[1] for fact in facts} - {lang})
    if others:
        names = {
            "en": texts.gettext("English"),
            "ru": texts.gettext("Russian"),
            "kk": texts.gettext("Kazakh"),
        }
        listed = texts.join(names[other] for other in others)
        yield texts.gettext("On record so far only in: %(languages)s.") % {"languages": listed}


def source_line(fact: Fact, base: Base, lang: Lang) -> str:
    """The document and the place in it, ready to show; empty if the fact has no source."""
    if fact.source is None:
        return ""
    texts = texts_of(lang)
    document = base.documents.get(fact.source.document)
    title = in_language(document.title, lang)[0] if document else fact.source.document
    places = {
        "paragraph": texts.gettext("%(title)s, paragraph %(n)d"),
        "page": texts.gettext("%(title)s, page %(n)d"),
        "row": texts.gettext("%(title)s, row %(n)d"),
    }
    return (
        places[fact.source.kind] % {"title": title, "n": fact.source.number} if fact.source.number else title
    )


def used(facts: Iterable[Fact], base: Base, lang: Lang) -> tuple[UsedFact, ...]:
    quoted = []
    for fact in facts:
        text, language = in_language(fact.statement, lang)
        quoted.append(UsedFact(fact.id, text, source_line(fact, base, lang), language))
    return tuple(quoted)


def question_of(fact: Fact, lang: Lang) -> str:
    """The known question to show on a button; a fact without one is asked for by its title."""
    for language in (lang, *LANGS):
        if fact.questions.get(language):
            return fact.questions[language][0]
    return title_of(fact, lang)


def suggestions(matches: Iterable[Match], lang: Lang, most: int = _SUGGESTIONS) -> tuple[Suggestion, ...]:
    found: dict[str, Suggestion] = {}
    for match in matches:
        fact = match.profile.fact
        question = question_of(fact, lang)
        found.setdefault(question, Suggestion(fact.id, question))
        if len(found) == most:
            break
    return tuple(found.values())


def related(group: Sequence[Fact], ranked: Sequence[Match], base: Base, lang: Lang) -> tuple[Suggestion, ...]:
    """Questions that lie near an answer: their facts share most of its subject."""
    names = {fact.id for fact in group}
    subject = frozenset().union(*(base.subjects[name][0] for name in names)) - base.setting
    others = [match for match in ranked if match.profile.fact.id not in names]
    others.sort(key=lambda match: (-_shared(match, subject, base), -match.score, match.profile.fact.id))
    return suggestions(others, lang)


def _shared(match: Match, subject: frozenset[str], base: Base) -> float:
    """The share of the fact's concepts and entities that belong to the subject too; words of names do not count."""
    telling, total = base.themes[match.profile.fact.id]
    return sum(rarity for unit, rarity in telling if unit in subject) / total if total else 0.0


def near_topics(
    decision: Decision, base: Base, lang: Lang, most: int = _SUGGESTIONS
) -> tuple[NearTopic, ...]:
    """The topics of the facts that explain most of the question, then those that most is on record about."""
    ranked = sorted(decision.ranked, key=lambda match: (-match.coverage, -match.score, match.profile.fact.id))
    nearest = [decision.nearest] if decision.nearest else []
    nearest += [match for match in ranked if match.coverage >= _GOOD_PART]
    names = dict.fromkeys(match.profile.fact.topic for match in nearest)
    facts = Counter(fact.topic for fact in base.facts())
    names.update(dict.fromkeys(sorted(base.topics, key=lambda name: (-facts[name], name))))
    known = [name for name in names if name in base.topics][:most]
    return tuple(NearTopic(name, in_language(base.topics[name].title, lang)[0]) for name in known)

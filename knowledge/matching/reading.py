"""A question as it is understood: slots to satisfy, and what sort of answer is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from knowledge.index.annotate import STRUCTURE, Annotated
from knowledge.index.base import Base
from knowledge.index.words import ONE_EDIT, TWO_EDITS, Hit, is_number
from knowledge.language import Token, normalise, retype, scores_of_words, script, tokenize
from knowledge.matching.demands import COUNTABLE, COUNTS, counted_as_meant, needs, ordered
from knowledge.matching.excluding import with_exclusions
from knowledge.matching.framing import Marks, without_frames
from knowledge.matching.letters import repairable, spoken_in
from knowledge.matching.naming import with_whole_names
from knowledge.matching.objects import with_objects
from knowledge.matching.slots import Slot
from knowledge.model import LANGS, Gives, Lang

_LISTS = ("c:list", "c:who-all")
_PERSON = "c:person-noun"
_AND, _OR = "c:and", "c:or"
_LISTED = {"category", "name", "post", "place", "side"}  # "libraries and museums" asks for both lists
_AND_THEIRS = 3  # slots before the second post in "directors and their deputies"
_OF_A_FIELD = "c:field-people"  # nouns for people of a field: the field, and that people are asked for
_PRONOUN, _ELLIPSIS = "c:pronoun", "c:ellipsis"
_EXPLAINED_ENOUGH = 0.62  # a question explained to this share needs no other keyboard
_RETYPED_BETTER_BY = 0.25  # what another keyboard must explain beyond the text as typed
_OWN_WORD = 2.0  # what a word that only one language has weighs more than one that two share
_GENERAL = {"side", "context"}  # "Russia" is a side before it is a name
_PARTING = re.compile(r"[,;:.!?()…\n]|\s-+\s")  # what parts clauses; a hyphen within a word does not
_ENDING = re.compile(r"[?!…\n]|\w{4}[.]")  # what ends a sentence; a full stop behind few letters abbreviates
_CAPITAL = re.compile(r"(?<=[\w,;:–—-]\s)[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]*")  # of a word that opens no sentence
_SHORT = 4  # letters of a word that a slip makes another
_OF_SOME_LENGTH = 6  # letters of a word that is known by its others when the first is wrong
_LONG = 10  # letters of a word that two slips leave recognisable
_KAZAKH_SCORE = 0.3  # from which on Russian letters may stand for Kazakh ones


@dataclass(frozen=True)
class Reading:
    """A question understood.

    `text`: its words, normalised; `explained`: the share of its letters that are known words, 0 to 1.
    """

    text: str
    lang: Lang
    slots: tuple[Slot, ...]
    wants: frozenset[Gives]
    explained: float
    names: frozenset[str] = frozenset()  # words with a capital, which may be names

    @cached_property
    def content(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.content and not slot.excluded)

    @cached_property
    def excluded(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.content and slot.excluded)

    @property
    def lists(self) -> bool:
        return self.has(*_LISTS)

    @property
    def counts(self) -> bool:
        return self.has(*COUNTS)

    @property
    def pronoun(self) -> bool:
        return self.has(_PRONOUN)

    @property
    def elliptical(self) -> bool:
        return self.has(_ELLIPSIS)

    def has(self, *units: str) -> bool:
        return not self._all_units.isdisjoint(units)

    @cached_property
    def _all_units(self) -> frozenset[str]:
        return frozenset(unit for slot in self.slots for unit in slot.units)

    def units(self) -> frozenset[str]:
        return frozenset(unit for slot in self.slots if slot.kind != "filler" for unit in slot.units)


def read(question: str, base: Base) -> Reading:
    """Understand a question, as typed or, where that explains far more, as typed on another keyboard."""
    plain = _read_as(question, base, None)
    if plain.explained >= _EXPLAINED_ENOUGH:
        return plain
    best = plain
    for text, lang in retype(question):
        other = _read_as(text, base, lang)
        if other.explained > max(best.explained, plain.explained + _RETYPED_BETTER_BY):
            best = other
    return best


def _read_as(text: str, base: Base, lang: Lang | None) -> Reading:
    written, text = text, normalise(text)
    tokens = tokenize(text)
    words = [token.text for token in tokens]
    spoken = spoken_in(words, base)
    own = [base.words.in_own_letters(word, spoken) for word in words] if spoken else words
    words = own if spoken else base.usage.repaired(words)
    langs = repairable(words, base)
    folded = "kk" in langs and scores_of_words(words)["kk"] >= _KAZAKH_SCORE

    def look_up(word: str) -> tuple[Hit, ...]:
        if spoken and script(word) == "latin":
            return base.words.spoken(word, spoken)
        return base.words.find(word, langs, folded=folded)

    runs = [
        replace(run, span=replace(run.span, start=run.span.start + start, end=run.span.end + start))
        for start, end in pairwise(_sentences(text, tokens))
        for run in base.annotator.annotate(words[start:end], look_up)
    ]
    lang = lang or spoken or _language(words, runs, base, latin=langs == frozenset(LANGS))
    runs = [_in_language(run, lang, base) for run in runs]
    marks = _marks(text, written, tokens, runs)
    slots = [_unless_named(_slot(run, words, base), marks) for run in runs]
    slots = without_frames(with_whole_names(slots, base), marks, base)
    slots = with_objects(slots, marks.breaks, base)
    slots = _unite_alternatives(with_exclusions(slots, runs, base))
    slots = counted_as_meant(ordered(slots))
    slots = [*slots, *needs(slots, base)]
    return Reading(
        text=" ".join(words),
        lang=lang,
        slots=tuple(slots),
        wants=wants_of(slots, base),
        explained=_explained(words, runs),
        names=marks.capitals,
    )


def _sentences(text: str, tokens: Sequence[Token]) -> list[int]:
    """The numbers of the words that sentences begin with, and the end: no phrase reaches from one into the next."""
    ends = pairwise(tokens)
    cuts = [
        at for at, (one, other) in enumerate(ends, start=1) if _ENDING.search(text[one.start : other.start])
    ]
    return [0, *cuts, len(tokens)]


def _marks(text: str, written: str, tokens: Sequence[Token], runs: Sequence[Annotated]) -> Marks:
    """What stands between the runs of the normalised text, and which words have a capital as it was written."""
    starts = [*(tokens[run.span.start].start for run in runs[1:]), len(text)][: len(runs)]
    gaps = [text[tokens[run.span.end - 1].end : start] for run, start in zip(runs, starts, strict=True)]
    capitals = frozenset(normalise(word) for word in _CAPITAL.findall(written))
    return Marks(
        breaks=frozenset(at for at, gap in enumerate(gaps[:-1], start=1) if _PARTING.search(gap)),
        asked=frozenset(at for at, gap in enumerate(gaps, start=1) if "?" in gap),
        capitals=capitals if 2 * len(capitals) <= len(tokens) else frozenset(),
    )


def _in_language(run: Annotated, lang: Lang, base: Base) -> Annotated:
    """A question word of one language that negates in another ("не") is that of the question's language."""
    if len(run.hits) > 1 or not {base.annotator.kind_of(unit) for unit in run.span.units} <= STRUCTURE:
        return run
    own = {unit for hit in run.hits[0] if hit.lang == lang for unit in base.annotator.single(hit.lexeme)}
    units = tuple(unit for unit in run.span.units if unit in own)
    return replace(run, span=replace(run.span, units=units)) if units else run


def wants_of(slots: Iterable[Slot], base: Base) -> frozenset[Gives]:
    """What sorts of answer the question words ask for."""
    wants: set[Gives] = set()
    telling = [slot for slot in slots if slot.kind != "filler"]
    for at, slot in enumerate(telling):
        concepts = [concept for unit in slot.units if (concept := base.concept(unit))]
        # "Official" is a person now and then, and mostly an adjective; "film folks" are people.
        beside = telling[max(0, at - 1) : at] + telling[at + 1 : at + 2]
        people = _PERSON in slot.units and any(other.kind in COUNTABLE for other in beside)
        if people or not any(concept.kind == "filler" for concept in concepts):
            wants.update(want for concept in concepts for want in concept.wants)
    return frozenset(wants)


def _slot(run: Annotated, words: Sequence[str], base: Base) -> Slot:
    text = " ".join(words[run.span.start : run.span.end])
    if run.span.units:
        return _phrase_slot(text, run, base)
    lexemes = tuple(hit.lexeme for hit in run.hits[0] if hit.lexeme in base.postings)
    kind = "number" if is_number(text) else "word" if lexemes else "unknown"
    # A word that is known only as a part of question phrases ("look after", «по линии») says nothing by itself.
    spare = (
        not lexemes
        and run.cost < ONE_EDIT
        and any(base.annotator.only_in_structure(hit.lexeme) for hit in run.hits[0])
    )
    return Slot(text, lexemes, kind, run.cost, optional=spare)


def _phrase_slot(text: str, run: Annotated, base: Base) -> Slot:
    """A run that is a concept or a name; the weightiest kind counts when it may be several things."""
    kinds = [base.annotator.kind_of(unit) for unit in run.span.units if unit != _OF_A_FIELD]
    found = [kind for kind in kinds if kind not in STRUCTURE]
    # "Publisher" is a deed before it is an institution.
    deed = "relation" in found
    content = sorted(found, key=lambda kind: (kind not in _GENERAL, deed and kind == "category"))
    # A slip that may be many things is none of them for sure.
    sure = run.cost < ONE_EDIT or all(len(hits) == 1 for hits in run.hits)
    optional = bool(content) and len(content) < len(kinds) and sure
    kind = content[0] if content else next((kind for kind in kinds if kind != "filler"), "filler")
    if (run.cost >= TWO_EDITS and (not content or kind == "name") and len(text) < _LONG) or (
        run.cost >= ONE_EDIT and content and "relation" not in content and len(text) <= _SHORT
    ):
        # A slip away from some word any word of four letters is, and two away from one that says nothing.
        return Slot(text, (), "unknown", run.cost)
    unlike = run.cost >= TWO_EDITS or (run.cost >= ONE_EDIT and len(text) < _OF_SOME_LENGTH)
    if unlike and _begins_otherwise(text, run):
        return Slot(text, (), "unknown", run.cost)
    return Slot(text, run.span.units, kind, run.cost, optional=optional)


def _unless_named(slot: Slot, marks: Marks) -> Slot:
    """A word with a capital is a name, and no slip of a question word or of padding."""
    if slot.content or slot.cost < ONE_EDIT or slot.text not in marks.capitals:
        return slot
    return Slot(slot.text, (), "unknown", slot.cost)


def _begins_otherwise(text: str, run: Annotated) -> bool:
    """Whether its one word begins as no word does that it may be a slip of: people seldom miss the first letter."""
    words = [hit.lexeme.partition(":")[2] for hit in run.hits[0]]
    return len(run.hits) == 1 and all(script(word) == script(text) and word[:1] != text[:1] for word in words)


def _unite_alternatives(slots: list[Slot]) -> list[Slot]:
    """ "October or November", "theatres and museums": either will do, so that the answer can say which."""
    united: list[Slot] = []
    for slot in slots:
        telling = [other for other in united if other.kind != "filler"]
        one = _other_of(telling, slot)
        if one is None:
            united.append(slot)
            continue
        at = united.index(one)
        units = tuple(dict.fromkeys((*one.units, *slot.units)))
        rest = [other for other in united[at + 1 :] if other.content]
        united[at:] = [replace(one, text=f"{one.text} / {slot.text}", units=units), *rest]
    return united


def _other_of(telling: Sequence[Slot], slot: Slot) -> Slot | None:
    """The slot that this one is put beside; "the directors of the libraries and their deputies" is a list of posts."""
    if len(telling) > 1 and _alternative(telling[-2], telling[-1], slot):
        return telling[-2]
    if len(telling) < _AND_THEIRS or slot.kind != "post" or _PRONOUN not in telling[-1].units:
        return None
    posts = (other for other in reversed(telling[:-2]) if _alternative(other, telling[-2], slot))
    return next(posts, None)


def _alternative(one: Slot, between: Slot, other: Slot) -> bool:
    if one.kind != other.kind or not other.content or one.excluded != other.excluded:
        return False
    return _OR in between.units or (_AND in between.units and other.kind in _LISTED)


def _explained(words: Sequence[str], runs: Sequence[Annotated]) -> float:
    letters = sum(len(word) for word in words)
    known = 0.0
    for run in runs:
        for at, hits in zip(range(run.span.start, run.span.end), run.hits, strict=True):
            known += len(words[at]) * (1.0 - (hits[0].cost if hits else 1.0))
    return known / letters if letters else 0.0


def _language(words: Sequence[str], runs: Sequence[Annotated], base: Base, *, latin: bool) -> Lang:
    """The language of the words found, weighed with that of the text as such; names are of no language.

    `latin`: Russian or Kazakh may stand in Latin script, so that the script tells nothing.
    """
    proper = base.words.proper
    hits = [found for run in runs for found in run.hits]
    named = [any(hit.lexeme in proper for hit in found) for found in hits]
    plain = [word for word, name in zip(words, named, strict=True) if not name]
    of_text = {} if latin else scores_of_words(plain or words)
    scores = {lang: of_text.get(lang, 0.0) for lang in LANGS}
    for found in (found for found, name in zip(hits, named, strict=True) if not name):
        langs = {hit.lang for hit in found}
        for lang in LANGS:
            if lang in langs:
                scores[lang] += (1.0 - found[0].cost) * (_OWN_WORD if len(langs) == 1 else 1.0) / len(runs)
    return max(LANGS, key=lambda lang: scores[lang])

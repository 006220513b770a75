"""What each word of a question may stand for, weighed by how likely that is in the words of the base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from operator import add
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.language import edits_allowed, language_scores, retype, script, sound_key, stems
from knowledge.model import LANGS, Lang
from knowledge.ranking.analysing import key_of, word_lang, words_of
from knowledge.ranking.edits import near
from knowledge.ranking.forms import is_asking, is_verb_tail, sounds_asking, turned, verb_roots
from knowledge.ranking.living import Living

# A question has no more words; of a longer one the beginning is read.
_MOST_WORDS: Final = 64
_MOST_NEIGHBOURS: Final = 48
_LONGEST_ENDING: Final = 4
_SHORTEST_STEM: Final = 3
_NOWHERE: Final = (0,) * len(LANGS)

# How much a word counts that is not the one asked for. Set by judgement; docs/ranking.md has what changing them gives.
_OTHER_LANGUAGE: Final = 0.6
_DEEPER_STEM: Final = 0.7
_SOUND: Final = 0.95
_ENDING_CUT: Final = 0.07
_SLIP: Final = {1: 0.85, 2: 0.65}
_SLIP_OF_KNOWN_STEM: Final = 0.6
_SLIP_OF_STEM: Final = 0.6
_SURE: Final = 0.7  # as well explained as by one slip or better
_NEIGHBOUR: Final = 0.75
_VERB: Final = 0.85
_TURNED: Final = 1.0
_POSSIBLE: Final = 0.1  # a language below this is not considered
_NEAREST: Final = 0.55  # how much of the longer of two keys must be common
# A reading on another layout must explain so much more of the question than what was typed.
_LAYOUT_MARGIN: Final = 0.25


@dataclass(slots=True)
class Term:
    """A word of the question: the keys it may stand for with their weights, and the words it exactly is."""

    word: str
    variants: dict[str, float] = field(default_factory=dict)
    exact: set[str] = field(default_factory=set)
    turned: set[str] = field(default_factory=set)  # keys that count in statements only: I for you
    asking: bool = False  # a word that belongs to the question only
    known: float = 0.0  # 1 if the base has the word, less if only something like it

    def add(self, key: str, weight: float) -> None:
        if weight > self.variants.get(key, 0.0):
            self.variants[key] = weight


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as words with what they may stand for."""

    terms: Sequence[Term]
    text: str
    likely: Mapping[Lang, float]


class Expander:
    """Reads questions with the vocabulary of some segments; keep it while they do not change."""

    def __init__(self, segments: Sequence[Living]) -> None:
        self._segments = segments
        self._counts = lru_cache(maxsize=65_536)(self._counted)

    def read(self, question: str) -> Reading:
        """The likeliest reading: as typed, unless another layout explains far more words."""
        typed = self._reading(question)
        if _explained(typed) > 1 - _LAYOUT_MARGIN:
            return typed
        others = [self._reading(text) for text, _ in retype(question)]
        best = max(others, key=_explained, default=typed)
        return best if _explained(best) > _explained(typed) + _LAYOUT_MARGIN else typed

    def in_texts(self, key: str) -> Sequence[int]:
        """How many documents of each language have it in their text."""
        return self._counts(key)[0]

    def in_questions(self, key: str) -> Sequence[int]:
        """How many documents of each language have it in their known questions."""
        return self._counts(key)[1]

    def asked(self, key: str) -> int:
        """How many known questions have it."""
        return self._counts(key)[2]

    def _counted(self, key: str) -> tuple[Sequence[int], Sequence[int], int]:
        texts: Sequence[int] = _NOWHERE
        questions, asked = _NOWHERE, 0
        for living in self._segments:
            place = living.segment.keys.find(key)
            if place >= 0:
                texts = tuple(map(add, texts, living.texts.spread(place)))
                if living.questions.units:
                    questions = tuple(map(add, questions, living.questions.spread(place)))
                    asked += living.questions.count(place)
        return texts, questions, asked

    def _has(self, key: str) -> bool:
        texts, questions, _ = self._counts(key)
        return any(texts) or any(questions)

    def _reading(self, text: str) -> Reading:
        words = words_of(text[:4_000])[:_MOST_WORDS]
        likely = language_scores(text)
        return Reading([self._term(word, likely) for word in words], text, likely)

    def _term(self, word: str, likely: Mapping[Lang, float]) -> Term:
        term = Term(word, asking=is_asking(word))
        self._by_stem(term, likely)
        if not term.exact:
            if script(word) == "latin" and likely["en"] < 0.98:
                term.asking = term.asking or sounds_asking(word)
                self._by_sound(term)
            if word[0] >= "\u0400":
                self._by_deeper_stems(term)
            if not term.variants and script(word) != "latin":
                self._by_sound(term)
            self._by_slips(term)
            if term.known < _SURE:
                self._by_slips_of_stem(term, likely)
        if script(word) == "cyrillic" and likely["ru"] >= _POSSIBLE:
            self._by_verb(term)
        self._by_neighbours(term)
        self._by_turning(term, likely)
        # In an order that does not tell which segment has what.
        term.variants = dict(sorted(term.variants.items()))
        return term

    def _by_stem(self, term: Term, likely: Mapping[Lang, float]) -> None:
        """The key of each language that the word may be in; where the very word is known, that one counts."""
        langs = {word_lang(term.word, lang) for lang in LANGS}
        found: dict[str, float] = {}
        for lang in sorted(langs):
            key = key_of(term.word, lang)
            if self._has(key):
                found[key] = max(likely[lang], found.get(key, 0.0))
                if self._has_word(term.word, key):
                    term.exact.add(key)
        best = max(found.values(), default=0.0)
        for key, share in found.items():
            term.add(key, 1.0 if key in term.exact or share == best else _OTHER_LANGUAGE)
        term.known = 1.0 if term.exact else 0.9 if found else 0.0

    def _has_word(self, word: str, key: str) -> bool:
        for living in self._segments:
            place = living.segment.keys.find(key)
            number = living.segment.word(word, place) if place >= 0 else -1
            if number >= 0 and living.has_word(number):
                return True
        return False

    def _by_sound(self, term: Term) -> None:
        """Latin letters for Cyrillic ones: the key is a beginning of how the word sounds."""
        sound = sound_key(term.word)
        for cut in range(_LONGEST_ENDING + 1):
            key = sound[: len(sound) - cut]
            if len(key) < min(_SHORTEST_STEM, len(sound)):
                break
            if self._has(key):
                term.add(key, _SOUND - _ENDING_CUT * cut)
                term.known = max(term.known, 0.9 - 0.1 * cut)

    def _by_deeper_stems(self, term: Term) -> None:
        for stem in stems(term.word, "kk")[1:]:
            key = sound_key(stem)
            if len(key) >= _SHORTEST_STEM and self._has(key):
                term.add(key, _DEEPER_STEM)
                term.known = max(term.known, 0.7)

    def _by_slips(self, term: Term) -> None:
        factor = _SLIP_OF_KNOWN_STEM if term.variants else 1.0
        allowed = edits_allowed(term.word)
        for living in self._segments if allowed else ():
            segment = living.segment
            for place in living.with_words(near(term.word, segment.spelling)):
                word = segment.words[place]
                distance = OSA.distance(term.word, word, score_cutoff=allowed)
                if distance <= allowed:
                    slip = _SLIP[max(distance, 1)] * (0.8 if word[0] != term.word[0] else 1.0)
                    term.add(segment.keys[segment.key_of_word(place)], slip * factor)
                    term.known = max(term.known, 0.7 * slip)

    def _by_slips_of_stem(self, term: Term, likely: Mapping[Lang, float]) -> None:
        """A slip in a form that the base does not have: what is left of it is near the key of another form."""
        lang = word_lang(term.word, max(LANGS, key=lambda lang: likely[lang]))
        stem = key_of(term.word, lang)
        for living in self._segments:
            for place in living.with_keys(near(stem, living.segment.key_spelling)):
                key = living.segment.keys[place]
                if OSA.distance(stem, key, score_cutoff=1) <= 1:
                    term.add(key, _SLIP_OF_STEM)
                    term.known = max(term.known, 0.5)

    def _by_neighbours(self, term: Term) -> None:
        """Keys with a long common beginning: other words of the family, and endings nobody foresaw."""
        for base in [key for key, weight in term.variants.items() if weight >= 0.9] or [sound_key(term.word)]:
            if len(base) < 4 or base.isdigit():
                continue
            for key in self._beginning(base[: max(3, (len(base) * 3 + 3) // 5)]):
                common = _common(base, key) / max(len(base), len(key))
                if key != base and common >= _NEAREST:
                    term.add(key, _NEIGHBOUR * common * common)
                    term.known = max(term.known, 0.5 * common)

    def _by_verb(self, term: Term) -> None:
        for root in verb_roots(term.word):
            for key in self._beginning(root):
                if is_verb_tail(key[len(root) :]):
                    term.add(key, _VERB)

    def _by_turning(self, term: Term, likely: Mapping[Lang, float]) -> None:
        for other in turned(term.word):
            lang = word_lang(other, max(likely, key=lambda lang: likely[lang]))
            key = key_of(other, lang)
            if key not in term.variants:
                term.turned.add(key)
                term.add(key, _TURNED)

    def _beginning(self, prefix: str) -> Iterator[str]:
        """The first keys that begin so, in order, whichever segments have them."""
        if len(self._segments) == 1:
            return islice(_keys_from(self._segments[0], prefix), _MOST_NEIGHBOURS)
        runs = merge(*(_keys_from(living, prefix) for living in self._segments))
        return islice((key for key, _ in groupby(runs)), _MOST_NEIGHBOURS)


def _keys_from(living: Living, prefix: str) -> Iterator[str]:
    keys = living.segment.keys
    for place in living.with_keys(range(keys.place(prefix), len(keys))):
        key = keys[place]
        if not key.startswith(prefix):
            return
        yield key


def _common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _explained(reading: Reading) -> float:
    """The share of the question's letters in words that the base knows."""
    letters = sum(len(term.word) for term in reading.terms)
    return sum(len(term.word) * term.known for term in reading.terms) / letters if letters else 0.0

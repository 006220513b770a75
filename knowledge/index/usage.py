"""What stands beside what: short words with a slip are known again by their neighbours.

A word of three or four letters is a slip away from dozens of others, and by itself never repaired. But "people frm
museums" has room for "from" only, and «қай қлада» for «қалада»: the known questions and the phrases of the lexicon tell
which words stand together. What stands where a subject does ("about {coin}") is left as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.index.annotate import Annotator
from knowledge.index.ground import words_of
from knowledge.index.words import WordTable
from knowledge.language import fold
from knowledge.lexicon import Lexicon

_EDGE: Final = ""  # before the first word and after the last
_SHORTEST, _LONGEST = 3, 12  # letters of a word that may be misspelt
_LIKELY: Final = 20.0  # how much likelier than other slips two letters are that swapped, or one left out
_CLEARLY: Final = 3.0  # what one word must weigh more than any other
_FAR: Final = 20.0  # the same where a subject might stand
_WEIGHTY: Final = 1_000.0  # what it must weigh there
_OFTEN: Final = 10  # times that a word occurs which needs no neighbour to be known by
_KEPT: Final = 20_000  # questions that are looked at
_REMEMBERED: Final = 4_096
_SERVING = frozenset({"filler", "ask", "operator", "relation"})  # kinds of words that are no subject
_CLASSES = frozenset(
    {"name", "category", "topic", "post", "place", "side", "context"}
)  # these stand for each other
_PREPOSITION = "c:grammar"
_POSTPOSITIONS = frozenset({"c:object-after", "c:origin-after", "c:with-after"})


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A word that may be meant: how often it stands behind the word before, and before the one behind."""

    word: str
    likely: bool  # whether the slip is
    left: int
    right: int
    weight: float


class Usage:
    """Pairs of neighbours in questions, as normalised words, and in the phrases that ask, tell and hold together."""

    def __init__(
        self, questions: Iterable[str], lexicon: Lexicon, words: WordTable, annotator: Annotator
    ) -> None:
        self._questions, self._lexicon = questions, lexicon
        self._words, self._annotator = words, annotator
        self._as = lru_cache(_REMEMBERED)(self._stands_for)
        self._near = lru_cache(_REMEMBERED)(self._one_slip_away)

    @cached_property
    def _runs(self) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """The questions and the phrases, word by word."""
        questions = _spelt(question.split() for question in islice(self._questions, _KEPT))
        return questions, _spelt(map(words_of, _phrases(self._lexicon)))

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(word for runs in self._runs for run in runs for word in run)

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        """How often two words, or words of two classes, stand side by side."""
        stands_for = {word: self._stands_for(word) for word in (*self._often, _EDGE)}
        questions, phrases = self._runs
        pairs: Counter[tuple[str, str]] = Counter()
        for run in (*((_EDGE, *run, _EDGE) for run in questions), *phrases):
            for one, other in pairwise(run):
                pairs.update((before, after) for before in stands_for[one] for after in stands_for[other])
        return pairs

    @cached_property
    def _by_length(self) -> Mapping[int, tuple[str, ...]]:
        return _of_one_length(self._often)

    def warm(self) -> None:
        """Build what the first misspelt word would otherwise wait for."""
        _ = self._pairs, self._by_length

    def repaired(self, words: Sequence[str]) -> list[str]:
        """The words of a question; those that nobody writes so are what their neighbours want, where that is clear."""
        found = list(words)
        for at, word in enumerate(words):
            if word in self._words.forms or not (word.isalpha() and _SHORTEST <= len(word) <= _LONGEST):
                continue
            before = found[at - 1] if at else _EDGE
            after = words[at + 1] if at + 1 < len(words) else _EDGE
            found[at] = self._meant(word, before, after) or word
        return found

    def _meant(self, word: str, before: str, after: str) -> str | None:
        """What is meant by a word that is not known between these two; None if that is not clear."""
        inflected = any(hit.lexeme in self._words.useful for hit in self._words.strict(word))
        held = self._governs(before) or self._postposed(after)
        last = after == _EDGE or self._postposed(after)
        weighed = [self._weighed(other, before, after, likely=likely) for other, likely in self._near(word)]
        fitting = [
            one
            for one in weighed
            if one.left and one.right and (one.likely or not (inflected or (held and last)))
        ]
        if fitting or inflected:
            return _clearest(fitting)
        best = _clearest(weighed)
        one = next((one for one in weighed if one.word == best), None)
        if one is None or _swapped(word, one.word):
            return best
        if not one.likely or not self._serves(one.word):
            return None
        if not held:
            often = before and after and self._often[one.word] >= _OFTEN
            return best if one.left or one.right or often else None
        far = one.weight >= _WEIGHTY and best == _clearest(weighed, _FAR)
        return best if far and (one.left or (one.right and not last)) else None

    def _weighed(self, word: str, before: str, after: str, *, likely: bool) -> _Weighed:
        left = max(self._pairs[one, word] for one in self._as(before))
        right = max(self._pairs[word, one] for one in self._as(after))
        weight = (_LIKELY if likely else 1.0) * (1 + left) * (1 + right) * (1 + self._often[word])
        return _Weighed(word, likely, left, right, weight)

    def _one_slip_away(self, word: str) -> tuple[tuple[str, bool], ...]:
        """Words that one slip makes this of, and whether it is a likely one."""
        near = []
        for length in range(len(word) - 1, len(word) + 2):
            known = self._by_length.get(length, ())
            for other, *_ in process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=None):
                likely = length > len(word) or sorted(other) == sorted(word)
                if (likely and length > _SHORTEST) or self._serves(other):
                    near.append((other, likely))
        return tuple(near)

    def _stands_for(self, word: str) -> tuple[str, ...]:
        """The word, and the classes that it is of."""
        if word == _EDGE:
            return (_EDGE,)
        kinds: set[str] = set()
        lexemes = self._words.forms.get(word) or [hit.lexeme for hit in self._words.strict(word)]
        for lexeme in lexemes:
            kinds.update(map(self._annotator.kind_of, self._annotator.single(lexeme)))
            if lexeme in self._words.proper:
                kinds.add("name")
        return (word, *(f"<{kind}>" for kind in sorted(kinds & _CLASSES)))

    def _serves(self, word: str) -> bool:
        hits = self._words.strict(word)
        kinds = {self._annotator.kind_of(unit) for unit in self._units_of(word)}
        return (
            kinds <= _SERVING if kinds else any(self._annotator.only_in_structure(hit.lexeme) for hit in hits)
        )

    def _governs(self, word: str) -> bool:
        """Whether a subject may come next: after "about", "the", "discussed"."""
        units = self._units_of(word) if word else ()
        return _PREPOSITION in units or any(self._annotator.kind_of(unit) == "relation" for unit in units)

    def _postposed(self, word: str) -> bool:
        return bool(word) and not _POSTPOSITIONS.isdisjoint(self._units_of(word))

    def _units_of(self, word: str) -> tuple[str, ...]:
        return tuple(unit for hit in self._words.strict(word) for unit in self._annotator.single(hit.lexeme))


def _phrases(lexicon: Lexicon) -> Iterator[str]:
    for concept in lexicon:
        if concept.kind in _SERVING:
            for listed in concept.words.values():
                yield from listed


def _spelt(runs: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """As they are written, and on Russian keys."""
    found = ((tuple(run), tuple(map(fold, run))) for run in runs)
    return [form for forms in found for form in dict.fromkeys(forms)]


def _of_one_length(words: Iterable[str]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for word in words:
        if word.isalpha() and _SHORTEST - 1 <= len(word) <= _LONGEST + 1:
            found.setdefault(len(word), []).append(word)
    return {length: tuple(known) for length, known in found.items()}


def _swapped(word: str, other: str) -> bool:
    """Whether two letters behind the first changed places, which hardly makes another word."""
    return len(word) > _SHORTEST and word[0] == other[0] and sorted(word) == sorted(other)


def _clearest(weighed: Sequence[_Weighed], lead: float = _CLEARLY) -> str | None:
    """The weightiest word, if it weighs so many times what any other does."""
    ordered = sorted(weighed, key=lambda one: (-one.weight, one.word))
    if not ordered or (len(ordered) > 1 and ordered[0].weight < lead * ordered[1].weight):
        return None
    return ordered[0].word

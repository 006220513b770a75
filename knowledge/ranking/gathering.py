"""Building the sections of a segment out of documents."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise

from knowledge.model import LANGS, Lang
from knowledge.ranking.analysing import Unit, key_of, units, word_lang, words_of
from knowledge.ranking.documents import Doc
from knowledge.ranking.edits import spelling_entries
from knowledge.ranking.strings import Packing

Sections = Mapping[str, "bytearray | array[int]"]


class _Vocabulary(dict[str, int]):
    """Numbers for words in the order they come; a language has its own, for endings differ."""

    def __init__(self, lang: Lang, filed: list[tuple[str, str]]) -> None:
        super().__init__()
        self._lang = lang
        self._filed = filed

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self._filed) + 1
        self._filed.append((key_of(word, word_lang(word, self._lang)), word))
        return number


class _SideGathering:
    """The units of one side as they come."""

    def __init__(self, vocabularies: Mapping[Lang, _Vocabulary]) -> None:
        self._vocabularies = vocabularies
        self._forward = array("I")
        self._forward_at = array("Q", [0])
        self._doc_of = array("I")
        self._first_unit = array("I", [0])
        self._totals = {lang: [0, 0, 0, 0] for lang in LANGS}
        self._lang_of = array("I")

    def take(self, doc: int, pieces: Iterable[Unit], lang: Lang) -> None:
        """The units of the next document."""
        totals, number, forward = self._totals[lang], self._vocabularies[lang].__getitem__, self._forward
        for piece in pieces:
            begun = len(forward)
            for place, sentence in enumerate(piece):
                if place:
                    forward.append(0)
                forward.extend(map(number, sentence))
            self._forward_at.append(len(forward))
            self._doc_of.append(doc)
            length = len(forward) - begun
            totals[2] += length
            totals[3] += length * length
        count = len(self._doc_of) - self._first_unit[-1]
        self._first_unit.append(len(self._doc_of))
        self._lang_of.append(LANGS.index(lang))
        totals[0] += count > 0
        totals[1] += count

    def sections(self, renumbered: array[int], key_of_word: array[int], keys: int) -> Sections:
        forward = array("I", map(renumbered.__getitem__, self._forward))
        often = array("I", bytes(array("I").itemsize * (len(key_of_word) - 1)))
        postings, postings_at = self._postings(forward, key_of_word, keys, often)
        return {
            "forward": forward,
            "forward_at": self._forward_at,
            "postings": postings,
            "postings_at": postings_at,
            "spread": self._spread(postings, postings_at),
            "often": often,
            "lang_of": self._lang_of,
            "doc_of": self._doc_of,
            "first_unit": self._first_unit,
            "totals": array("Q", [number for lang in LANGS for number in self._totals[lang]]),
        }

    def _postings(
        self, forward: array[int], key_of_word: array[int], keys: int, often: array[int]
    ) -> tuple[array[int], array[int]]:
        """For each key the units that have it, in order; counts for each word how many have it."""
        found = [array("I") for _ in range(keys)]
        starts = self._forward_at
        for unit in range(len(self._doc_of)):
            words = set(forward[starts[unit] : starts[unit + 1]])
            words.discard(0)
            for word in words:
                often[word - 1] += 1
            for key in {key_of_word[word] for word in words}:
                found[key].append(unit)
        postings = array("I")
        for units_of_key in found:
            postings.extend(units_of_key)
        return postings, array("Q", [0, *accumulate(map(len, found))])

    def _spread(self, postings: array[int], postings_at: array[int]) -> array[int]:
        """For each key how many documents of each language have it, once or in many units."""
        docs = array("I", map(self._doc_of.__getitem__, postings))
        spread, lang_of = array("I"), self._lang_of.__getitem__
        for start, end in pairwise(postings_at):
            langs = bytes(map(lang_of, set(docs[start:end])))
            spread.extend(map(langs.count, range(len(LANGS))))
        return spread


class Gathering:
    """Takes documents one by one and lays them out; what it makes depends on nothing but their order."""

    def __init__(self) -> None:
        self._filed: list[tuple[str, str]] = []  # key and word of each number
        vocabularies = {lang: _Vocabulary(lang, self._filed) for lang in LANGS}
        self._texts = _SideGathering(vocabularies)
        self._questions = _SideGathering(vocabularies)
        self._ids: list[str] = []
        self._sources = Packing()

    def take(self, docs: Iterable[Doc]) -> None:
        for number, doc in enumerate(docs, len(self._ids)):
            self._texts.take(number, units(doc.text), doc.lang)
            self._questions.take(number, ((words_of(one),) for one in doc.questions), doc.lang)
            self._ids.append(doc.id)
            self._sources.add(json.dumps([doc.lang, doc.extra, doc.text, *doc.questions], ensure_ascii=False))

    def superseded(self) -> frozenset[int]:
        """The documents whose id comes again later."""
        ordered = self._by_id()
        return frozenset(doc for doc, after in pairwise(ordered) if self._ids[doc] == self._ids[after])

    def _by_id(self) -> array[int]:
        return array("I", sorted(range(len(self._ids)), key=self._ids.__getitem__))

    def sections(self) -> Sections:
        """Everything a segment needs. Words get new numbers: in the order of their keys."""
        distinct = sorted(set(self._filed))
        place = {filed: number for number, filed in enumerate(distinct, 1)}
        renumbered = array("I", [0, *(place[filed] for filed in self._filed)])
        keys, first_word = _grouped(distinct)
        key_of_word = array("I", [0])
        for key, (start, end) in enumerate(pairwise(first_word)):
            key_of_word.extend([key] * (end - start))
        words = [word for _, word in distinct]
        packed = {
            "keys": Packing(keys),
            "words": Packing(words),
            "ids": Packing(self._ids),
            "sources": self._sources,
        }
        sides = {"texts": self._texts, "questions": self._questions}
        return {
            **{name: packing.blob for name, packing in packed.items()},
            **{f"{name}_at": packing.starts for name, packing in packed.items()},
            "first_word": first_word,
            "by_id": (by_id := self._by_id()),
            "order": _places(by_id),
            "spelling": spelling_entries(words),
            "key_spelling": spelling_entries(keys),
            **{
                f"{side}.{name}": section
                for side, gathered in sides.items()
                for name, section in gathered.sections(renumbered, key_of_word, len(keys)).items()
            },
        }


def _places(ordered: array[int]) -> array[int]:
    """Of each document its place in that order."""
    places = array("I", bytes(len(ordered) * ordered.itemsize))
    for place, doc in enumerate(ordered):
        places[doc] = place
    return places


def _grouped(distinct: list[tuple[str, str]]) -> tuple[list[str], array[int]]:
    """The keys, and the number of each one's first word."""
    keys: list[str] = []
    first = array("I")
    for number, (key, _) in enumerate(distinct):
        if not keys or keys[-1] != key:
            keys.append(key)
            first.append(number)
    first.append(len(distinct))
    return keys, first

"""One block of documents with everything to find them by; lies in a file under a memory map, or in memory."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import takewhile

from knowledge.ranking.documents import Doc
from knowledge.ranking.strings import Numbers, Strings

_TEXT = frozenset({"keys", "words", "ids", "sources"})
_WIDE = frozenset({"spelling", "key_spelling", "totals"})


def _cast(view: memoryview, section: str) -> memoryview:
    """The section as the numbers it is of: 64 or 32 bits."""
    name = section.rpartition(".")[2]
    wide = name in _WIDE or name.endswith("_at")
    return view.cast("Q") if wide else view if name in _TEXT else view.cast("I")


class Side:
    """The units of one kind: pieces of texts, or known questions. Documents have none, one or many.

    `forward` holds a unit's words in order, as numbers of words plus one, with 0 between sentences.
    """

    def __init__(self, numbers: Mapping[str, Numbers]) -> None:
        self.postings = numbers["postings"]
        self.postings_at = numbers["postings_at"]
        self.spread = numbers["spread"]  # of each key: how many documents of each language have it
        self.often = numbers["often"]  # of each word: how many units have it
        self.lang_of = numbers["lang_of"]  # of each document
        self.forward = numbers["forward"]
        self.forward_at = numbers["forward_at"]
        self.doc_of = numbers["doc_of"]  # of each unit
        self.first_unit = numbers["first_unit"]  # of each document, and the end
        self.totals = numbers["totals"]  # of each language: documents, units, words

    @property
    def units(self) -> int:
        return len(self.doc_of)

    def count(self, key: int) -> int:
        """How many units have a word of this key."""
        return self.postings_at[key + 1] - self.postings_at[key]

    def units_with(self, key: int) -> Numbers:
        return self.postings[self.postings_at[key] : self.postings_at[key + 1]]

    def unit(self, unit: int) -> Numbers:
        return self.forward[self.forward_at[unit] : self.forward_at[unit + 1]]

    def units_of(self, doc: int) -> range:
        return range(self.first_unit[doc], self.first_unit[doc + 1])


class Segment:
    """Documents are numbered from 0 here; so are keys, words, and the units of each side."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        numbers = {name: _cast(view, name) for name, view in sections.items()}
        self.keys = Strings(sections["keys"], numbers["keys_at"])
        self.words = Strings(sections["words"], numbers["words_at"])
        self.ids = Strings(sections["ids"], numbers["ids_at"])
        self.sources = Strings(sections["sources"], numbers["sources_at"])
        self.first_word: Numbers = numbers["first_word"]  # of each key, and the end
        self.texts = Side(_of("texts", numbers))
        self.questions = Side(_of("questions", numbers))
        self.by_id: Numbers = numbers["by_id"]  # documents in the order of their ids
        self.order: Numbers = numbers["order"]  # of each document its place in that order
        self.spelling: Numbers = numbers["spelling"]  # parts of words
        self.key_spelling: Numbers = numbers["key_spelling"]  # parts of keys

    @property
    def docs(self) -> int:
        return len(self.by_id)

    def key_of_word(self, word: int) -> int:
        return bisect_right(self.first_word, word) - 1

    def words_of(self, key: int) -> range:
        return range(self.first_word[key], self.first_word[key + 1])

    def word(self, word: str, key: int) -> int:
        """The number of a word filed under a key; -1 if it is not."""
        return self.words.find(word, self.first_word[key], self.first_word[key + 1])

    def docs_of(self, wanted: str) -> list[int]:
        """The documents of an id: one or none, more if it was given twice."""
        low = bisect_left(self.by_id, wanted, key=self.ids.__getitem__)
        same = takewhile(lambda doc: self.ids[doc] == wanted, self.by_id[low:])
        return list(same)

    def docs_beginning(self, prefix: str) -> list[int]:
        """The documents whose ids begin so."""
        low = bisect_left(self.by_id, prefix, key=self.ids.__getitem__)
        return list(takewhile(lambda doc: self.ids[doc].startswith(prefix), self.by_id[low:]))

    def source(self, doc: int) -> Doc:
        """The document as it was given."""
        lang, extra, text, *questions = json.loads(self.sources[doc])
        return Doc(self.ids[doc], lang, text, tuple(questions), extra)


def _of(side: str, numbers: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
    return {
        name.removeprefix(f"{side}."): section
        for name, section in numbers.items()
        if "." in name and name.startswith(side)
    }


def views(sections: Mapping[str, bytearray | array[int]]) -> Mapping[str, memoryview]:
    """Sections in memory as a segment takes them: plain bytes."""
    return {name: memoryview(section).cast("B") for name, section in sections.items()}

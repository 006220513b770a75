"""Words within one or two slips, by PASS-JOIN (see `knowledge.language.spelling`), as sorted numbers on disk.

The parts are those of `SpellingIndex`; what differs is that a number here is the same in every process
(CRC-32 instead of Python's salted hash), so that it can be written to a file and searched without reading it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final
from zlib import crc32

from knowledge.language.spelling import Part, edits_allowed, known_parts, typed_parts
from knowledge.ranking.strings import Numbers

_PLACE_BITS: Final = 32
_PLACE: Final = (1 << _PLACE_BITS) - 1
# A part that more words have than this tells too little, and one bad word must not cost a second.
_MOST: Final = 2_000


def spelling_entries(words: Iterable[str]) -> array[int]:
    """One sorted number for each part of each word: hash above, the word's place below."""
    entries = (
        _hash(part) << _PLACE_BITS | place
        for place, word in enumerate(words)
        if len(word) <= 64 and not any(map(str.isdigit, word))
        for part in known_parts(word)
    )
    return array("Q", sorted(entries))


def near(word: str, entries: Numbers) -> Iterator[int]:
    """The places of words that may be within the slips allowed; the caller measures the distance."""
    allowed = edits_allowed(word)
    if not allowed:
        return
    seen: set[int] = set()
    for part in typed_parts(word, allowed):
        wanted = _hash(part)
        start = bisect_left(entries, wanted << _PLACE_BITS)
        for entry in entries[start : start + _MOST]:
            if entry >> _PLACE_BITS != wanted:
                break
            place = entry & _PLACE
            if place not in seen:
                seen.add(place)
                yield place


def _hash(part: Part) -> int:
    parts, which, length, letters = part
    return crc32(f"{parts}{which}{length}{letters}".encode())

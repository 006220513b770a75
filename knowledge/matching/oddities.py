"""A single word that nobody knows, in a question that is plain without it: a slip, or padding no lexicon lists.

It may be left aside where it is no name and nothing says that it is what the question is about; whether the answer
is sure enough then is for the decision to say.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.index.base import Base
from knowledge.matching.reading import Reading
from knowledge.matching.scoring import Match
from knowledge.matching.slots import Slot

# The lists of the lexicon whose words govern what stands after them, and before.
_BEFORE = ("object-before", "origin-before")
_AFTER = ("object-after", "origin-after")
_NARROWED = {"category", "topic", "post"}


def odd_word(reading: Reading, match: Match, base: Base) -> Slot | None:
    """The one word that keeps the fact from answering, if it may be left aside."""
    if len(match.missing) != 1:
        return None
    odd = match.missing[0]
    if odd.kind != "unknown" or odd.text in reading.names or odd not in reading.slots:
        return None
    at = reading.slots.index(odd)
    return None if _may_be_a_name(reading, at) or _is_governed(reading, at, base) else odd


def without(reading: Reading, odd: Slot) -> Reading:
    return replace(reading, slots=tuple(slot for slot in reading.slots if slot is not odd))


def _may_be_a_name(reading: Reading, at: int) -> bool:
    """Whether it opens the question, stands beside a name, or before what it may narrow down ("… theatre")."""
    following = reading.slots[at + 1].kind if at + 1 < len(reading.slots) else ""
    return at == 0 or following in _NARROWED or "name" in (following, reading.slots[at - 1].kind)


def _is_governed(reading: Reading, at: int, base: Base) -> bool:
    """ "About …", «… туралы»: the word is what is asked about."""
    before = reading.slots[at - 1].text.split()[-1:] if at else []
    after = reading.slots[at + 1].text.split()[:1] if at + 1 < len(reading.slots) else []
    return any(word in base.listed(name) for name in _BEFORE for word in before) or any(
        word in base.listed(name) for name in _AFTER for word in after
    )

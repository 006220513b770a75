"""What surrounds a question and asks nothing: "for my newsletter, …", "I am writing a column and need …".

An unknown word vetoes an answer, since it may be what matters ("salary"). In a clause of the asker's own it may not:
one that speaks in the first person, asks nothing, and names nothing that is on record.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.index.base import Base
from knowledge.matching.slots import Slot

# Concepts that ask; names and nouns of people only may.
_ASKING = frozenset(
    f"c:{name}"
    for name in (
        *(
            "who",
            "who-all",
            "what",
            "what-post",
            "which",
            "which-side",
            "when",
            "when-day",
            "where",
            "how",
            "why",
        ),
        *("how-many", "how-many-chat", "how-many-people", "list"),
    )
)
_PRONOUN = "c:pronoun"
_TELLING = {"name", "post", "category", "topic", "side", "attribute", "number", "time", "place", "ordinal"}
_EVERYDAY = "c:everyday-thing"  # no more than a word that nobody knows
_OF_A_ROLE = {"name", "side", "attribute"}  # kinds that the asker's own role does not take with it


def without_frames(slots: Sequence[Slot], breaks: Collection[int], base: Base) -> list[Slot]:
    """The slots, those of framing clauses as fillers. `breaks`: the numbers of slots with punctuation before them."""
    found = list(slots)
    asked = [at for at, slot in enumerate(found) if _asks(slot)]
    if not asked:
        return found
    for start, end in _clauses(found, breaks, asked, base):
        clause = found[start:end]
        rest = [*found[:start], *found[end:]]
        framed = _is_role(clause) or _is_frame(clause, rest, base)
        if framed and not any(map(_asks, clause)) and any(slot.content for slot in rest):
            found[start:end] = [replace(slot, units=(), kind="filler", cost=0.0) for slot in clause]
    return found


def _clauses(
    slots: Sequence[Slot], breaks: Collection[int], asked: Sequence[int], base: Base
) -> list[tuple[int, int]]:
    """Runs between punctuation, before a question word, from "for my" on, and up to "as a …", «… үшін»."""
    cuts = {0, len(slots), *breaks, *asked}
    for at, slot in enumerate(slots):
        if _opens(slots, at, base):
            cuts.add(at)
        if _words(slot) & base.listed("frame-closing"):
            cuts.add(at + 1)
    edges = sorted(cuts)
    return list(pairwise(edges))


def _opens(slots: Sequence[Slot], at: int, base: Base) -> bool:
    """ "For my …": a preposition of purpose and the asker."""
    following = slots[at + 1] if at + 1 < len(slots) else None
    own = following is not None and not _words(following).isdisjoint(base.listed("first-person-own"))
    return own and not _words(slots[at]).isdisjoint(base.listed("frame-opening"))


def _is_frame(clause: Sequence[Slot], rest: Sequence[Slot], base: Base) -> bool:
    """Whether the asker speaks of himself, and of nothing on record."""
    if any(slot.kind in _TELLING and not slot.optional and _EVERYDAY not in slot.units for slot in clause):
        return False
    words = {word for slot in clause for word in _words(slot)}
    if not words.isdisjoint(base.listed("first-person")):
        return True
    # "Our delegation's hairdresser, who was he?" is what is asked about; "my editor wonders" is not.
    spoken_of = any(slot.kind == "context" for slot in clause) or any(_PRONOUN in slot.units for slot in rest)
    return not spoken_of and not words.isdisjoint(base.listed("first-person-own"))


def _is_role(clause: Sequence[Slot]) -> bool:
    """ "As a librarian": what the asker is does not narrow the question down."""
    if any(slot.kind in _OF_A_ROLE and _EVERYDAY not in slot.units for slot in clause):
        return False
    return any(unit == "c:role-opening" for unit in clause[0].units) or any(
        unit == "c:role-closing" for unit in clause[-1].units
    )


def _asks(slot: Slot) -> bool:
    return not _ASKING.isdisjoint(slot.units)


def _words(slot: Slot) -> frozenset[str]:
    return frozenset(slot.text.split())

"""Elliptical turns: "and the Russian side?", «а театры?», «ал Ресей ше?», "where?"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.index.base import Base
from knowledge.matching.reading import Reading, wants_of
from knowledge.matching.slots import Slot
from knowledge.matching.thread import Carried, Thread

# Slots of one group stand for each other: naming a theatre replaces the concert that was asked about before.
_GROUPS = {
    **dict.fromkeys(("name", "word", "category", "topic", "unknown"), "subject"),
    **dict.fromkeys(("time", "number", "ordinal"), "time"),
}
_CONTINUES = frozenset({"c:ellipsis", "c:only"})  # "and …", "only …"
_SHORT = 3  # content slots; a longer turn is a question of its own


def _group(kind: str) -> str:
    return _GROUPS.get(kind, kind)


def points_back(reading: Reading) -> bool:
    """Whether the turn itself continues another: by "and …", "only …", «… ше?», a bare "where?", a pronoun."""
    if reading.pronoun or all(slot.kind == "need" for slot in reading.content):
        return True
    edges = {unit for slot in (reading.slots[0], reading.slots[-1]) for unit in slot.units}
    return not _CONTINUES.isdisjoint(edges) and len(reading.content) <= _SHORT


def may_point_back(reading: Reading) -> bool:
    """Whether the turn is so short that it may lean on the one before."""
    return len(reading.content) <= _SHORT


def resume(reading: Reading, thread: Thread, base: Base) -> Reading:
    """The turn with what it leaves out taken from the thread; what it names replaces its like."""
    if reading.pronoun and (subject := _subject(thread, base)):
        return replace(reading, slots=(*reading.slots, subject))
    named = {_group(slot.kind) for slot in reading.content}
    asks = any(slot.kind == "ask" for slot in reading.slots)
    kept = [
        Slot(slot.text, slot.units, slot.kind, 0.0, excluded=slot.excluded)
        for slot in thread.slots
        if (slot.kind != "ask" and _group(slot.kind) not in named) or (slot.kind == "ask" and not asks)
    ]
    slots = (*reading.slots, *kept)
    return replace(reading, slots=slots, wants=wants_of(slots, base))


def carried(reading: Reading) -> tuple[Carried, ...]:
    """What of a reading the next turn may take over."""
    return tuple(
        Carried(slot.kind, slot.text, slot.units, slot.excluded)
        for slot in reading.slots
        if slot.kind not in ("filler", "operator") and slot.units
    )


def _subject(thread: Thread, base: Base) -> Slot | None:
    """Whom "he" or "she" means: the one subject of all that the last answer told; None if it told of several."""
    profiles = (base.profiles[name] for name in thread.facts if name in base.profiles)
    subjects = {profile.fact.about[0] for profile in profiles if profile.fact.about}
    if len(subjects) != 1:
        return None
    name = subjects.pop()
    return Slot(name, (f"e:{name}",), "name", 0.0)

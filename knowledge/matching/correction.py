"""Questions that take something for granted that is not so, and what to answer instead of nothing.

"Was it in Moscow?" is answered with where it was, "Is she the rector?" with the post she holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.index.base import Base
from knowledge.index.profile import side_unit
from knowledge.matching.anchoring import trust
from knowledge.matching.checking import checked
from knowledge.matching.company import OTHER_SIDE, person_of
from knowledge.matching.reading import Reading
from knowledge.matching.scoring import Match
from knowledge.matching.slots import Slot
from knowledge.model import Gives

_MEETING = ("c:meeting", "c:commission", "c:held")
_SIDES = tuple(map(side_unit, OTHER_SIDE))
_LIST_NOTE = "c:list_note"
_HEADS = "c:heads"
_MEANT = 0.2  # trust from which a word that is wrong about the record was surely meant
# Kinds of slots that can be put right about the meeting, and the kind of answer that does it.
_OF_THE_MEETING: dict[str, Gives] = {"time": "date", "number": "date", "place": "place"}


def about_the_setting(reading: Reading, base: Base) -> bool:
    """Whether nothing but time and place narrows the question down, and nobody is asked for."""
    return not reading.wants & {"person", "organisation", "post"} and all(
        slot.optional
        or slot.kind in ("context", "time", "place", "need")
        or (slot.kind == "number" and reading.has(*_MEETING))
        or any(unit in base.setting for unit in slot.units)
        for slot in reading.content
    )


def disputes_the_setting(reading: Reading) -> bool:
    """Whether a time or a place is named that may be another than the meeting's; 2020 is also the year of plans."""
    of_the_meeting = reading.has(*_MEETING)
    return any(
        slot.kind in _OF_THE_MEETING and (slot.kind != "number" or of_the_meeting) for slot in reading.content
    )


def put_right(reading: Reading, ranked: Sequence[Match], base: Base) -> Reading | None:
    """The question without what it is wrong about, asking for what is right; None if that would be another one."""
    if about_the_setting(reading, base) and disputes_the_setting(reading):
        wrong = [
            slot
            for slot in reading.content
            if slot.kind in _OF_THE_MEETING and not base.setting.intersection(slot.units)
        ]
        return _without(reading, wrong)
    return checked(reading, ranked, base)


def _without(reading: Reading, wrong: Sequence[Slot]) -> Reading | None:
    rest = tuple(slot for slot in reading.slots if slot not in wrong)
    # "Peru" is no slip for "Perm": what is only guessed is not put right.
    if not wrong or any(trust(slot) < _MEANT for slot in wrong) or not any(slot.content for slot in rest):
        return None
    return replace(reading, slots=rest, wants=frozenset(_OF_THE_MEETING[slot.kind] for slot in wrong))


def completed(reading: Reading, base: Base) -> Reading:
    """ "Is the Russian list complete?" asks about the list, not for it: the adjective comes last."""
    telling = [slot for slot in reading.slots if slot.kind not in ("need", "filler") or _complete(slot, base)]
    if len(telling) <= 1 or not _complete(telling[-1], base) or reading.wants - {"person"}:
        return reading
    lists = [slot for slot in telling[:-1] if "c:list" in slot.units]
    if not lists or not (telling[-1].text in base.listed("complete-predicate") or _is_polar(reading, base)):
        return reading
    rest = (slot for slot in reading.slots if slot not in lists and slot is not telling[-1])
    note = Slot(telling[-1].text, (_LIST_NOTE,), "relation", 0.0)
    return replace(reading, slots=(*(slot for slot in rest if slot.kind != "need"), note), wants=frozenset())


def _complete(slot: Slot, base: Base) -> bool:
    return slot.text in base.listed("complete") or slot.text in base.listed("complete-predicate")


def _is_polar(reading: Reading, base: Base) -> bool:
    """Whether the question opens with a verb and so asks for yes or no."""
    return bool(reading.slots) and reading.slots[0].text in base.listed("polar-opening")


def headed(reading: Reading, base: Base) -> Reading:
    """ "Did Moskvin head the Russian side?": if it was somebody else, who it was is the answer."""
    if reading.wants - {"person"} or not reading.has(_HEADS) or not reading.has(*_SIDES, "c:side-noun"):
        return reading
    named = [slot for slot in reading.content if person_of(slot, base)]
    rest = [slot for slot in reading.content if slot not in named]
    if len(named) != 1 or any(slot.kind not in ("relation", "side", "context", "need") for slot in rest):
        return reading
    people = [base.entities[unit[2:]] for unit in named[0].units if unit[2:] in base.entities]
    heads = {
        fact.about[0]: fact.side for fact in base.facts() if fact.about and f"c:{fact.relation}" == _HEADS
    }
    sides = {person.side for person in people if person.side} if not reading.has(*_SIDES) else set()
    asked = sides | {side for side in OTHER_SIDE if reading.has(side_unit(side))}
    if not asked or any(heads.get(person.id) in asked for person in people):
        return reading
    slots = (slot for slot in reading.slots if slot not in named)
    own = (Slot("", (side_unit(side),), "side", 0.0) for side in sides)
    return replace(reading, slots=(*slots, *own), wants=frozenset({"person"}))

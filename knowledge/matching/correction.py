"""Questions that take something for granted that is not so, and what to answer instead of nothing.

"Was it in Moscow?" is answered with where it was, "Is she the rector?" with the post she holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.index.base import Base
from knowledge.index.profile import side_unit
from knowledge.matching.reading import Reading, Slot
from knowledge.matching.scoring import Match
from knowledge.model import Entity, Gives

_COUNTERPART = "c:counterpart"
_PEOPLE = ("c:how-many-people", "c:person-noun", "c:takes_part", "c:side-noun")
_MEETING = ("c:meeting", "c:commission", "c:held")
_OTHER = {"kz": "ru", "ru": "kz"}
# Kinds of slots that can be put right, and the kind of answer that does it.
_OF_THE_MEETING: dict[str, Gives] = {"time": "date", "number": "date", "place": "place"}
_OF_A_PERSON: dict[str, Gives] = {"post": "post", "side": "side"}


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
        return _without(reading, wrong, _OF_THE_MEETING)
    if ranked and "person" not in reading.wants and _names_a_person(reading, base):
        wrong = list(ranked[0].missing)
        if all(slot.kind in _OF_A_PERSON for slot in wrong) and "post" in ranked[0].profile.fact.gives:
            return _without(reading, wrong, _OF_A_PERSON)
    return None


def _without(reading: Reading, wrong: Sequence[Slot], right: dict[str, Gives]) -> Reading | None:
    rest = tuple(slot for slot in reading.slots if slot not in wrong)
    if not wrong or not any(slot.content for slot in rest):
        return None
    return replace(reading, slots=rest, wants=frozenset(right[slot.kind] for slot in wrong))


def _names_a_person(reading: Reading, base: Base) -> bool:
    return any(_person(slot, base) for slot in reading.content)


def _person(slot: Slot, base: Base) -> Entity | None:
    for unit in slot.units:
        entity = base.entities.get(unit[2:]) if unit.startswith("e:") else None
        if entity and entity.kind == "person":
            return entity
    return None


def across_the_table(reading: Reading, base: Base) -> Reading:
    """ "Stepanov's counterpart" is the head of the other side."""
    if not reading.has(_COUNTERPART):
        return reading
    person = next((person for slot in reading.content if (person := _person(slot, base))), None)
    if person is None or person.side not in _OTHER:
        return reading
    rest = tuple(slot for slot in reading.slots if not _person(slot, base) and _COUNTERPART not in slot.units)
    other = Slot("", (side_unit(_OTHER[person.side]),), "side", 0.0)
    head = () if reading.has("c:said") else (Slot("", ("c:heads",), "relation", 0.0),)
    return replace(reading, slots=(*(slot for slot in rest if slot.kind != "side"), other, *head))


def counted(reading: Reading, base: Base) -> Reading:
    """ "How many came with Stepanov?": who is named in a count of people stands for his side."""
    if not reading.counts or not _counts_people(reading):
        return reading
    slots = [
        replace(slot, units=(side_unit(person.side),), kind="side")
        if (person := _person(slot, base)) and person.side and not slot.excluded
        else slot
        for slot in reading.slots
    ]
    return replace(reading, slots=tuple(slots))


def _counts_people(reading: Reading) -> bool:
    """ "How many came with him", not "how much does he get"."""
    return reading.has(*_PEOPLE) or any(slot.kind == "side" for slot in reading.content)

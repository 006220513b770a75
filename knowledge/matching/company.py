"""Who came with whom: both sides sat at one table, and each person named belongs to one of them."""

from __future__ import annotations

from dataclasses import replace

from knowledge.index.base import Base
from knowledge.index.profile import gives_unit, side_unit
from knowledge.matching.reading import Reading
from knowledge.matching.slots import Slot
from knowledge.model import Entity, Gives

OTHER_SIDE = {"kz": "ru", "ru": "kz"}
_PEOPLE = ("c:how-many-people", "c:person-noun", "c:takes_part", "c:side-noun")
_MEETING = ("c:meeting", "c:commission", "c:held", "c:discussed")
_COUNTERPART, _TAKES_PART = "c:counterpart", "c:takes_part"
_KAZAKH_WITH = ("мен", "пен", "бен")  # the endings of the instrumental
_SPOKEN = ("c:said", "c:planned", "c:discussed", "c:mood")
_ASKED = "c:companion-asked"
_ACCOMPANY = ("c:companion", "c:companions", _ASKED)
_COMPANY = frozenset({*_ACCOMPANY, "c:work-plan"})  # "came with" is also said of the plan he came with
_BESIDE = {"relation", "context", "side", "category", "need"}  # kinds of what may narrow companions down
_APART = 4  # slots from "ours" within which the other side is named along with it
_WITH_PEOPLE = frozenset({_TAKES_PART, "c:held"})


def person_of(slot: Slot, base: Base) -> Entity | None:
    """The person whom the slot names; of several the first."""
    for unit in slot.units:
        entity = base.entities.get(unit[2:]) if unit.startswith("e:") else None
        if entity and entity.kind == "person":
            return entity
    return None


def on_both_sides(reading: Reading, base: Base) -> Reading:
    """ "Ours and the Russian ones", «біздікі де, ресейдікі де»: whichever side is the asker's, both are meant."""
    slots = list(reading.slots)
    for own in (at for at, slot in enumerate(slots) if slot.text in base.listed("own-side")):
        for at in range(max(0, own - _APART), min(len(slots), own + _APART + 1)):
            between = slots[min(own, at) + 1 : max(own, at)]
            joined = any(slot.text in base.listed("both-named") for slot in between)
            if (
                slots[at].kind == "side"
                and joined
                and all(slot.optional or not slot.content for slot in between)
            ):
                slots[at] = replace(slots[at], units=tuple(map(side_unit, OTHER_SIDE)))
                return replace(reading, slots=tuple(slots))
    return reading


def across_the_table(reading: Reading, base: Base) -> Reading:
    """ "Stepanov's counterpart", or who met with him, is the head of the other side."""
    at = next((at for at, slot in enumerate(reading.slots) if slot.content and person_of(slot, base)), None)
    if at is None or not (reading.has(_COUNTERPART) or _met(reading, at, base)):
        return reading
    person = person_of(reading.slots[at], base)
    if person is None or person.side not in OTHER_SIDE:
        return reading
    dropped = {_COUNTERPART, _ASKED, *_MEETING}
    rest = tuple(
        slot for slot in reading.slots if not person_of(slot, base) and not dropped.intersection(slot.units)
    )
    other = Slot("", (side_unit(OTHER_SIDE[person.side]),), "side", 0.0)
    head = () if reading.has("c:said") else (Slot("", ("c:heads",), "relation", 0.0),)
    return replace(reading, slots=(*(slot for slot in rest if slot.kind != "side"), other, *head))


def _met(reading: Reading, at: int, base: Base) -> bool:
    """ "With whom did Stepanov meet?", "who met with him?": two sides sat at the table."""
    spoke = reading.has(*_MEETING) and not reading.has(_TAKES_PART)
    if not spoke or reading.counts or reading.wants - {"person", "post"}:
        return False
    return _with_whom(reading) or (reading.wants >= {"person"} and _with(reading, at, base))


def talked_with(reading: Reading, base: Base) -> bool:
    """ "Who agreed with Stepanov?" is not answered by what he said himself."""
    if reading.wants != {"person"} or not reading.has(*_SPOKEN) or reading.has(_TAKES_PART):
        return False
    at = next((at for at, slot in enumerate(reading.slots) if slot.content and person_of(slot, base)), None)
    return at is not None and _with(reading, at, base)


def accompanied(reading: Reading, base: Base) -> Reading:
    """ "Who came with Stepanov?" asks for the others of his side."""
    if not (reading.counts or reading.lists or "person" in reading.wants or _of_companions(reading)):
        return reading
    at = next((at for at, slot in enumerate(reading.slots) if person_of(slot, base)), None)
    person = person_of(reading.slots[at], base) if at is not None else None
    if at is None or person is None or person.side not in OTHER_SIDE or not _in_company(reading, at, base):
        return reading
    rest = [slot for slot in reading.slots if not _COMPANY.intersection(slot.units) and slot.kind != "side"]
    rest = [slot for slot in rest if slot.units != (gives_unit("number"),)]
    rest = [replace(slot, excluded=True) if slot is reading.slots[at] else slot for slot in rest]
    if reading.counts:
        # With him or without: a count of a side tells both numbers.
        rest = [slot for slot in rest if not slot.excluded]
    came = Slot("", (_TAKES_PART,), "relation", 0.0)
    others = Slot("", (side_unit(person.side),), "side", 0.0)
    wants = reading.wants or frozenset[Gives]({"person"})
    return replace(reading, slots=(*(slot for slot in rest if not slot.optional), others, came), wants=wants)


def _of_companions(reading: Reading) -> bool:
    """ "Name Stepanov's retinue": the noun asks for people, whatever the question word."""
    return reading.has("c:companions") and not reading.wants


def _in_company(reading: Reading, at: int, base: Base) -> bool:
    """Whether others are asked for who were with the person named, and nothing else of them."""
    rest = [slot for slot in reading.content if slot is not reading.slots[at] and not slot.optional]
    if any(slot.kind not in _BESIDE and not _COMPANY.intersection(slot.units) for slot in rest):
        return False
    if any(slot.kind == "attribute" for slot in reading.slots[:at]):
        return False  # "who quarrelled with him"
    if any(slot.kind == "relation" and not _WITH_PEOPLE.intersection(slot.units) for slot in rest):
        return False
    came = reading.has(_TAKES_PART) or not reading.has(*_MEETING)
    return came and (reading.has(*_ACCOMPANY) or _with_whom(reading) or _with(reading, at, base))


def _with_whom(reading: Reading) -> bool:
    """ "With whom", «с кем», «кіммен»."""
    return reading.has(_ASKED) or any(
        "c:who" in slot.units and slot.text.endswith(_KAZAKH_WITH) for slot in reading.slots
    )


def _with(reading: Reading, at: int, base: Base) -> bool:
    """Whether "with" stands beside the slot, on the side where its language has it, or is its ending; or a side."""
    if reading.lang == "kk" and reading.slots[at].text.endswith(_KAZAKH_WITH):
        return True
    before = reading.slots[at - 1].text.split()[-1:] if at else []
    after = reading.slots[at + 1].text.split()[:1] if at + 1 < len(reading.slots) else []
    if base.listed("with-before") & {*before} or base.listed("with-after") & {*after}:
        return True
    # "In Stepanov's delegation", «в делегации Степанова».
    beside = (*reading.slots[max(0, at - 1) : at], *reading.slots[at + 1 : at + 2])
    return any("c:side-noun" in slot.units for slot in beside)


def counted(reading: Reading, base: Base) -> Reading:
    """ "How many came with Stepanov?": who is named in a count of people stands for his side."""
    if not reading.counts or not _counts_people(reading):
        return reading
    came = () if reading.content else (Slot("", (_TAKES_PART,), "relation", 0.0),)
    slots = [
        replace(slot, units=(side_unit(person.side),), kind="side")
        if (person := person_of(slot, base)) and person.side and not slot.excluded
        else slot
        for slot in reading.slots
    ]
    return replace(reading, slots=(*slots, *came))


def _counts_people(reading: Reading) -> bool:
    """ "How many came with him", not "how much does he get"."""
    return reading.has(*_PEOPLE) or any(slot.kind == "side" for slot in reading.content)

"""What a question is about: "what was said about workers?" is about workers, though the word is often mere padding.

Words for people at large, politeness and the like are explained by any fact. Where one of them is all that a
preposition of subject or purpose governs ("about", «для», «туралы»), or tells women from men, it is what is asked
about, and the record must explain it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from knowledge.index.annotate import STRUCTURE
from knowledge.index.base import Base
from knowledge.index.words import LAYER, ONE_EDIT
from knowledge.matching.slots import Slot

# What stands before and after an object, and from which cost of repair on a word may be one.
_GOVERNING = (("object-before", "object-after", 0.0), ("origin-before", "origin-after", LAYER))
_ONE = "gender-one"
_GENDER, _PEOPLE, _SOFT = "c:gender-noun", "c:person-noun", "c:soft-words"
_NOUNS = frozenset({_GENDER, _PEOPLE, _SOFT})
_WHERE, _WORKS, _EMPLOYER = "c:where", "c:works", "c:which-organisation"
_PLACES = (_WHERE,)  # nouns for places, which ask for one now and then
_WHO, _WHICH = "c:who", "c:which"
_TELLING = frozenset({"category", "topic", "name", "post", "side", "place", "word", "attribute", "unknown"})
_NARROWED = frozenset({"category", "topic"})  # what an attribute before it makes narrower
_NARROWING = frozenset({"category", "attribute"})
_SHORT = 5  # letters of a word that a slip makes another
_DEEDS = frozenset({"c:said", "c:discussed", "c:planned"})


def with_objects(slots: Sequence[Slot], breaks: Collection[int], base: Base) -> list[Slot]:
    """The slots, those that are what the question is about as content. `breaks`: as for `without_frames`."""
    found = list(slots)
    meant = {*_governed(found, breaks, base), *(at for at in range(len(found)) if _narrows(found, at))}
    for at in meant:
        found[at] = _as_object(found[at], base)
    return _with_employers([_of_one_sex(found, at, base) for at in range(len(found))], base)


def _governed(slots: Sequence[Slot], breaks: Collection[int], base: Base) -> Iterator[int]:
    """The numbers of slots that are all that a preposition, or in Kazakh a postposition, governs."""
    for at, slot in enumerate(slots):
        if not slot.units:
            continue
        for before, after, dear in _GOVERNING:
            # "About", and "spoke about" as one phrase.
            if not base.listed(before).isdisjoint((slot.text, slot.text.split()[-1])):
                last = _last_noun(slots, at, breaks, base)
            elif at and slot.text in base.listed(after):
                last = at - 1 if _alone(slots[:at], base) else None
            else:
                continue
            if last is not None and slots[last].cost >= dear:
                yield last


def _last_noun(slots: Sequence[Slot], at: int, breaks: Collection[int], base: Base) -> int | None:
    """The last of the nouns that follow, where nothing that follows them up to the next clause says more."""
    last = None
    for number in range(at + 1, len(slots)):
        slot = slots[number]
        parted = number in breaks and number > at + 1
        if parted or _is_question(slot) or (slot.kind == "relation" and last is not None):
            break
        if _is_noun(slot, base):
            last = number
        elif slot.kind in _TELLING:
            return None
    return last


def _alone(before: Sequence[Slot], base: Base) -> bool:
    """Whether the last of these is the object by itself, and no attribute of it says more."""
    if not _is_noun(before[-1], base):
        return False
    return len(before) == 1 or before[-2].kind not in _NARROWED


def _is_question(slot: Slot) -> bool:
    return slot.kind == "ask" and _NOUNS.isdisjoint(slot.units)


def _is_noun(slot: Slot, base: Base) -> bool:
    """Whether the slot would say something, were it not padding or a guess at padding."""
    guess = slot.cost >= ONE_EDIT
    if slot.kind == "relation":
        return guess or _DEEDS.isdisjoint(slot.units)
    if slot.kind == "context":
        return (guess and len(slot.text) <= _SHORT) or (slot.optional and not _NOUNS.isdisjoint(slot.units))
    if slot.content:
        return slot.optional or (guess and len(_telling_units(slot, base)) < len(slot.units))
    return bool(slot.units) and (not _NOUNS.isdisjoint(slot.units) or slot.cost >= LAYER)


def _telling_units(slot: Slot, base: Base) -> tuple[str, ...]:
    return tuple(unit for unit in slot.units if base.annotator.kind_of(unit) not in STRUCTURE)


def _as_object(slot: Slot, base: Base) -> Slot:
    units = _telling_units(slot, base)
    if slot.content and slot.kind != "context" and units and slot.cost < LAYER:
        kind = "topic" if slot.kind == "relation" else slot.kind
        return replace(slot, units=units, kind=kind, optional=False)
    # Whom it is about, and not that people are asked for.
    return replace(slot, units=(), kind="attribute" if slot.cost < LAYER else "unknown", optional=False)


def _of_one_sex(slots: Sequence[Slot], at: int, base: Base) -> Slot:
    """ "Which women came?" asks what posts do not tell; who "the woman from the library" is, the rest of it says."""
    slot = slots[at]
    if _GENDER not in slot.units:
        return slot
    asked = {unit for other in slots for unit in other.units}
    one = slot.text in base.listed(_ONE) and any(other.kind in _TELLING for other in slots)
    among = at > 0 and slots[at - 1].text in base.listed("origin-before")  # «кто из женщин»
    if one or (_WHO in asked and _WHICH not in asked and not among):
        return slot
    return replace(slot, units=(), kind="attribute")


def _with_employers(slots: Sequence[Slot], base: Base) -> list[Slot]:
    """ "Where does Stepanov work?" asks for the house, which the record names without saying that he works there."""
    asked = {unit for slot in slots for unit in slot.units}
    employed = _WHERE in asked and any(_is_person(slot, base) for slot in slots)
    return [
        replace(slot, units=(_EMPLOYER,), kind="ask") if employed and _WORKS in slot.units else slot
        for slot in slots
    ]


def _is_person(slot: Slot, base: Base) -> bool:
    entities = (base.entities.get(unit[2:]) for unit in slot.units if slot.kind == "name")
    return any(entity is not None and entity.kind == "person" for entity in entities)


def _narrows(slots: Sequence[Slot], at: int) -> bool:
    """ "Women's museums", "folk dance": what stands right before a noun and may say something does."""
    slot = slots[at]
    if at + 1 == len(slots) or slots[at + 1].kind not in _NARROWED or slots[at + 1].optional:
        return False
    # "The city museum"; "which city's museum" asks for a city.
    placed = slot.units == _PLACES and at > 0 and slots[at - 1].kind != "ask"
    return placed or _GENDER in slot.units or (slot.optional and slot.kind in _NARROWING)

"""What is asked for by name: "which play opens the tour?", "what operas do they stage?", «какая тема у мастер-класса?».

The record speaks of tours, ensembles and master classes without naming plays, bands or themes. What tells of them at
large does not answer who asks which one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.index.base import Base
from knowledge.matching.slots import Slot
from knowledge.model import LANGS, Entity

_NAMES = ("c:official-name", "c:own-name")  # what a fact that gives a name has
_WORK = "work-of-art"
_WORKS = frozenset({f"c:{_WORK}", "c:festival-show"})  # plays, films, books
_STAGED = frozenset(
    {*_WORKS, "c:opera", "c:ballet", "c:concert"}
)  # what a house or a person has made or shown
_PERFORMERS = frozenset({"c:ensemble", "c:orchestra"})
_WHICH, _WHAT, _LIST, _DEDICATED = "c:which", "c:what", "c:list", "c:dedicated"
_TOWN, _WORKS_AT = "c:town-asked", frozenset({"c:works", "c:which-organisation"})
_PLANNED = "c:planned"
_OF_PEOPLE = frozenset({"c:how-many-people", "c:person-noun", "c:side-noun", "c:field-people"})
_BESIDE = frozenset({"filler", "side", "context"})  # kinds that may stand between "which" and its noun
_THINGS = frozenset({"topic", "category"})
_OF_SPEECH = frozenset({"c:said", "c:discussed", "c:planned"})


def asked_by_name(slots: Sequence[Slot], base: Base) -> Iterator[Slot]:
    """What an answer must carry besides: the name of a work or a band, what something is devoted to."""
    for at, slot in enumerate(slots):
        noun = _noun(slots, at, base)
        if noun is not None and _must_be_named(slots, noun, base):
            yield Slot(slots[noun].text, _NAMES, "need", 0.0)
        if _is_theme_asked(slots, at, base):
            yield Slot(slot.text, (_DEDICATED,), "need", 0.0)


def _noun(slots: Sequence[Slot], at: int, base: Base) -> int | None:
    """The number of the noun that "which" or "name the" asks for, or "what" before it; "what kind of" does not."""
    asks = slots[at].units
    if slots[at].kind != "ask" or base.listed("sort-asked") & {*slots[at].text.split()}:
        return None
    if _WHICH in asks or _LIST in asks:
        return next((n for n in range(at + 1, len(slots)) if slots[n].kind not in _BESIDE), None)
    return at + 1 if _WHAT in asks and at + 1 < len(slots) else None


def _must_be_named(slots: Sequence[Slot], noun: int, base: Base) -> bool:
    units = frozenset(slots[noun].units)
    if not units.isdisjoint(_PERFORMERS | _WORKS) and not any(_is_stated(unit, base) for unit in units):
        return True
    beside = slots[noun + 1 : noun + 2] if units & _STAGED else slots[noun : noun + 2]
    if not _is_work(slots[noun], base) or any(_is_institution(slot, base) for slot in beside):
        return False
    return any(True for slot in slots for _ in _named(slot, base))


def _is_stated(unit: str, base: Base) -> bool:
    """Whether some fact is about it, and does not only mention it."""
    return bool(base.stated_by.get(unit))


def _is_work(slot: Slot, base: Base) -> bool:
    """Whether it is a work, or begins with one: «фильмдер түсірген» is of films, and one phrase."""
    if not _STAGED.isdisjoint(slot.units):
        return True
    words = (base.lexicon.listed(_WORK, lang) for lang in LANGS)
    return slot.kind == "category" and any(slot.text.split()[0] in listed for listed in words)


def _is_institution(slot: Slot, base: Base) -> bool:
    return any(
        unit.startswith("c:") and "institution" in base.lexicon.with_broader(unit[2:])[1:]
        for unit in slot.units
    )


def _named(slot: Slot, base: Base) -> Iterator[Entity]:
    """The people and houses that the slot names; who they are may have made something."""
    for unit in slot.units if slot.kind == "name" else ():
        entity = base.entities.get(unit[2:])
        if entity is not None and entity.kind in ("person", "organisation"):
            yield entity


def _is_theme_asked(slots: Sequence[Slot], at: int, base: Base) -> bool:
    """ "The theme of the master classes", of which no more than that they are to be is on record."""
    if slots[at].text not in base.listed("theme-noun"):
        return False
    rest = [slot for slot in slots if slot is not slots[at]]
    asked = any(not {_WHICH, _WHAT}.isdisjoint(slot.units) for slot in rest)
    spoken = any(not slot.optional and not _OF_SPEECH.isdisjoint(slot.units) for slot in rest)
    telling = [number for number, slot in enumerate(slots) if slot.kind != "filler" or number == at]
    place = telling.index(at)
    beside = [
        slots[number] for number in (*telling[max(0, place - 1) : place], *telling[place + 1 : place + 2])
    ]
    return asked and not spoken and any(slot.kind in _THINGS and not slot.optional for slot in beside)


def of_a_town_alone(slots: Sequence[Slot], base: Base) -> bool:
    """ "In which city does Stepanov live?": the house that sent him is no answer, unless his work is asked about."""
    asked = {unit for slot in slots for unit in slot.units}
    named = any(entity.kind == "person" for slot in slots for entity in _named(slot, base))
    return _TOWN in asked and asked.isdisjoint(_WORKS_AT) and named


def counts_a_plan(slots: Sequence[Slot], at: int, base: Base) -> bool:
    """ "How many theatres will tour?" counts no people, though "how many came from theatres" does."""
    telling = [slot for slot in slots[at + 1 :] if slot.kind != "filler"]
    if not telling or telling[0].kind != "category":
        return False
    rest = [slot for slot in slots if slot.content and slot is not telling[0] and not slot.optional]
    if any(not _OF_PEOPLE.isdisjoint(slot.units) for slot in (slots[at], *rest)):
        return False
    plan = any(slot.kind == "topic" or _PLANNED in slot.units for slot in rest)
    return plan or _is_work(telling[0], base)

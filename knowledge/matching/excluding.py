"""What a question sets aside, lets in or denies: "besides the head", "its leader aside", "if we leave him out"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.index.annotate import Annotated
from knowledge.index.base import Base
from knowledge.matching.slots import Slot
from knowledge.model import LANGS, Lang

_EXCEPT, _INCLUDING, _INCLUDED, _NOT = "c:except", "c:including", "c:included", "c:negation"
_EXCEPTED = "c:excepted"  # stands after the person: "the head aside"
_OPERATORS = (_EXCEPT, _EXCEPTED, _INCLUDING, _INCLUDED, _NOT)
_PERSON, _PRONOUN, _HEADS = "c:person-noun", "c:pronoun", "c:heads"
_AND = "c:and"
_OF_SOMEBODY = {"side", "category", "context", "topic", "place"}  # "the head of the Kazakh side aside"
_WITHOUT = ("сыз", "сіз")  # "without" is a case in Kazakh
_PARTED = 6  # slots between "leave" and "out"


def with_exclusions(slots: Sequence[Slot], runs: Sequence[Annotated], base: Base) -> list[Slot]:
    """The slots, each operator with its effect on the run of content beside it. `runs`: what the slots were made of."""
    found = list(slots)
    for at, slot in enumerate(found):
        operator = next((unit for unit in _OPERATORS if unit in slot.units), None)
        if operator == _EXCEPTED or _is_parted(found, at, base):
            _set_apart(found, at)
        elif slot.text.endswith(_WITHOUT) and _is_somebody(slot):
            found[at] = replace(slot, excluded=True)
        elif operator is not None:
            after = base.lexicon.concepts[operator[2:]].position.get(_common_language(runs[at])) == "after"
            _govern(found, at, operator, -1 if after else 1)
    return found


def _govern(slots: list[Slot], at: int, operator: str, step: int) -> None:
    beside = list(_neighbours(slots, at, step))
    if not beside and operator == _EXCEPT:
        _set_apart(slots, at)  # «главу не считая», "the head excluded"
    for other in beside:
        governed = _governed(slots[other], operator, beside=_beside(slots, at, other))
        if operator == _INCLUDED and governed is not slots[other]:
            slots[at] = replace(slots[at], units=(), kind="filler")
        slots[other] = governed


def _is_parted(slots: Sequence[Slot], at: int, base: Base) -> bool:
    """Whether it is the second half of "leave … out"."""
    if slots[at].text not in base.listed("except-particle"):
        return False
    before = slots[max(0, at - _PARTED) : at]
    return any(slot.text.split()[-1] in base.listed("except-verb") for slot in before if not slot.content)


def _set_apart(slots: list[Slot], at: int) -> None:
    """The nearest before it who is named by name, post or as the head is set aside."""
    for other in range(at - 1, max(-1, at - 1 - _PARTED), -1):
        slot = slots[other]
        if _is_somebody(slot):
            slots[other] = replace(slot, excluded=True)
            return
        if slot.content and slot.kind not in _OF_SOMEBODY:
            return


def _is_somebody(slot: Slot) -> bool:
    return slot.kind in ("name", "post") or _HEADS in slot.units


def _beside(slots: Sequence[Slot], one: int, other: int) -> bool:
    """Whether only fillers stand between the two."""
    return all(slot.kind == "filler" for slot in slots[min(one, other) + 1 : max(one, other)])


def _governed(slot: Slot, operator: str, *, beside: bool) -> Slot:
    if operator == _INCLUDED and not (beside and _is_somebody(slot)):
        return slot
    if operator in (_INCLUDING, _INCLUDED):
        # Who is included anyway does not narrow the question down.
        return replace(slot, kind="context")
    if operator == _NOT and slot.kind not in ("post", "side") and not (beside and slot.kind == "category"):
        return slot
    return replace(slot, excluded=True)


def _common_language(run: Annotated) -> Lang:
    """A language that every word of the run is of."""
    langs = [{hit.lang for hit in hits} for hits in run.hits if hits]
    return next((lang for lang in LANGS if all(lang in found for found in langs)), LANGS[0])


def _neighbours(slots: Sequence[Slot], at: int, step: int) -> Iterable[int]:
    """The slots that an operator governs: fillers are passed, a question word or a verb ends it."""
    last: Slot | None = None
    other = at + step
    while 0 <= other < len(slots):
        slot = slots[other]
        if _ends_it(slots, other, last):
            return
        if slot.content and slot.kind != "context" and _PERSON not in slot.units:
            yield other
            last = slot
            if step < 0 and not _goes_on(slots, other):
                return
        other += step


def _goes_on(slots: Sequence[Slot], at: int) -> bool:
    """«Степанов пен Москвиннен басқа»: one more of the kind stands before it."""
    return at > 1 and _AND in slots[at - 1].units and slots[at - 2].kind == slots[at].kind


def _ends_it(slots: Sequence[Slot], at: int, last: Slot | None) -> bool:
    """Whether it no longer says what is governed; `last`: what was said last. "And" adds one of its kind."""
    slot = slots[at]
    if slot.kind == "operator" and _AND in slot.units and last is not None:
        following = next((other for other in slots[at + 1 :] if other.kind != "filler"), None)
        return following is None or following.kind != last.kind
    if slot.kind == "operator":
        return _PRONOUN not in slot.units
    return slot.kind == "ask" or (slot.kind == "relation" and last is not None and _HEADS not in slot.units)

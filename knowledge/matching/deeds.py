"""What somebody did: "what did Dakenov bring?", «что снял Асенов?», «Күзембаев не биледі?».

The post of a person is on record, and what some of them said. Neither tells what else they did, or why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.index.base import Base
from knowledge.index.profile import gives_unit
from knowledge.matching.slots import Slot

_WHAT, _WHY, _HOW, _STATEMENT = "c:what", "c:why", "c:how", "statement"
_ASKING = frozenset({_WHAT, _WHY, _HOW})
_CAME = "c:takes_part"
_TOLD = (gives_unit(_STATEMENT), gives_unit("plan"))  # what a fact of a deed gives
_OF_A_POST = frozenset({"c:heads", "c:works"})  # deeds that a post tells of
_CALLED = frozenset({"c:name", "c:official-name"})
_DEEDS = frozenset({"relation", "category", "topic", "attribute"})  # kinds of words for what may be done
_AUXILIARY, _ATTRIBUTIVE, _REPRESENTS = (
    "deed-auxiliary",
    "what-sort",
    "deed-of-a-post",
)  # as the lexicon lists them
_ABOUT = ("object-before", "object-after")


def deed_asked(slots: Sequence[Slot], base: Base) -> Slot | None:
    """What an answer must carry where a deed of somebody named, or its reason, is asked for; None where not."""
    asks = [at for at, slot in enumerate(slots) if not _ASKING.isdisjoint(slot.units)]
    name = next((at for at, slot in enumerate(slots) if _is_person(slot, base)), None)
    if not asks or name is None or not _wants(slots, base) <= {_STATEMENT}:
        return None
    if any(not _CALLED.isdisjoint(slot.units) for slot in slots) or _is_object(slots, name, base):
        return None
    if any(not _OF_A_POST.isdisjoint(slot.units) or slot.text in base.listed(_REPRESENTS) for slot in slots):
        return None
    asked = slots[asks[0]]
    if _WHAT not in asked.units and any(_CAME in slot.units for slot in slots):
        return Slot(asked.text, (), "attribute", 0.0)  # neither why nor how somebody came is ever told
    if _HOW in asked.units or (_WHY not in asked.units and not _is_deed(slots, asks[0], name, base)):
        return None
    return Slot(asked.text, _TOLD, "need", 0.0)


def _is_deed(slots: Sequence[Slot], ask: int, name: int, base: Base) -> bool:
    """Whether something is done that a post does not tell; "what is her museum?" asks for no deed."""
    rest = [slot for at, slot in enumerate(slots) if at not in (ask, name) and slot.content]
    if slots[ask].text in base.listed(_ATTRIBUTIVE):
        between = slots[ask + 1 : name]
        words = {word for slot in between for word in slot.text.split()}
        if not between or between[0].content or words.isdisjoint(base.listed(_AUXILIARY)):
            return False
    return any(slot.kind in _DEEDS for slot in rest)


def _wants(slots: Sequence[Slot], base: Base) -> frozenset[str]:
    concepts = (base.concept(unit) for slot in slots if slot.kind == "ask" for unit in slot.units)
    return frozenset(want for concept in concepts if concept for want in concept.wants)


def _is_person(slot: Slot, base: Base) -> bool:
    named: Iterator[str] = (unit[2:] for unit in slot.units if unit.startswith("e:"))
    return slot.kind == "name" and any(
        (entity := base.entities.get(one)) is not None and entity.kind == "person" for one in named
    )


def _is_object(slots: Sequence[Slot], name: int, base: Base) -> bool:
    """ "What is known about him?", «что есть про него?», «ол туралы не белгілі?»."""
    before = slots[name - 1].text.split()[-1:] if name else []
    after = slots[name + 1].text.split()[:1] if name + 1 < len(slots) else []
    governing = (base.listed(concept) for concept in _ABOUT)
    return any(listed & {*words} for listed, words in zip(governing, (before, after), strict=True))

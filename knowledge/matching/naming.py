"""Names of several words, when each is misspelt: «Умиткан Мунолбаева».

A word beside one by which a person is known belongs to the name if it is nearly what else that person is called,
whatever it might be a slip of by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from knowledge.index.base import Base
from knowledge.index.words import FOLDED
from knowledge.language import name_forms, normalise, sound_key
from knowledge.matching.slots import Slot
from knowledge.model import LANGS

_SHORTEST = 4  # letters of a word that a slip leaves recognisable
_LONG = 8  # letters of one that two slips do


def with_whole_names(slots: Sequence[Slot], base: Base) -> list[Slot]:
    """The slots; a misspelt part of a name is a filler beside the part by which the person is known."""
    found = list(slots)
    for at, slot in enumerate(slots):
        if slot.kind != "name":
            continue
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(slots) and _belongs(slots[beside], slot, base):
                found[beside] = replace(slots[beside], units=(), kind="filler")
    return found


def _belongs(slot: Slot, name: Slot, base: Base) -> bool:
    """Whether the slot is nearly a part of the name; a word that is known as it stands is itself."""
    repaired = slot.cost >= FOLDED and slot.kind != "name" and " " not in slot.text
    if not repaired or len(slot.text) < _SHORTEST:
        return False
    said = frozenset(name.text.split())
    return any(
        _is_nearly(slot.text, part)
        for unit in name.units
        for part in _parts(unit, base)
        if not any(_is_nearly(word, part) for word in said)
    )


def _parts(unit: str, base: Base) -> Iterator[str]:
    """The words of a person's names, in every case."""
    entity = base.entities.get(unit.removeprefix("e:"))
    if entity is None or entity.kind != "person":
        return
    written = [(name, lang) for lang in LANGS for name in (*entity.names.get(lang, ()), *entity.aliases)]
    for name, lang in dict.fromkeys(written):
        for word in normalise(name).split():
            yield from name_forms(word, lang)


def _is_nearly(word: str, part: str) -> bool:
    one, other = sound_key(word), sound_key(part)
    slips = 2 if len(word) >= _LONG else 1
    return one[:1] == other[:1] and OSA.distance(one, other, score_cutoff=slips) <= slips

"""Questions that only check what their asker believes: "Is Moskvin from the museum?", "The 170th or the 175th?".

Where it does not hold, the fact that tells what does is the answer. A question that brings in anything else (a salary,
a contract, a visit) checks more than that fact can tell, and stays without an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.index.base import Base
from knowledge.index.profile import is_entity, is_institution
from knowledge.language import normalise
from knowledge.matching.anchoring import trust
from knowledge.matching.company import person_of
from knowledge.matching.reading import Reading
from knowledge.matching.scoring import Match
from knowledge.matching.slots import Slot
from knowledge.model import LANGS, Entity, Lang

_SURE = 0.2  # trust from which a word that is wrong about the record was surely meant
_POLITE, _OR = "c:politeness", "c:or"
_BELONGS = frozenset(
    {"c:represents", "c:works", "c:heads", "c:remit", "c:remit-passing", "c:which-organisation"}
)
_CAME, _REPRESENTS = "c:takes_part", "c:represents"
_ABLATIVE = ("нан", "нен", "дан", "ден", "тан", "тен")  # "from", in Kazakh
_OF_AN_ORIGIN = frozenset({"c:where", "c:which", "c:which-side", "c:person-noun", "c:soft-words"})
_HOUSES = frozenset(
    {"name", "category", "post", "side", "place", "attribute"}
)  # what one may be said to belong to
_FIELDS = frozenset({"topic", "category"})  # what one may be said to work with
_AT_HAND = frozenset({"context", "need"})  # kinds that say nothing of somebody
_COUNTED = frozenset({"c:anniversary", "c:year", _OR})
_ENDING = 2  # letters of "th", «го»
_OF_A_YEAR = 4  # digits of a number that is rather the year


def checked(reading: Reading, ranked: Sequence[Match], base: Base) -> Reading | None:
    """The question for what does hold; None if nothing is merely checked, or the record knows nothing better."""
    return _of_a_person(reading, ranked, base) or _of_a_number(reading, ranked, base)


def _of_a_person(reading: Reading, ranked: Sequence[Match], base: Base) -> Reading | None:
    named = [slot for slot in reading.slots if slot.content and person_of(slot, base)]
    person = person_of(named[0], base) if len(named) == 1 else None
    if person is None or reading.counts or not _is_nominative(named[0], person):
        return None
    slots = reading.slots
    deeds = [slot for at, slot in enumerate(slots) if _is_deed(slots, at, reading.lang, base)]
    rest = [slot for slot in reading.slots if slot is not named[0] and slot not in deeds]
    own = next((match for match in ranked if _is_post_of(match, person)), None)
    if own is None or not _only_checks(rest, base, deed=bool(deeds)):
        return None
    wrong = [
        slot for slot in (*own.missing, *reading.excluded) if slot not in deeds and not _asks_house(slot)
    ]
    if not wrong or any(trust(slot) < _SURE for slot in wrong):
        return None
    return replace(reading, slots=tuple(named), wants=frozenset({"post"}))


def _asks_house(slot: Slot) -> bool:
    """ "Which theatre is he from?" must not name one, if he is from a library; what he made, it must."""
    return slot.kind == "need" and any(map(is_institution, slot.units))


def _is_deed(slots: Sequence[Slot], at: int, lang: Lang, base: Base) -> bool:
    """Whether it tells that somebody belongs to a house; "came" does with "from", or with the case that says so."""
    slot = slots[at]
    if _CAME not in slot.units or _REPRESENTS in slot.units:
        return not _BELONGS.isdisjoint(slot.units)
    if lang == "kk":
        return any(other.text.endswith(_ABLATIVE) for other in slots)
    beside = (slot.text.split()[-1:], *(other.text.split() for other in slots[at + 1 : at + 3]))
    return any(not base.listed("check-origin").isdisjoint(words) for words in beside)


def _is_post_of(match: Match, person: Entity) -> bool:
    fact = match.profile.fact
    return "post" in fact.gives and fact.about[:1] == (person.id,)


def _only_checks(rest: Sequence[Slot], base: Base, *, deed: bool) -> bool:
    """Whether all that is said besides the name is where the person may belong, in the words of a check.

    `deed`: it is also said by which deed.
    """
    frame = [slot for at, slot in enumerate(rest) if _is_frame(slot, at, base)]
    telling = [slot for slot in rest if slot not in frame and slot.kind not in _AT_HAND]
    words = [word for slot in frame for word in slot.text.split()]
    post = any(slot.kind == "post" for slot in telling)
    if not all(_is_house(slot, base) or ((deed or post) and slot.kind in _FIELDS) for slot in telling):
        return False
    if not (deed or base.listed("check-being") & {*words}) and base.listed("check-within") & {*words}:
        return False
    return deed or post or not base.listed("check-mark").isdisjoint(words)


def _is_house(slot: Slot, base: Base) -> bool:
    """Whether somebody may come from there, or be that."""
    if slot.kind not in _HOUSES or any(map(is_entity, slot.units)):
        return slot.kind in _HOUSES
    return slot.kind not in ("category", "attribute") or any(
        "institution" in base.lexicon.with_broader(unit[2:]) for unit in slot.units
    )


def _is_frame(slot: Slot, at: int, base: Base) -> bool:
    words = slot.text.split()
    if base.listed("check-belief").issuperset(words):
        return True
    if slot.content and not slot.optional:
        return False
    polite = _POLITE in slot.units and " " in slot.text and slot.kind != "relation"
    if polite or not slot.units:
        return True
    if slot.kind == "ask" and not _OF_AN_ORIGIN.isdisjoint(slot.units):
        return True
    # «Верно, что …»: the conjunction is no question word, unless it opens the question.
    asks = slot.kind == "ask" and at == 0
    return not asks and base.listed("check-frame").issuperset(words)


def _is_nominative(slot: Slot, person: Entity) -> bool:
    """Whether the person is who is spoken of: of Moskvin's deputy his own post tells nothing; a slip is let pass."""
    written = (name for lang in LANGS for name in (*person.names.get(lang, ()), *person.aliases))
    words = {word for name in written for word in normalise(name).split()}
    return slot.cost > 0.0 or words.issuperset(slot.text.split())


def _of_a_number(reading: Reading, ranked: Sequence[Match], base: Base) -> Reading | None:
    """ "The 170th anniversary, or the 175th?": the fact that tells the number, if all else holds."""
    best = ranked[0] if ranked else None
    if best is None or "number" not in best.profile.fact.gives or not best.missing:
        return None
    words = {word for slot in reading.slots for word in slot.text.split()}
    if reading.wants - {"number"} or not (reading.has(_OR) or words & base.listed("check-mark")):
        return None
    wrong = [slot for at, slot in enumerate(reading.slots) if _is_ordinal(reading.slots, at)]
    if not all(slot in wrong for slot in best.missing):
        return None
    rest = tuple(slot for slot in reading.slots if slot not in wrong)
    return replace(reading, slots=rest, wants=frozenset({"number"}))


def _is_ordinal(slots: Sequence[Slot], at: int) -> bool:
    """Whether the slot is a number that counts an anniversary, or is put up against one that does."""
    if slots[at].kind != "number" or len(slots[at].text) >= _OF_A_YEAR:
        return False
    # The ending of an ordinal is a word of its own.
    following = [
        slot for slot in slots[at + 1 : at + 3] if len(slot.text) > _ENDING or not slot.text.isalpha()
    ]
    counts = any(not _COUNTED.isdisjoint(slot.units) for slot in following)
    return counts or not any(slot.content for slot in following)

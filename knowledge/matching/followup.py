"""Elliptical turns: "and the Russian side?", «а театры?», «ал Ресей ше?», "where?", "what about theirs?"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from knowledge.index.base import SETTING, Base
from knowledge.index.profile import gives_unit, side_unit
from knowledge.matching.company import person_of
from knowledge.matching.decision import ANSWER_FROM, Decision
from knowledge.matching.demands import must_number, needs, of_another_sort
from knowledge.matching.reading import Reading, wants_of
from knowledge.matching.scoring import rank
from knowledge.matching.slots import Slot
from knowledge.matching.thread import Carried, Thread
from knowledge.model import Entity, Fact

# Slots of one group stand for each other: naming a theatre replaces the concert that was asked about before.
_GROUPS = {
    **dict.fromkeys(("name", "word", "category", "topic", "unknown"), "subject"),
    **dict.fromkeys(("time", "number", "ordinal"), "time"),
}
_CONTINUES = frozenset({"c:ellipsis", "c:only"})  # "and …", "only …"
_YOU, _POLITE = "c:second-person", "c:politeness"
_FEW = 3  # facts that may be told again
_PRONOUN = "c:pronoun"
_PUBLISHED = "publishes"
_LEANING = frozenset({"c:ellipsis", _PRONOUN})
_SHORT = 3  # content slots; a longer turn is a question of its own
_PASSED = frozenset({"filler"})  # kinds before "and": "ok and …", «ну а …», «жақсы, ал …»
_NARROWING = frozenset({"side", "place"})  # kinds that alone make no question
_BARE = frozenset({"need", "context", *_NARROWING})
_OTHER, _THEIRS, _ONE = "other-of-two", "theirs-of-two", "pronoun-of-one"  # as the lexicon lists them
_SECOND, _COUNTERPART, _NUMBER = "c:second", "c:counterpart", gives_unit("number")
_OPPOSITE = {side_unit("kz"): side_unit("ru"), side_unit("ru"): side_unit("kz")}


def points_back(reading: Reading, base: Base) -> bool:
    """Whether the turn itself continues another: by "and …", "only …", «… ше?», a bare "where?", a pronoun."""
    if _is_whole(reading):
        return False
    if all(slot.kind == "need" for slot in reading.content) or _means_another(reading, base):
        return True
    return _is_bare(reading) or (_continues(reading) and may_point_back(reading))


def may_point_back(reading: Reading) -> bool:
    """Whether the turn is so short that it may lean on the one before, and asks nothing about the assistant."""
    leans = reading.pronoun or _continues(reading)
    if _is_clause(reading) and not leans:
        return False
    if reading.has(_YOU) and not reading.has(_POLITE) and _asks(reading) and not leans:
        return False
    return sum(slot.kind != "need" for slot in reading.content) <= _SHORT


def says_nothing_alone(reading: Reading) -> bool:
    """ "And the Russians?": that a side or a town is named asks nothing, whatever fact tells most of it."""
    return _is_bare(reading)


def told_again(reading: Reading, thread: Thread, base: Base) -> Decision | None:
    """ "On what year?", «кто?»: a bare question word is about what was told last, if that gives what is asked for."""
    bare = not (reading.counts or reading.lists) and all(_only_asks(slot) for slot in reading.slots)
    elsewhere = reading.has(_COUNTERPART) or _with_other_side(reading, thread, base) is not reading
    if not bare or elsewhere or not reading.wants or not 0 < len(thread.facts) <= _FEW:
        return None
    ranked = rank(reading, base)
    told = tuple(match for match in ranked if match.profile.fact.id in thread.facts)
    if len(told) < len(thread.facts) or not all(match.full and match.fit == 1.0 for match in told):
        return None
    return Decision("answered", "list" if len(told) > 1 else "single", ANSWER_FROM, told, tuple(ranked), ())


def tells_of_another(reading: Reading, facts: Collection[Fact], thread: Thread, base: Base) -> bool:
    """Whether the turn, read by itself, is answered with something else than it points back to.

    "Where does he work?" is not answered with another's post, nor "when exactly?", of a concert, with the day
    of the meeting.
    """
    before = [base.profiles[name].fact for name in thread.facts if name in base.profiles]
    if reading.counts and _continues(reading):
        return bool(before) and all(_is_apart(fact) for fact in before)
    if all(slot.kind == "need" for slot in reading.content):
        apart = [all(_is_apart(fact) for fact in told) for told in (before, facts)]
        return bool(before and facts) and apart == [True, False]
    if not any(base.listed(_ONE) & {*slot.text.split()} for slot in reading.slots):
        return False
    subject = _subject(thread, base)
    person = base.entities.get(subject.text) if subject else None
    if person is None or person.kind != "person":
        return False
    return any(person.id not in fact.about and fact.relation != SETTING for fact in facts)


def resume(reading: Reading, thread: Thread, base: Base) -> Reading:
    """The turn with what it leaves out taken from the thread; what it names replaces its like."""
    reading = _with_other_side(reading, thread, base)
    if _means_another(reading, base) and not reading.counts and (subject := _subject(thread, base)):
        return replace(reading, slots=_naming(subject, reading.slots, base))
    named = {_group(slot.kind) for slot in reading.content if not slot.optional}
    asks = _asks(reading)
    kept = [
        Slot(slot.text, slot.units, slot.kind, 0.0, excluded=slot.excluded)
        for slot in thread.slots
        if (not asks if _is_of_asking(slot) else _group(slot.kind) not in named)
    ]
    kept = [of_another_sort(slot, reading.content, base) for slot in kept]
    slots = (*reading.slots, *(_of_its_kind(slot, reading, base) for slot in kept))
    slots = _counting_what_was_listed(slots, base)
    return replace(reading, slots=slots, wants=wants_of(slots, base))


def carried(reading: Reading) -> tuple[Carried, ...]:
    """What of a reading the next turn may take over."""
    return tuple(
        Carried(slot.kind, slot.text, slot.units, slot.excluded)
        for slot in reading.slots
        if slot.kind not in ("filler", "operator") and slot.units and not slot.optional
    )


def _is_apart(fact: Fact) -> bool:
    """Whether it has a time and a place of its own, other than the meeting's."""
    return "plan" in fact.gives or fact.relation == _PUBLISHED


def _is_of_asking(slot: Carried) -> bool:
    """A question word, or what sort of answer it demands."""
    return slot.kind == "ask" or (slot.kind == "need" and all(unit.startswith("g:") for unit in slot.units))


def _group(kind: str) -> str:
    return _GROUPS.get(kind, kind)


def _naming(subject: Slot, slots: Sequence[Slot], base: Base) -> tuple[Slot, ...]:
    """The slots with the one who is meant in the place of "he" or "she", and what is therefore demanded."""
    at = next(
        (at for at, slot in enumerate(slots) if slot.kind == "operator" and _PRONOUN in slot.units), None
    )
    if at is None:
        return (*slots, subject)
    named = [slot for slot in (*slots[:at], subject, *slots[at + 1 :]) if slot.kind != "need"]
    kept = [slot for slot in slots if slot.kind == "need"]
    return (*named, *kept, *(slot for slot in needs(named, base) if slot not in kept))


def _asks(reading: Reading) -> bool:
    return any(slot.kind == "ask" for slot in reading.slots)


def _continues(reading: Reading) -> bool:
    said = [slot for slot in reading.slots if slot.kind not in _PASSED] or reading.slots
    return bool(said) and not _CONTINUES.isdisjoint((*said[0].units, *reading.slots[-1].units))


def _is_clause(reading: Reading) -> bool:
    """ "Did someone come from a conservatory?" has a verb and says of what."""
    said = {slot.kind for slot in reading.content if not slot.optional and _LEANING.isdisjoint(slot.units)}
    return "relation" in said and not said <= {"relation", "need", "context", "side"}


def _is_whole(reading: Reading) -> bool:
    """ "And who headed the Russian side?" leaves nothing out."""
    return reading.has("c:who") and reading.has("c:heads") and reading.has(*_OPPOSITE)


def _means_another(reading: Reading, base: Base) -> bool:
    """Whether a pronoun stands for somebody of whom the turn itself does not speak."""
    return reading.pronoun and not any(person_of(slot, base) for slot in reading.content)


def _is_bare(reading: Reading) -> bool:
    """Whether nothing is asked and no more than a side or a town is named."""
    if any(slot.kind == "relation" and _LEANING.isdisjoint(slot.units) for slot in reading.slots):
        return False
    kinds = {slot.kind for slot in reading.content if not slot.optional}
    return not _asks(reading) and kinds <= _BARE and not kinds.isdisjoint(_NARROWING)


def _only_asks(slot: Slot) -> bool:
    return slot.kind in ("ask", "need", "filler") or not _LEANING.isdisjoint(slot.units)


def _with_other_side(reading: Reading, thread: Thread, base: Base) -> Reading:
    """ "What about theirs?", «а наши?», «ал екіншісі ше?»: where one side was asked about, the other is meant."""
    other = _other_side(thread)
    full = _asks(reading) and not _continues(reading)
    if other is None or full or any(slot.kind == "side" for slot in reading.content):
        return reading
    new = any(slot.kind not in ("need", "context") and not slot.optional for slot in reading.content)
    at = next((at for at, slot in enumerate(reading.slots) if _is_other(slot, base, new=new)), None)
    if at is None:
        return reading
    side = Slot(reading.slots[at].text, (other,), "side", 0.0)
    return replace(reading, slots=(*reading.slots[:at], side, *reading.slots[at + 1 :]))


def _is_other(slot: Slot, base: Base, *, new: bool) -> bool:
    """Whether the slot says "the other", "ours"; or "theirs", unless something `new` is asked about them."""
    words = frozenset(slot.text.split())
    if _SECOND in slot.units or not words.isdisjoint(base.listed(_OTHER)):
        return True
    return not new and not words.isdisjoint(base.listed(_THEIRS))


def _other_side(thread: Thread) -> str | None:
    """The side across from the one side that was asked about."""
    sides = {
        unit
        for slot in thread.slots
        if slot.kind == "side" and not slot.excluded
        for unit in slot.units
        if unit in _OPPOSITE
    }
    return _OPPOSITE[sides.pop()] if len(sides) == 1 else None


def _of_its_kind(slot: Slot, reading: Reading, base: Base) -> Slot:
    """ "And the one in Almaty?", after a library: another library is meant, of whatever name."""
    house = _house(slot.units, base) if slot.kind == "name" else None
    if house is None or not any(_leads_elsewhere(other, house) for other in reading.content):
        return slot
    return replace(slot, units=tuple(f"c:{tag}" for tag in house.tags), kind="category")


def _house(units: Iterable[str], base: Base) -> Entity | None:
    """The organisation of a known kind that the units name."""
    for unit in units:
        entity = base.entities.get(unit[2:]) if unit.startswith("e:") else None
        if entity and entity.kind == "organisation" and entity.tags:
            return entity
    return None


def _leads_elsewhere(slot: Slot, house: Entity) -> bool:
    """Whether the slot names a town, or a side that is not the house's own."""
    if slot.kind == "side":
        return house.side in ("kz", "ru") and side_unit(house.side) not in slot.units
    return slot.kind == "place"


def _counting_what_was_listed(slots: Sequence[Slot], base: Base) -> tuple[Slot, ...]:
    """ "How many of them?", after a list of people, counts these: no number need be on record; of plans it must."""
    rest = tuple(slot for slot in slots if slot.kind != "need" or slot.units != (_NUMBER,))
    number = must_number(slots, base)
    return (*rest, Slot(number.text, (_NUMBER,), "need", 0.0)) if number else rest


def _subject(thread: Thread, base: Base) -> Slot | None:
    """Whom "he" or "she" means: the one subject of all that the last answer told; None if it told of several."""
    profiles = (base.profiles[name] for name in thread.facts if name in base.profiles)
    subjects = {profile.fact.about[0] for profile in profiles if profile.fact.about}
    if len(subjects) != 1:
        return None
    name = subjects.pop()
    return Slot(name, (f"e:{name}",), "name", 0.0)

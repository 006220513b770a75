"""What an answer must carry besides the words of the question: "what date" a month, "where" a place, "which" a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.index.base import Base
from knowledge.index.profile import gives_unit, institution_unit, is_institution
from knowledge.matching.byname import asked_by_name, counts_a_plan, of_a_town_alone
from knowledge.matching.deeds import deed_asked
from knowledge.matching.slots import Slot
from knowledge.model import Gives

COUNTS = ("c:how-many", "c:how-many-chat")
COUNTABLE = {"side", "category", "post"}  # kinds of slots that stand for people
_PEOPLE = frozenset({"c:how-many-people", "c:person-noun", "c:takes_part", "c:side-noun"})
_MEETING = {"c:meeting", "c:commission", "c:held"}
_GENDER, _NAME, _OWN_NAME = "c:gender-noun", "c:official-name", "c:own-name"
_LIST, _WHO_ALL = "c:list", "c:who-all"
_FIELD, _WORK = "c:field-people", "c:work-of-art"
_SPOKEN = frozenset({"c:said", "c:discussed", "c:planned"})
_SPOKEN_OF = {"c:discussed", "c:planned"}  # deeds that may be told of what has no name yet
_THING = {"topic", "category"}  # kinds of what a side may have a position on
_BESIDE = {"filler", "side", "context"}  # kinds that may stand between "which" and its noun


def ordered(slots: Sequence[Slot]) -> list[Slot]:
    """ "First" is the meeting's where the meeting is spoken of; a first film or tour must be on record as such."""
    if any(unit in _MEETING for slot in slots for unit in slot.units):
        return list(slots)
    return [
        replace(slot, kind="need") if slot.kind == "ordinal" and not slot.optional else slot for slot in slots
    ]


def counted_as_meant(slots: Sequence[Slot]) -> list[Slot]:
    """ "How many students": what is counted is meant, even where the asker might be one."""
    found = list(slots)
    for at, slot in enumerate(found[:-1]):
        following = found[at + 1]
        if not set(COUNTS).isdisjoint(slot.units) and following.kind == "post":
            found[at + 1] = replace(following, optional=False)
    return found


def needs(slots: Sequence[Slot], base: Base) -> Iterable[Slot]:
    """What an answer must carry: "what date" a month, "where" a place, "how many years" a number."""
    kinds: dict[Gives, str] = {}
    for at, slot in enumerate(slots):
        for concept in filter(None, map(base.concept, slot.units)):
            if concept.needs:
                yield Slot(slot.text, tuple(f"c:{need}" for need in concept.needs), "need", 0.0)
            if concept.kind == "ask":
                kinds.update(dict.fromkeys(concept.must, slot.text))
        if "c:which" in slot.units and (work := _work_asked(slots, at)):
            yield work
        which = "c:which" in slot.units or _is_what_sort(slots, at, base)
        # In Kazakh "name" stands last: «музейлерді атаңыз».
        last = at > 0 and _is_list(slot) and at + 1 == len(slots)
        following = slots[at - 1 : at] if last else slots[at + 1 :]
        if (which or last) and (institution := _institution_asked(following, base)):
            yield institution
            kinds.update(dict.fromkeys(("organisation", "person"), slot.text))
    if "place" in kinds and any(slot.kind == "name" for slot in slots) and not of_a_town_alone(slots, base):
        # "Where does she work?" is answered by her post.
        kinds["post"] = kinds["place"]
    yield from _date_of_a_post(kinds)
    if number := must_number(slots, base):
        kinds["number"] = number.text
    yield from _as_such(slots, base)
    if kinds:
        yield Slot(next(iter(kinds.values())), tuple(gives_unit(kind) for kind in kinds), "need", 0.0)


def _date_of_a_post(kinds: Mapping[Gives, str]) -> Iterable[Slot]:
    """ "When was she appointed?": the post tells no date."""
    if kinds.keys() >= {"date", "post"}:
        yield Slot(kinds["date"], (gives_unit("date"),), "need", 0.0)


def _as_such(slots: Sequence[Slot], base: Base) -> Iterable[Slot]:
    """What must be on record as such, and not only be mentioned."""
    yield from asked_by_name(slots, base)
    asked = (_must_gender(slots), _must_name(slots, base), _stance(slots, base), deed_asked(slots, base))
    yield from filter(None, asked)


def _institution_asked(following: Sequence[Slot], base: Base) -> Slot | None:
    """ "Which Russian theatre": the answer must name one, not something that has to do with theatres."""
    noun = next((slot for slot in following if slot.kind not in _BESIDE), None)
    if noun is None or not any(_is_institution(unit, base) for unit in noun.units):
        return None
    came = any("c:takes_part" in slot.units for slot in following)
    units = (
        institution_unit(unit[2:]) if _is_institution(unit, base) else unit
        for unit in noun.units
        if not came or _is_institution(unit, base)  # a publisher that came is more than one that published
    )
    return Slot(noun.text, tuple(units), "need", 0.0)


def of_another_sort(slot: Slot, beside: Sequence[Slot], base: Base) -> Slot:
    """What was asked of one sort of institution, asked of the sorts named now: "which libraries?", "and museums?"."""
    named = [unit for other in beside if other.kind == "category" for unit in other.units]
    units = tuple(institution_unit(unit[2:]) for unit in named if _is_institution(unit, base))
    asked = slot.kind == "need" and any(map(is_institution, slot.units))
    return replace(slot, units=units) if asked and units else slot


def _is_what_sort(slots: Sequence[Slot], at: int, base: Base) -> bool:
    """ "What museums were there?", "name the museums" ask which; "what museum projects" and the like do not."""
    lists = _is_list(slots[at])
    if not lists and slots[at].text not in base.listed("what-sort"):
        return False
    passed = _BESIDE if lists else {"side"}
    noun = next((number for number in range(at + 1, len(slots)) if slots[number].kind not in passed), None)
    if noun is None or not slots[noun].content:
        return False
    following = [slot for slot in slots[noun + 1 :] if slot.content and not slot.optional]
    said = any(not _SPOKEN.isdisjoint(slot.units) for slot in following)
    return not said and not any(slot.kind in _THING for slot in slots[noun + 1 : noun + 2])


def _is_list(slot: Slot) -> bool:
    """ "Name the …": of "who was there" people are the list."""
    return _LIST in slot.units and _WHO_ALL not in slot.units


def _work_asked(slots: Sequence[Slot], at: int) -> Slot | None:
    """ "Which cartoons has she made?": what somebody has made must be on record by name."""
    noun = next((slot for slot in slots[at + 1 :] if slot.kind not in _BESIDE), None)
    made = noun is not None and _WORK in noun.units
    if noun is None or not made or not any(slot.kind == "name" for slot in slots):
        return None
    return Slot(noun.text, (_NAME, _OWN_NAME), "need", 0.0)


def _stance(slots: Sequence[Slot], base: Base) -> Slot | None:
    """The "position of the Russian side on concerts" is no post."""
    at = next((at for at, slot in enumerate(slots) if base.listed("stance") & {*slot.text.split()}), None)
    if at is None or any(slot.kind == "name" or "c:heads" in slot.units for slot in slots):
        return None
    beside = [slot for slot in (*slots[:at], *slots[at + 1 :]) if slot.kind != "filler"]
    if not any(slot.kind == "side" for slot in beside) or not any(slot.kind in _THING for slot in beside):
        return None
    return Slot(slots[at].text, (), "attribute", 0.0)


def _must_name(slots: Sequence[Slot], base: Base) -> Slot | None:
    """ "What is the joint film called?": of what is only planned, the name must be on record as such."""
    named = next((slot for slot in slots if _is_name(slot, slots)), None)
    if named is None:
        return None
    telling = [slot for slot in slots if slot.content and slot is not named and slot.kind not in _BESIDE]
    telling = [slot for slot in telling if not (slot.optional or _SPOKEN_OF & {*slot.units})]
    kinds = {slot.kind for slot in telling}
    institution = any(_is_institution(unit, base) for slot in telling for unit in slot.units)
    planned = kinds <= {"topic", "category"} and ("topic" in kinds or not institution)
    return Slot(named.text, (_NAME, _OWN_NAME), "need", 0.0) if telling and planned else None


def _is_name(slot: Slot, slots: Sequence[Slot]) -> bool:
    """ "Called", where something is asked; "the name of", «как называется» ask by themselves."""
    asked = {unit for other in slots for unit in other.units}
    if "c:name" in slot.units:
        return " " in slot.text or "c:how" in asked
    return _NAME in slot.units and slot.optional and not asked.isdisjoint(("c:what", "c:how", "c:which"))


def _must_gender(slots: Sequence[Slot]) -> Slot | None:
    """ "How many women?" counts what no record of posts tells."""
    if not any(set(COUNTS).intersection(slot.units) for slot in slots):
        return None
    return next((Slot(slot.text, (), "attribute", 0.0) for slot in slots if _GENDER in slot.units), None)


def must_number(slots: Sequence[Slot], base: Base) -> Slot | None:
    """The word that asks how many of what are no people: years, concerts, or how much somebody gets."""
    for at, slot in enumerate(slots):
        if not set(COUNTS).intersection(slot.units):
            continue
        rest = [other for other in slots if other.kind != "filler" and other is not slot]
        following = next((other for other in slots[at + 1 :] if other.kind != "filler"), None)
        thing = following and any(base.annotator.kind_of(unit) == "topic" for unit in following.units)
        thing = thing or _counts_works(slots[at + 1 : at + 3], base) or counts_a_plan(slots, at, base)
        people = any(
            other.kind in COUNTABLE or not _PEOPLE.isdisjoint(other.units) for other in (slot, *rest)
        )
        return slot if thing or not people else None
    return None


def _counts_works(following: Sequence[Slot], base: Base) -> bool:
    """ "How many cartoons" counts no people; "how many museums" and "how many cinema people" do."""
    noun = following[0] if following else None
    if noun is None or noun.kind != "category" or _FIELD in noun.units:
        return False
    if any(_is_institution(unit, base) for unit in noun.units) and _WORK not in noun.units:
        return False
    beside = following[1] if len(following) > 1 else None
    return beside is None or (beside.kind not in COUNTABLE and _PEOPLE.isdisjoint(beside.units))


def _is_institution(unit: str, base: Base) -> bool:
    return unit.startswith("c:") and "institution" in base.lexicon.with_broader(unit[2:])[1:]

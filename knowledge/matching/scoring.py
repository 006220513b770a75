"""How well a fact answers a reading: coverage of the question's content, and what speaks for or against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from knowledge.index.base import Base
from knowledge.index.profile import TEXT_NARROWER, Profile, is_institution, side_unit
from knowledge.matching.reading import Reading
from knowledge.matching.slots import Slot
from knowledge.model import Fact, Gives

# How much a slot of each kind says about which fact is meant.
_WEIGHT: Mapping[str, float] = {
    "name": 1.5,
    "number": 1.2,
    "attribute": 1.2,
    "category": 1.0,
    "post": 1.0,
    "topic": 0.9,
    "time": 1.0,
    "place": 1.0,
    "need": 1.0,
    "ordinal": 0.8,
    "word": 1.0,
    "unknown": 1.0,
    "side": 0.6,
    "relation": 0.6,
    "context": 0.1,
}
_LENIENT = {"context", "relation", "side"}  # a miss of these lowers the score but forbids nothing
_SETTING_STRENGTH = 0.5  # what is true of the whole record is true of each fact, but tells none apart
_HELD = 0.9  # agreement from which a post is the person's own
_MOST_KEPT = 4096  # slots whose agreement with every fact is remembered
_UNASKED = 0.5  # what a unit of a known question weighs that was not asked for
_HEADS = frozenset({"c:heads"})
_ALWAYS = frozenset({*_HEADS, "c:list_note"})
_OF_INSTITUTIONS = frozenset({"c:takes_part"})
_OF_BUILDERS = frozenset({"c:created"})
_OF_SPEAKERS = frozenset({"c:said"})
_OF_THE_MEETING = frozenset({"c:planned", "c:discussed", "c:publishes", "c:mood"})
_COMMON = 0.35  # the share of a slot's weight that stays however common it is
_VETO_WEIGHT = 0.45  # an unexplained slot at least this heavy forbids an answer


class Match(NamedTuple):
    """One fact against one reading; all numbers are 0 to 1."""

    profile: Profile
    score: float
    coverage: float  # of the question's content, by weight
    alias: float  # likeness to the nearest known question
    fit: float  # whether the fact gives what is asked for: 1 yes, 0 no, 0.5 cannot tell
    focus: float  # how much of what the fact is mainly about was asked for
    relation: float  # agreement with the relation that is asked about; 1 where none is
    weakest: float  # the agreement with the slot that the fact says least of
    exact: bool  # it states the very relation that is asked about
    missing: tuple[Slot, ...]  # slots that forbid an answer

    @property
    def full(self) -> bool:
        """Everything of weight is explained."""
        return not self.missing


def weight(slot: Slot, base: Base) -> float:
    """Of a slot in this base: by kind, more for what is rare, less where a repair was dear."""
    heavy = _WEIGHT.get(slot.kind, 0.9)
    if slot.kind in ("word", "topic", "category"):
        heavy *= _COMMON + (1 - _COMMON) * base.rarity(slot.units)
    if slot.kind == "unknown" and len(slot.text) <= 2:
        heavy = 0.2
    if slot.optional:
        heavy = min(heavy, 0.3)
    return heavy * (1.0 - 0.3 * slot.cost)


class _Asked(NamedTuple):
    """A slot of the question with all that is the same for every fact."""

    slot: Slot
    heavy: float
    agreed: Mapping[str, float]  # by fact
    otherwise: float  # the agreement of every other fact
    of_people: bool  # whether the record must explain it for a fact about a person to answer
    of_others: bool  # and for any other fact
    relations: frozenset[str]  # the relations of facts that it asks for


class _Question(NamedTuple):
    """A reading with all that is the same for every fact."""

    asked: tuple[_Asked, ...]
    posts: tuple[_Asked, ...]
    wanted: frozenset[Gives]
    fit: dict[tuple[Gives, ...], float]  # by what a fact gives; filled as it is needed
    likeness: Mapping[str, float]  # by fact
    focus: Mapping[str, float]  # by fact
    unasked: float  # the coverage where nothing of weight is asked


def rank(reading: Reading, base: Base, *, most: int = 0) -> list[Match]:
    """Every candidate, best first; ties by id, so that the same question gives the same answer."""
    question = _question(reading, base)
    matches = [_match(base.profiles[name], question) for name in _candidates(reading, base)]
    matches.sort(key=lambda match: (-match.score, match.profile.fact.id))
    return matches[:most] if most else matches


def _question(reading: Reading, base: Base) -> _Question:
    # In a fixed order: sums of the same numbers must be the same to the last digit in every process.
    rarity = {unit: base.rarities.get(unit, 1.0) for unit in sorted(reading.units())}
    of_people = _deeds_of_people(reading)
    of_others = _deeds_of_others(reading)
    asked = []
    for slot in reading.content:
        heavy = weight(slot, base)
        agreed, otherwise = _agreements(slot, base)
        forbids = _forbids(slot, heavy, of_people), _forbids(slot, heavy, of_others)
        asked.append(_Asked(slot, heavy, agreed, otherwise, *forbids, _relations(slot, base)))
    return _Question(
        asked=tuple(asked),
        posts=tuple(one for one in asked if one.slot.kind == "post"),
        wanted=reading.wants - {"statement", "number"},
        fit={},
        likeness=_likenesses(rarity, base),
        focus=_focuses(rarity, base),
        unasked=float(bool(reading.wants)),
    )


def _relations(slot: Slot, base: Base) -> frozenset[str]:
    # "Chairs" are a post and those who headed the sides.
    if slot.kind != "relation" and not (slot.kind == "post" and not _HEADS.isdisjoint(slot.units)):
        return frozenset()
    return frozenset(name for name, units in base.relations.items() if not units.isdisjoint(slot.units))


def _candidates(reading: Reading, base: Base) -> Iterable[str]:
    """Facts that share a unit with the question."""
    names: dict[str, None] = {}
    for slot in reading.slots:
        for unit in slot.units:
            names.update(dict.fromkeys(base.postings.get(unit, ())))
    return names


def _match(profile: Profile, question: _Question) -> Match:
    fact = profile.fact
    coverage, relation, weakest, exact, missing = _answered(fact, question)
    alias = question.likeness.get(fact.id, 0.0)
    focus = question.focus.get(fact.id, 0.0)
    fit = question.fit.get(fact.gives)
    if fit is None:
        fit = question.fit[fact.gives] = _fit(question.wanted, fact.gives)
    score = 0.55 * coverage + 0.2 * alias + 0.15 * fit + 0.1 * focus
    return Match(profile, score, coverage, alias, fit, focus, relation, weakest, exact, missing)


def _answered(fact: Fact, question: _Question) -> tuple[float, float, float, bool, tuple[Slot, ...]]:
    """Slot by slot: coverage, relation, weakest, exact and missing of the match."""
    name, person = fact.id, "post" in fact.gives
    # A post named in passing ("adviser to the ambassador") agrees only beside the post that is held.
    held = any(one.agreed.get(name, one.otherwise) >= _HELD for one in question.posts)
    total = covered = 0.0
    weakest, relation, exact = 1.0, -1.0, False
    missing = []
    for slot, heavy, agreed, otherwise, of_people, of_others, relations in question.asked:
        strength = agreed.get(name, otherwise)
        if strength == 0 and slot.optional:
            continue
        kind = slot.kind
        if kind == "post" and strength < TEXT_NARROWER and not held:
            strength = 0.0
        total += heavy
        forbids = of_people if person else of_others
        if strength > 0:
            covered += heavy * strength
        elif strength < 0 or forbids:
            missing.append(slot)
        if strength < weakest and (forbids or kind == "side"):
            weakest = strength
        exact = exact or fact.relation in relations
        if kind == "relation":
            relation = max(relation, strength)
    coverage = covered / total if total else question.unasked
    return coverage, relation if relation >= 0 else 1.0, weakest, exact, tuple(missing)


def _forbids(slot: Slot, heavy: float, deeds: frozenset[str]) -> bool:
    """Whether the record must explain the slot for an answer to be given."""
    if slot.kind == "relation":
        # "Say" may be a politeness; beside "what" it is a deed.
        spoken = not (deeds & _OF_SPEAKERS).isdisjoint(slot.units)
        return spoken or (not slot.optional and not deeds.isdisjoint(slot.units))
    return heavy >= _VETO_WEIGHT and slot.kind not in _LENIENT


def _deeds_of_others(reading: Reading) -> frozenset[str]:
    """Relations that facts about no person must state; when a theatre was built is not when it goes on tour."""
    deeds = _ALWAYS | _OF_INSTITUTIONS if _asks_institution(reading) else _ALWAYS
    return deeds | _OF_BUILDERS if "date" in reading.wants and not reading.has("c:held") else deeds


def _asks_institution(reading: Reading) -> bool:
    """ "Which publisher attended?": one that published, and is not said to have come, is no answer."""
    return any(slot.kind == "need" and any(map(is_institution, slot.units)) for slot in reading.slots)


def _deeds_of_people(reading: Reading) -> frozenset[str]:
    """Relations that must be stated when asked: who attended has not therefore said or planned anything.

    "Name those who came" and "how many does the report mention" say and report nothing themselves.
    """
    if reading.counts:
        return _ALWAYS | {"c:planned"}
    if reading.lists:
        return _ALWAYS
    if reading.wants == {"statement"}:
        return _ALWAYS | _OF_SPEAKERS | _OF_THE_MEETING
    return _ALWAYS | _OF_THE_MEETING


def agreement(slot: Slot, profile: Profile, base: Base) -> float:
    """How surely the fact satisfies the slot, 0 to 1; below 0 where it says the opposite."""
    agreed, otherwise = _agreements(slot, base)
    return agreed.get(profile.fact.id, otherwise)


def _agreements(slot: Slot, base: Base) -> tuple[Mapping[str, float], float]:
    """By fact how surely it satisfies the slot, and how surely every other does."""
    key = (slot.kind, slot.units)
    kept = base.agreements.get(key)
    if kept is None:
        if len(base.agreements) >= _MOST_KEPT:
            base.agreements.clear()
        kept = base.agreements[key] = _agreements_of(slot, base)
    return kept


def _agreements_of(slot: Slot, base: Base) -> tuple[Mapping[str, float], float]:
    if slot.kind == "side":
        return {name: _side_agreement(slot, profile) for name, profile in base.profiles.items()}, -1.0
    found: dict[str, float] = {}
    # That it may as well be padding does not put it on record.
    units = [unit for unit in slot.units if not slot.content or base.annotator.kind_of(unit) != "filler"]
    for unit in units:
        for name, strength in base.postings.get(unit, {}).items():
            if strength > found.get(name, 0.0):
                found[name] = strength
    if slot.kind == "relation" and not _ALWAYS.isdisjoint(slot.units):
        # A deputy may be asked after together with the head; he is not the head.
        found = {name: strength for name, strength in found.items() if strength >= TEXT_NARROWER}
    of_the_setting = slot.kind not in ("relation", "need") and not base.setting.isdisjoint(units)
    return found, _SETTING_STRENGTH if of_the_setting else 0.0


def _side_agreement(slot: Slot, profile: Profile) -> float:
    """A side named in passing ("the embassy of Russia in Kazakhstan") is not the fact's own side."""
    own = {side_unit(side) for side in _sides(profile)}
    if own & set(slot.units):
        return 1.0
    if "c:both-sides" in slot.units:
        return 1.0 if profile.fact.side == "both" else 0.5
    return 0.5 if any(unit in profile.units for unit in slot.units) else -1.0


def _sides(profile: Profile) -> tuple[str, ...]:
    side = profile.fact.side
    return ("kz", "ru") if side == "both" else (side,)


def _likenesses(rarity: Mapping[str, float], base: Base) -> dict[str, float]:
    """By fact, how like the question is to its nearest known question, 0 to 1.

    Dice's coefficient over units weighed by rarity. It is summed up unit by unit over the known questions that share
    one, so that the others cost nothing.
    """
    # Which of the question's units each known question has, as bits: few patterns, each summed up once.
    patterns = [0] * len(base.wordings)
    for at, unit in enumerate(rarity):
        bit = 1 << at
        for number in base.wordings_with.get(unit, ()):
            patterns[number] |= bit
    sums = _sums(set(patterns), tuple(rarity.values()))
    best: dict[str, float] = {}
    for (name, size), pattern in zip(base.wordings, patterns, strict=True):
        if pattern:
            twice, both, common = sums[pattern]
            likeness = twice / (both + _UNASKED * (size - common))
            if likeness > best.get(name, 0.0):
                best[name] = likeness
    return best


def _sums(patterns: Iterable[int], values: Sequence[float]) -> dict[int, tuple[float, float, int]]:
    """By pattern: twice the rarity that is shared, that with all that is asked, and the number of units shared."""
    asked = sum(values)
    found = {}
    for pattern in patterns:
        shared = 0.0
        for at, value in enumerate(values):
            if pattern >> at & 1:
                shared += value
        found[pattern] = (2 * shared, asked + shared, pattern.bit_count())
    return found


def _fit(wanted: frozenset[Gives], gives: tuple[Gives, ...]) -> float:
    if not wanted or not gives:
        return 0.5
    return 0.0 if wanted.isdisjoint(gives) else 1.0


def _focuses(rarity: Mapping[str, float], base: Base) -> dict[str, float]:
    """By fact, the share of its own subject (its tags, topic and entities) that the question names."""
    named: dict[str, float] = {}
    for unit, value in rarity.items():
        for name in base.stated_by.get(unit, ()):
            named[name] = named.get(name, 0.0) + value
    return {
        name: min(1.0, 2 * value / total)
        for name, value in named.items()
        if (total := base.subjects[name][1])
    }

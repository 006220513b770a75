"""How well a fact answers a reading: coverage of the question's content, and what speaks for or against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.index.base import Base
from knowledge.index.profile import TEXT_NARROWER, Profile, is_institution, side_unit
from knowledge.matching.reading import Reading
from knowledge.matching.slots import Slot

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
_Agreed = tuple[Slot, float, float]  # a slot, its weight, how surely the fact satisfies it
_UNASKED = 0.5  # what a unit of a known question weighs that was not asked for
_ALWAYS = frozenset({"c:heads", "c:list_note"})
_OF_INSTITUTIONS = frozenset({"c:takes_part"})
_OF_SPEAKERS = frozenset({"c:said"})
_OF_THE_MEETING = frozenset({"c:planned", "c:discussed", "c:publishes", "c:mood"})
_COMMON = 0.35  # the share of a slot's weight that stays however common it is
_VETO_WEIGHT = 0.45  # an unexplained slot at least this heavy forbids an answer


@dataclass(frozen=True, slots=True)
class Match:
    """One fact against one reading; all numbers are 0 to 1."""

    profile: Profile
    coverage: float  # of the question's content, by weight
    alias: float  # likeness to the nearest known question
    fit: float  # whether the fact gives what is asked for: 1 yes, 0 no, 0.5 cannot tell
    focus: float  # how much of what the fact is mainly about was asked for
    relation: float  # agreement with the relation that is asked about; 1 where none is
    weakest: float  # the agreement with the slot that the fact says least of
    exact: bool  # it states the very relation that is asked about
    missing: tuple[Slot, ...]  # slots that forbid an answer

    @property
    def score(self) -> float:
        return 0.55 * self.coverage + 0.2 * self.alias + 0.15 * self.fit + 0.1 * self.focus

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


@dataclass(frozen=True, slots=True)
class _Question:
    """A reading with all that is the same for every fact."""

    reading: Reading
    weights: tuple[tuple[Slot, float], ...]
    rarity: Mapping[str, float]  # by unit of the question
    wanted: frozenset[str]
    of_people: frozenset[str]  # relations that a fact about a person must state
    of_others: frozenset[str]  # relations that any other fact must state
    likeness: Mapping[str, float]  # by fact


def rank(reading: Reading, base: Base, *, most: int = 0) -> list[Match]:
    """Every candidate, best first; ties by id, so that the same question gives the same answer."""
    # In a fixed order: sums of the same numbers must be the same to the last digit in every process.
    rarity = {unit: base.rarity((unit,)) for unit in sorted(reading.units())}
    question = _Question(
        reading=reading,
        weights=tuple((slot, weight(slot, base)) for slot in reading.content),
        rarity=rarity,
        wanted=reading.wants - {"statement", "number"},
        of_people=_deeds_of_people(reading),
        of_others=_ALWAYS | _OF_INSTITUTIONS if _asks_institution(reading) else _ALWAYS,
        likeness=_likenesses(rarity, base),
    )
    matches = [_match(base.profiles[name], question, base) for name in _candidates(reading, base)]
    matches.sort(key=lambda match: (-match.score, match.profile.fact.id))
    return matches[:most] if most else matches


def _candidates(reading: Reading, base: Base) -> Iterable[str]:
    """Facts that share a unit with the question."""
    names: dict[str, None] = {}
    for slot in reading.slots:
        for unit in slot.units:
            names.update(dict.fromkeys(base.postings.get(unit, ())))
    return names


def _match(profile: Profile, question: _Question, base: Base) -> Match:
    fact = profile.fact
    agreed = ((slot, heavy, agreement(slot, profile, base)) for slot, heavy in question.weights)
    strengths = _posts_agreed([one for one in agreed if one[2] != 0 or not one[0].optional])
    deeds = question.of_people if "post" in fact.gives else question.of_others
    total = covered = 0.0
    weakest = 1.0
    relation = -1.0
    missing = []
    for slot, heavy, strength in strengths:
        total += heavy
        covered += heavy * max(strength, 0.0)
        forbids = _forbids(slot, heavy, deeds)
        if strength < 0 or (strength == 0 and forbids):
            missing.append(slot)
        if forbids or slot.kind == "side":
            weakest = min(weakest, strength)
        if slot.kind == "relation":
            relation = max(relation, strength)
    return Match(
        profile=profile,
        coverage=covered / total if total else float(bool(question.reading.wants)),
        alias=question.likeness.get(fact.id, 0.0),
        fit=_fit(question.wanted, profile),
        focus=_focus(profile, question.rarity, base),
        relation=relation if relation >= 0 else 1.0,
        weakest=weakest,
        exact=any(
            slot.kind == "relation" and not base.relations[fact.relation].isdisjoint(slot.units)
            for slot, _, _ in strengths
        ),
        missing=tuple(missing),
    )


def _posts_agreed(strengths: list[_Agreed]) -> list[_Agreed]:
    """A post named in passing ("adviser to the ambassador") agrees only beside the post that is held."""
    if any(slot.kind == "post" and strength >= _HELD for slot, _, strength in strengths):
        return strengths
    return [
        (slot, heavy, 0.0 if slot.kind == "post" and strength < TEXT_NARROWER else strength)
        for slot, heavy, strength in strengths
    ]


def _forbids(slot: Slot, heavy: float, deeds: frozenset[str]) -> bool:
    """Whether the record must explain the slot for an answer to be given."""
    if slot.kind == "relation":
        # "Say" may be a politeness; beside "what" it is a deed.
        spoken = not (deeds & _OF_SPEAKERS).isdisjoint(slot.units)
        return spoken or (not slot.optional and not deeds.isdisjoint(slot.units))
    return heavy >= _VETO_WEIGHT and slot.kind not in _LENIENT


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
    if slot.kind == "side":
        return _side_agreement(slot, profile)
    strength = max((profile.units.get(unit, 0.0) for unit in slot.units), default=0.0)
    if slot.kind == "relation" and strength < TEXT_NARROWER and not _ALWAYS.isdisjoint(slot.units):
        # A deputy may be asked after together with the head; he is not the head.
        return 0.0
    if (
        strength == 0
        and slot.kind not in ("relation", "need")
        and any(unit in base.setting for unit in slot.units)
    ):
        return _SETTING_STRENGTH
    return strength


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
    shared: dict[int, float] = {}
    common: dict[int, int] = {}
    for unit, value in rarity.items():
        for number in base.wordings_with.get(unit, ()):
            shared[number] = shared.get(number, 0.0) + value
            common[number] = common.get(number, 0) + 1
    asked = sum(rarity.values())
    best: dict[str, float] = {}
    for number, value in shared.items():
        name, size = base.wordings[number]
        likeness = 2 * value / (asked + value + _UNASKED * (size - common[number]))
        if likeness > best.get(name, 0.0):
            best[name] = likeness
    return best


def _fit(wanted: frozenset[str], profile: Profile) -> float:
    if not wanted or not profile.fact.gives:
        return 0.5
    return 0.0 if wanted.isdisjoint(profile.fact.gives) else 1.0


def _focus(profile: Profile, rarity: Mapping[str, float], base: Base) -> float:
    """The share of the fact's own subject (its tags, topic and entities) that the question names."""
    own, total = base.subjects[profile.fact.id]
    named = sum(rarity[unit] for unit in own & rarity.keys())
    return min(1.0, 2 * named / total) if total else 0.0

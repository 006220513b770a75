"""Which facts answer a reading, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.index.base import SETTING, Base
from knowledge.index.profile import STATED
from knowledge.matching.anchoring import anchoring, asks_of_the_whole, is_adrift
from knowledge.matching.answer import Status
from knowledge.matching.company import (
    accompanied,
    across_the_table,
    counted,
    on_both_sides,
    person_of,
    talked_with,
)
from knowledge.matching.confidence import Evidence, probability
from knowledge.matching.correction import (
    about_the_setting,
    completed,
    disputes_the_setting,
    headed,
    put_right,
)
from knowledge.matching.oddities import odd_word, without
from knowledge.matching.reading import Reading
from knowledge.matching.scoring import Match, agreement, rank, weight
from knowledge.matching.slots import Slot

ANSWER_FROM, SUGGEST_FROM = (
    0.6,
    0.25,
)  # probability that the answer is right; measured by benchmarks/calibrate.py
_AS_GOOD = 0.08  # coverage within which two statements answer a question alike
_AS_SURE = 0.25  # agreement within which two people belong on the same list
_OF_THE_SETTING = {"date", "place"}  # what the meeting itself has
_UNDERSTOOD = {"attribute", "number", "time", "place", "need", "ordinal"}
_ABOUT_THE_WHOLE = {"summary", "list_note"}  # relations of facts that are never a line of a list
_KNOWN, _KNOWN_BY = 0.72, 0.12  # likeness to a known question, and its lead, that single out one fact
_VERY = 0.95  # likeness that does so of facts of which the question says the same
_HOW_MANY_PEOPLE, _NUMBERED = "c:how-many-people", {"post", "number", "side"}
_CHAIR, _HEADS = "c:chair", "c:heads"
_SUBJECTS = {"topic", "name", "category"}
_MEANT = 0.5  # likeness to a known question from which an overview may be the answer
_LONGEST_LIST = 40
_CERTAIN = 0.55  # agreement from which an excluded slot takes a fact away

Shape = Literal["single", "list", "count"]


@dataclass(frozen=True, slots=True)
class Decision:
    status: Status
    shape: Shape
    confidence: float
    matches: tuple[Match, ...]  # what the answer is composed of; empty unless answered
    ranked: tuple[Match, ...]  # every candidate, best first
    missing: tuple[Slot, ...]  # what of the question the record does not explain
    evidence: Evidence | None = None  # what the confidence was computed from
    nearest: Match | None = None  # unanswered: it has all that was said, and lacks but the sort of answer


def decide(reading: Reading, base: Base) -> Decision:
    """What answers the reading; a question that is wrong about something is put right."""
    for understood in (on_both_sides, across_the_table, accompanied, headed, completed, counted):
        reading = understood(reading, base)
    ranked = rank(reading, base)
    if known := _known(reading, ranked, base):
        return known
    if is_adrift(reading) or talked_with(reading, base):
        return _no_answer(reading, ranked, base, SUGGEST_FROM)
    full = [match for match in ranked if match.full and _may_answer(reading, match)]
    full = _narrowest(reading, _of_the_setting(reading, _kept(reading, full, base), base), base)
    if not full or not (reading.content or reading.wants & _OF_THE_SETTING):
        right = put_right(reading, ranked, base)
        decision = decide(right, base) if right else _but_for_a_word(reading, ranked, base)
        return decision if decision and decision.status == "answered" else _no_answer(reading, ranked, base)
    group = _group(reading, full)
    if not group:
        return _no_answer(reading, ranked, base)
    shape = _shape(reading, group)
    evidence = _evidence(reading, group, ranked)
    confidence = probability(evidence)
    return Decision(_band(confidence), shape, confidence, tuple(group), tuple(ranked), (), evidence)


def _may_answer(reading: Reading, match: Match) -> bool:
    """An overview answers what is asked of the whole; what counts people is answered by people or a number."""
    if _class(match) in _ABOUT_THE_WHOLE and not match.exact and match.alias < _MEANT:
        return False
    return not reading.has(_HOW_MANY_PEOPLE) or not _NUMBERED.isdisjoint(match.profile.fact.gives)


def _shape(reading: Reading, group: list[Match]) -> Shape:
    if reading.counts and _class(group[0]) == "person":
        return "count"
    return "list" if len(group) > 1 else "single"


def _of_the_setting(reading: Reading, full: list[Match], base: Base) -> list[Match]:
    """ "What date was it?", with no subject of its own, asks about the meeting itself."""
    asked = reading.wants & _OF_THE_SETTING or disputes_the_setting(reading)
    if asked and about_the_setting(reading, base):
        setting = [match for match in full if match.profile.fact.relation == SETTING]
        return [match for match in setting if match.fit == 1.0] or setting
    return full if reading.content else []


def _narrowest(reading: Reading, full: list[Match], base: Base) -> list[Match]:
    """ "Exchanged views" is said of one discussion: where a fact states the very deed, it alone answers."""
    deeds = {unit for slot in reading.content if slot.kind == "relation" for unit in slot.units}
    named = [unit for unit in deeds if (concept := base.concept(unit)) and concept.broader]
    very = [unit for unit in named if unit[2:] not in base.relations]
    stated = [match for match in full if any(match.profile.units.get(unit, 0.0) >= STATED for unit in very)]
    return stated or full


def _known(reading: Reading, ranked: Sequence[Match], base: Base) -> Decision | None:
    """A known question of a fact, word for word, is answered by that fact: an editor has said so."""
    names = base.known.get(reading.text, ())
    group = tuple(match for match in ranked if match.profile.fact.id in names)
    if not group or (reading.counts and _class(group[0]) == "person"):
        return None
    evidence = replace(_evidence(reading, group, ranked), coverage=1.0, alias=1.0, missing=0.0)
    shape: Shape = "list" if len(group) > 1 else "single"
    return Decision(
        "answered", shape, max(probability(evidence), ANSWER_FROM), group, tuple(ranked), (), evidence
    )


def _band(confidence: float) -> Status:
    if confidence >= ANSWER_FROM:
        return "answered"
    return "suggested" if confidence >= SUGGEST_FROM else "unanswered"


def _no_answer(reading: Reading, ranked: Sequence[Match], base: Base, most: float = ANSWER_FROM) -> Decision:
    """Nothing explains the whole question: the nearest says what is missing."""
    if not ranked:
        return Decision("unanswered", "single", 0.0, (), (), ())
    nearest = _lacking_only_the_sort(reading, ranked, base)
    best = nearest or ranked[0]
    # A word that is understood and not on record is no slip of the finger: nothing else was meant.
    most = SUGGEST_FROM if any(slot.kind in _UNDERSTOOD for slot in best.missing) else most
    evidence = _evidence(reading, [best], ranked)
    confidence = min(probability(evidence), most - 0.01)
    status = _band(confidence)
    return Decision(status, "single", confidence, (), tuple(ranked), best.missing, evidence, nearest)


def _but_for_a_word(reading: Reading, ranked: Sequence[Match], base: Base) -> Decision | None:
    """The answer to all but one odd word, where it is likely to be right in spite of it; it tells the word."""
    best = ranked[0] if ranked else None
    odd = odd_word(reading, best, base) if best else None
    if best is None or odd is None:
        return None
    confidence = probability(_evidence(reading, [best], ranked))
    if confidence < ANSWER_FROM:
        return None
    decision = decide(without(reading, odd), base)
    return replace(decision, confidence=min(confidence, decision.confidence), missing=(odd,))


def _lacking_only_the_sort(reading: Reading, ranked: Sequence[Match], base: Base) -> Match | None:
    """ "Which theatres go on tour?", where tours are on record and no theatre is named: nearer than any theatre."""
    said = [slot for slot in reading.content if slot.kind != "need"]
    if not any(slot.kind in _SUBJECTS for slot in said):
        return None

    def told(match: Match) -> float:
        return sum(weight(slot, base) * agreement(slot, match.profile, base) for slot in said)

    lacking = [match for match in ranked if match.missing and _all_needs(match.missing)]
    return max(lacking, key=told, default=None)  # the first of equals


def _all_needs(slots: Sequence[Slot]) -> bool:
    return all(slot.kind == "need" for slot in slots)


def _kept(reading: Reading, full: list[Match], base: Base) -> list[Match]:
    """Without what the question sets aside ("besides the head")."""
    return [match for match in full if not _set_aside(reading, match, base)] if reading.excluded else full


def _set_aside(reading: Reading, match: Match, base: Base) -> bool:
    """ "Besides Stepanov and Daueshov" sets aside each, "besides the head of the Russian side" him who is all that."""
    posts = [slot for slot in reading.excluded if slot.kind == "post" or _HEADS in slot.units]
    named = [slot for slot in reading.excluded if slot not in posts and (not posts or person_of(slot, base))]
    if any(_is_of(slot, match, reading, base) for slot in named):
        return True
    beside = [slot for slot in reading.excluded if slot not in posts and slot not in named]
    meant = any(_is_of(slot, match, reading, base) for slot in posts)
    return meant and all(agreement(slot, match.profile, base) > 0.0 for slot in beside)


def _is_of(slot: Slot, match: Match, reading: Reading, base: Base) -> bool:
    of_the_side = _CHAIR in slot.units and not _narrowed(reading, "category", "topic", "name")
    if of_the_side or _HEADS in slot.units:
        return match.profile.fact.relation == "heads"  # whoever chairs a side
    if slot.kind == "relation":
        return f"c:{match.profile.fact.relation}" in slot.units
    return agreement(slot, match.profile, base) > _CERTAIN


def _class(match: Match) -> str:
    """Facts of one class make one list: people together, else what states the same relation."""
    fact = match.profile.fact
    return "person" if "post" in fact.gives and fact.relation not in _ABOUT_THE_WHOLE else fact.relation


def _group(reading: Reading, full: list[Match]) -> list[Match]:
    """The facts that answer together: of one class, and about as good as the best of it."""
    if not full:
        return []
    if any(match.fit == 1.0 for match in full):
        full = [match for match in full if match.fit > 0.0 or match.exact]
    if (
        not reading.wants
        and not _narrowed(reading)
        and all(slot.kind == "context" for slot in reading.content)
    ):
        return _most_like(full)
    best = _side_of_all(reading, full) or _leader(reading, full)
    alike = [match for match in full if _class(match) == _class(best)]
    if any(match.exact for match in alike) and not _narrowed_beyond(reading, "c:heads"):
        # "Who headed the Russian side?" is not about the heads of its museums.
        alike = [match for match in alike if match.exact]
    if _class(best) in _ABOUT_THE_WHOLE or len(alike) > _LONGEST_LIST:
        return [best]
    if _class(best) == "person":
        return [match for match in alike if match.weakest >= best.weakest - _AS_SURE]
    return _statements(reading, best, alike)


def _most_like(full: list[Match]) -> list[Match]:
    """ "What is this commission called?" names nothing but the setting: a known question must tell what is meant."""
    best = max(full, key=lambda match: match.alias)
    return [best] if best.alias >= _MEANT else []


def _side_of_all(reading: Reading, full: list[Match]) -> Match | None:
    """ "Which countries took part?" asks for the sides, not for everybody on them."""
    if "side" not in reading.wants or "person" in reading.wants or _narrowed(reading):
        return None
    sides = (
        match for match in full if _class(match) in _ABOUT_THE_WHOLE and "side" in match.profile.fact.gives
    )
    return next(sides, None)


def _leader(reading: Reading, full: list[Match]) -> Match:
    """The best match; for a list or a count of people the best of these, where there is one."""
    best = full[0]
    if best.alias >= _KNOWN and not reading.counts:
        return best
    whole = _class(best) in _ABOUT_THE_WHOLE
    if (reading.counts and _about_people(reading)) or (reading.lists and (whole or _names_people(reading))):
        return next((match for match in full if _class(match) == "person"), best)
    return best


def _names_people(reading: Reading) -> bool:
    """ "Name all who came from the cinema": a list of people, not of plans."""
    named = reading.has("c:takes_part", "c:person-noun", "c:everybody")
    return named or (any(slot.kind == "side" for slot in reading.content) and not _narrowed(reading, "topic"))


def _about_people(reading: Reading) -> bool:
    """Whether people or those who sent them are counted, not years or concerts."""
    asked = reading.wants & {"person", "organisation"}
    return bool(asked) or any(
        slot.kind in ("side", "category", "post") or "c:takes_part" in slot.units for slot in reading.content
    )


def _narrowed(reading: Reading, *kinds: str) -> bool:
    return any(slot.kind in (kinds or ("name", "post", "category", "word")) for slot in reading.content)


def _narrowed_beyond(reading: Reading, unit: str) -> bool:
    """Whether something else than the unit narrows the question down."""
    others = tuple(slot for slot in reading.slots if unit not in slot.units)
    return _narrowed(replace(reading, slots=others))


def _statements(reading: Reading, best: Match, alike: list[Match]) -> list[Match]:
    """One statement where it stands out or is a known question; else all that are as good."""
    equals = [match for match in alike if match.coverage >= best.coverage - _AS_GOOD]
    if len(equals) == 1 or reading.lists:
        return equals
    others = [match for match in equals if match is not best]
    # Where the question says as much of another, a known question that says more does not tell them apart.
    enough = _VERY if any(match.coverage >= best.coverage for match in others) else _KNOWN
    if best.alias >= enough and best.alias >= max(match.alias for match in others) + _KNOWN_BY:
        return [best]
    return equals


def _evidence(reading: Reading, group: Sequence[Match], ranked: Sequence[Match]) -> Evidence:
    best = group[0]
    names = {match.profile.fact.id for match in group}
    rival = next((match.score for match in ranked if match.profile.fact.id not in names), 0.0)
    content = reading.content
    return Evidence(
        coverage=best.coverage,
        alias=best.alias,
        fit=best.fit,
        focus=best.focus,
        relation=best.relation,
        margin=max(0.0, best.score - rival),
        explained=reading.explained,
        repaired=max((slot.cost for slot in content if slot.units), default=0.0),
        missing=float(len(best.missing)) / max(len(content), 1),
        several=1.0 if len(group) > 1 else 0.0,
        content=min(1.0, len(content) / 4),
        anchored=anchoring(reading),
        whole=float(asks_of_the_whole(reading)),
    )

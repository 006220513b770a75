"""How surely a question is about the record at all, and not about the weather, the asker or the assistant itself.

Everyday words lie near those of any record: "steel" is one slip away from "steer", "who made you?" asks for a person.
A question must hold something by itself that only the record would be asked about, before any fact is let answer it.
"""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.index.words import COARSE, SOUND
from knowledge.matching.reading import Reading
from knowledge.matching.slots import Slot
from knowledge.model import Lang

# How surely a slot of each kind, spelt as the record spells it, shows that the record is meant.
_TRUST: Mapping[str, float] = {
    "name": 1.0,
    "post": 0.9,
    "side": 0.8,
    "category": 0.8,
    "topic": 0.8,
    "relation": 0.7,
    "word": 0.7,
    "attribute": 0.6,
    "place": 0.6,
    "time": 0.5,
    "number": 0.4,
    "ordinal": 0.3,
    "context": 0.3,
}
_MEETING = frozenset({"c:meeting", "c:commission", "c:session"})
_OF_THE_MEETING = 0.8  # what says "meeting" by name, though it tells no facts apart
_PHRASE, _WORD = 0.2, 0.1  # a question word: "what position", "who"
_SPARE = 0.4  # the share that is left to a word that may as well be a filler
_SLIP = 10.0  # letters that a repair of cost 1 takes the trust from: one edit makes three in doubt
_OWN = frozenset({"name", "side", "post"})  # what a question to "you" must name to be about the record
_SURELY = 0.5  # trust from which it does
_DEFINITION = "c:definition"
_PARTIES = frozenset({"c:second-person", "c:first-person-singular"})
_AND, _POLITENESS = "c:and", "c:politeness"  # Latin "i" may be Russian "and"
_LOCATED = frozenset({"date", "place"})  # asked of the meeting with hardly a word: "when was it?"
_COUNTED = frozenset({"c:takes_part", "c:person-noun", "c:how-many-people"})
_ADDRESSED = {"ru": ("ешь", "ишь", "ешься", "ишься"), "kk": ("сың", "сің")}  # endings of verbs said to "you"
_OF_THE_SETTING = frozenset({"need", "context", "time", "place", "number"})
_NOW, _YEAR, _HELD = "c:today", "c:year", "c:held"
_SUMMARY = "c:summary"
_TOOK_PLACE = frozenset({_HELD, _SUMMARY})
_SETTING_MEANT = 0.8  # where date, place or number of people are asked for as such
ANCHORED_FROM = 0.55  # below this nothing of the question is surely the record's


def anchoring(reading: Reading) -> float:
    """The chance that something in the question is the record's own, 0 to 1: its slots vouch independently."""
    doubt = 1.0
    for slot in reading.slots:
        doubt *= 1.0 - trust(slot)
    return max(1.0 - doubt, _SETTING_MEANT if asks_of_the_whole(reading) else 0.0)


def asks_of_the_whole(reading: Reading) -> bool:
    """Whether date, place or the number of people are asked for as such: few words do, since all else is understood."""
    return _is_of_the_setting(reading) or _counts_people(reading)


def trust(slot: Slot) -> float:
    """How surely the slot by itself shows that the record is meant, 0 to 1; short words repaired show little."""
    if not slot.units:
        return 0.0
    if slot.kind == "ask":
        sure = _PHRASE if " " in slot.text else _WORD
    elif not _MEETING.isdisjoint(slot.units):
        sure = _OF_THE_MEETING
    else:
        sure = _TRUST.get(slot.kind, 0.0)
    if slot.optional:
        sure *= _SPARE
    if slot.cost >= SOUND and slot.text:
        letters = len(slot.text) - slot.text.count(" ")
        sure *= max(0.0, 1.0 - slot.cost * _SLIP / letters)
    return sure


def is_adrift(reading: Reading) -> bool:
    """Whether nothing ties the question to the record, so that no fact may answer it however well it fits."""
    if _is_addressed(reading) and not any(
        slot.kind in _OWN and trust(slot) >= _SURELY for slot in reading.content
    ):
        return True
    return _is_definition(reading) or anchoring(reading) < ANCHORED_FROM


def _is_definition(reading: Reading) -> bool:
    """«Что такое симфония?» asks what a word means; what a body or a plan of the record is, it may tell."""
    return reading.has(_DEFINITION) and all(slot.kind == "category" for slot in reading.content)


def _is_of_the_setting(reading: Reading) -> bool:
    """ "When was it?" is asked of the meeting with hardly a word, none of it guessed, and none of it "today"."""
    asked = not reading.wants.isdisjoint(_LOCATED) or reading.has(_YEAR, _SUMMARY)
    if not asked or reading.has(_NOW) or _is_guessed(reading):
        return False
    return all(
        slot.kind in _OF_THE_SETTING or slot.optional or not _TOOK_PLACE.isdisjoint(slot.units)
        for slot in reading.content
    )


def _counts_people(reading: Reading) -> bool:
    return reading.counts and reading.has(*_COUNTED) and not _is_guessed(reading)


def _is_guessed(reading: Reading) -> bool:
    """Whether a word that would narrow the question down is a guess, or none is known."""
    return any(slot.kind == "unknown" or slot.cost > COARSE for slot in reading.content)


def _is_addressed(reading: Reading) -> bool:
    """Whether it is about the asker or the assistant: "how old are you?", «киноға кіммен барасың?»."""
    return any(
        (not _PARTIES.isdisjoint(slot.units) and _AND not in slot.units)
        or _is_said_to_you(slot, reading.lang)
        for slot in reading.slots
    )


def _is_said_to_you(slot: Slot, lang: Lang) -> bool:
    """A verb in the second person, as far as it is known and no mere politeness ("can you", «подскажешь»)."""
    if _POLITENESS in slot.units or slot.kind in ("ask", "unknown") or not slot.units:
        return False
    return slot.text.endswith(_ADDRESSED.get(lang, ()))

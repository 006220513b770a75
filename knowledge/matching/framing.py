"""What surrounds a question and asks nothing: "for my newsletter, …", "I am writing a column. …".

An unknown word vetoes an answer, since it may be what matters ("salary"). In a clause of the asker's own it may not:
one that speaks in the first person and asks nothing. What such a clause names on record is what the question is about
where the question has no subject of its own ("I have to introduce Glebov. What is his post?"), and else no more
than a hint.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.index.base import Base
from knowledge.index.words import ONE_EDIT
from knowledge.matching.slots import Slot
from knowledge.model import Lang

# Concepts that ask; names and nouns of people only may.
_ASKING = frozenset(
    f"c:{name}"
    for name in (
        *(
            "who",
            "who-all",
            "what",
            "what-post",
            "which",
            "which-side",
            "when",
            "when-day",
            "where",
            "how",
            "why",
        ),
        *("how-many", "how-many-chat", "how-many-people", "list"),
    )
)
# Of these, what cannot be a noun ("place") or an adverb ("all") as well.
_PLAINLY = frozenset(
    f"c:{name}"
    for name in (
        "who-asked",
        "who-all",
        "when-asked",
        "where-asked",
        "what",
        "which",
        "how",
        "why",
        "how-many",
    )
)
# What is asked for by more than "what".
_SPECIFIC = frozenset({"person", "organisation", "post", "side", "date", "place"})
_PRONOUN, _FAMILY, _HELD = "c:pronoun", "c:family", "c:held"
_LEAVING_OUT = frozenset({"c:except", "c:excepted"})
_TELLING = {"name", "post", "category", "topic", "side", "attribute", "number", "time", "place", "ordinal"}
_SUBJECTS = {"name", "post", "category", "topic", "side"}  # kinds of what a question may be about
_CLEAR = {"name", "category", "topic"}  # of these, what it needs no more than
_VAGUE = {"relation", "context"}  # what says as much where no pronoun points elsewhere
_NAMED = {"name", "side"}  # of these, what no word beside it makes another
_EVERYDAY = "c:everyday-thing"  # no more than a word that nobody knows
_OF_A_ROLE = {"name", "side", "attribute"}  # kinds that the asker's own role does not take with it
# Endings of verbs that speak of oneself: Russian ones open a clause, Kazakh ones close it.
_OWN_VERBS: Mapping[Lang, tuple[str, ...]] = {
    "ru": ("ю", "у", "юсь", "усь"),
    "kk": (
        *("мын", "мін", "бын", "бін", "пын", "пін", "мыз", "міз", "быз", "біз", "пыз", "піз"),
        *("дым", "дім", "тым", "тім", "дық", "дік", "тық", "тік"),
    ),
}
_SHORTEST_VERB = 4  # letters
_OPENING = 3  # slots among which a Russian clause has its verb: «завтра встречаю …»
_Clause = tuple[int, int]  # the numbers of its first slot, and of the one after its last


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands between the slots of a text, by the number of the slot that follows; the end has one, too."""

    breaks: frozenset[int]  # punctuation that parts clauses
    asked: frozenset[int]  # a question mark
    capitals: frozenset[str]  # words with a capital within a sentence, where not most have one; normalised


def without_frames(slots: Sequence[Slot], marks: Marks, base: Base) -> list[Slot]:
    """The slots, those of framing clauses as fillers or, where they name what the question is about, as they are."""
    found = list(slots)
    parted = {*marks.breaks, len(found)}
    clauses = _clauses(found, marks.breaks, base)
    asking = _asking(found, clauses, marks)
    for start, end in clauses:
        clause, rest = found[start:end], [*found[:start], *found[end:]]
        if (start, end) in asking or not any(slot.content or slot.kind == "ask" for slot in rest):
            continue
        if not _LEAVING_OUT.isdisjoint(clause[0].units):
            continue  # «…, исключая главу»
        if _is_role(clause) or (end in parted and _is_address(clause, rest)):
            found[start:end] = [_filler(slot) for slot in clause]
            continue
        # Up to a question word in the midst of a clause stands what is asked about («… бізге қай …»).
        framing = end in parted or not any(map(_tells, clause))
        if framing and _is_frame(clause, rest, base) and not _may_name_another(clause, rest, marks):
            found[start:end] = _framed(clause, rest, base)
    return found


def _asking(slots: Sequence[Slot], clauses: Sequence[_Clause], marks: Marks) -> Collection[_Clause]:
    """The clauses that ask: with a question mark or a question word, else the one that tells most."""
    # Beside a question, "all my life" and "place cards" ask for no list and for no place.
    plainly = {
        (start, end)
        for start, end in clauses
        if end in marks.asked or any(map(_asks_plainly, slots[start:end]))
    }
    asking = plainly or {(start, end) for start, end in clauses if any(map(_asks, slots[start:end]))}
    # Of equals the last: what a question is for is mostly said before it.
    telling = [(sum(map(_is_on_record, slots[start:end])), (start, end)) for start, end in clauses]
    return asking or {max(telling, default=(0, (0, 0)))[1]}


def _framed(clause: Sequence[Slot], rest: Sequence[Slot], base: Base) -> list[Slot]:
    """The clause, with what of it the question needs."""
    if any(slot.kind in _CLEAR and not slot.optional for slot in rest):
        return [_filler(slot) for slot in clause]
    hinting = _stands_alone(rest)
    specific = hinting or not _SPECIFIC.isdisjoint(_wants(rest, base))
    framed = []
    for at, slot in enumerate(clause):
        own = at > 0 and not _words(clause[at - 1]).isdisjoint(base.listed("first-person-own"))
        if not _tells(slot) or (slot.kind not in _SUBJECTS and specific) or own:
            framed.append(_filler(slot))
        else:
            framed.append(replace(slot, optional=hinting or slot.optional))
    return framed


def _may_name_another(clause: Sequence[Slot], rest: Sequence[Slot], marks: Marks) -> bool:
    """Whether the clause may hold a name that nobody knows, and the question be about its bearer."""
    if any(slot.kind == "name" for slot in rest):
        return False
    unknown = [slot for slot in clause if slot.content and not slot.optional and not _is_on_record(slot)]
    if any(not _words(slot).isdisjoint(marks.capitals) for slot in unknown):
        return True
    return bool(unknown) and not _stands_alone(rest) and not any(slot.kind in _NAMED for slot in clause)


def _stands_alone(rest: Sequence[Slot]) -> bool:
    """Whether the question says itself what it is about: "who is the director?" does not."""
    said = [slot for slot in rest if not slot.optional]
    if any(slot.kind in _CLEAR or slot.kind == "side" or _HELD in slot.units for slot in said):
        return True
    leaning = any(_PRONOUN in slot.units for slot in rest)
    return not leaning and any(slot.kind in _VAGUE for slot in said)


def _clauses(slots: Sequence[Slot], breaks: Collection[int], base: Base) -> list[_Clause]:
    """Runs between punctuation, before a question word, from "for my" on, and up to "as a …", «… үшін»."""
    asking = _asks_plainly if any(map(_asks_plainly, slots)) else _asks
    cuts = {0, len(slots), *breaks, *(at for at, slot in enumerate(slots) if asking(slot))}
    for at, slot in enumerate(slots):
        if _opens(slots, at, base):
            cuts.add(at)
        if _words(slot) & base.listed("frame-closing"):
            cuts.add(at + 1)
    edges = sorted(cuts)
    return list(pairwise(edges))


def _opens(slots: Sequence[Slot], at: int, base: Base) -> bool:
    """ "For my …": a preposition of purpose and the asker."""
    following = slots[at + 1] if at + 1 < len(slots) else None
    own = following is not None and not _words(following).isdisjoint(base.listed("first-person-own"))
    return own and not _words(slots[at]).isdisjoint(base.listed("frame-opening"))


def _is_frame(clause: Sequence[Slot], rest: Sequence[Slot], base: Base) -> bool:
    """Whether the asker speaks of himself."""
    words = {word for slot in clause for word in _words(slot)}
    own = base.listed("first-person") | base.listed("asker-need")
    if not words.isdisjoint(own) or _has_own_verb(clause):
        return True
    # "Our delegation's hairdresser, who was he?" is what is asked about; "my editor wonders" is not.
    spoken_of = any(slot.kind == "context" for slot in clause) or any(_PRONOUN in slot.units for slot in rest)
    return not spoken_of and not words.isdisjoint(base.listed("first-person-own"))


def _has_own_verb(clause: Sequence[Slot]) -> bool:
    """«Готовлю справку», «анықтама жазып жатырмын»."""
    first = (slot.text for slot in clause[:_OPENING] if not _tells(slot) or slot.cost >= ONE_EDIT)
    return any(_ends(word, "ru") for word in first) or _ends(clause[-1].text, "kk")


def _ends(word: str, lang: Lang) -> bool:
    return len(word) >= _SHORTEST_VERB and word.endswith(_OWN_VERBS[lang])


def _is_role(clause: Sequence[Slot]) -> bool:
    """ "As a librarian": what the asker is does not narrow the question down."""
    if any(slot.kind in _OF_A_ROLE and _EVERYDAY not in slot.units for slot in clause):
        return False
    return any(unit == "c:role-opening" for unit in clause[0].units) or any(
        unit == "c:role-closing" for unit in clause[-1].units
    )


def _is_on_record(slot: Slot) -> bool:
    return _tells(slot) and slot.kind != "attribute"


def _is_address(clause: Sequence[Slot], rest: Sequence[Slot]) -> bool:
    """ "Auntie, who …?", «Апа, …»."""
    return len(clause) == 1 and _FAMILY in clause[0].units and any(slot.kind in _CLEAR for slot in rest)


def _wants(slots: Sequence[Slot], base: Base) -> frozenset[str]:
    concepts = (base.concept(unit) for slot in slots for unit in slot.units)
    return frozenset(want for concept in concepts if concept for want in concept.wants)


def _tells(slot: Slot) -> bool:
    return slot.kind in _TELLING and not slot.optional and _EVERYDAY not in slot.units


def _asks(slot: Slot) -> bool:
    return not _ASKING.isdisjoint(slot.units)


def _asks_plainly(slot: Slot) -> bool:
    return not _PLAINLY.isdisjoint(slot.units)


def _filler(slot: Slot) -> Slot:
    return replace(slot, units=(), kind="filler", cost=0.0)


def _words(slot: Slot) -> frozenset[str]:
    return frozenset(slot.text.split())

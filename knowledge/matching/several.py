"""Several questions in one message: "Who headed the Russian side? And where was it held?", «Кто … и кто …?».

Read as one they are one bag of words, answered by whatever fact has most of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from knowledge.index.base import Base
from knowledge.index.ground import words_of
from knowledge.matching.reading import Reading, read
from knowledge.matching.slots import Slot
from knowledge.model import Lang

MOST: Final = 4  # questions of one message that are answered
_LONGEST: Final = 300  # characters of one question that are read
_PLACES: Final = 8  # of one sentence where it may be cut
_ENDED = re.compile(r"[?？][?？!.…)\"»”\s]*|[;\n]\s*")
_GOES_ON = re.compile(r"[?？;\n].*[^\W_]", re.DOTALL)
_NUMBERED = re.compile(r"(?:^|\s)(?:\d{1,2}[.)]|[-•*])\s+(?=\D)")
_SIGNS = ",.:!…"
_PARTED = re.compile(r"\s*[,.:!…]+\s+|\s+")  # a blank alone only before a conjunction
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_QUESTION_WORDS = frozenset(
    f"c:{name}"
    for name in (
        *("who", "who-asked", "who-all", "what", "what-post", "which", "which-side", "which-organisation"),
        *("which-cities", "when-asked", "when-day", "where-asked", "how", "why"),
        *("how-many", "how-many-chat", "how-many-people"),
    )
)
_NOT = "c:negation"
_NO_OTHER = frozenset({"c:or", _NOT})  # "Or in November?", "Not the deputy?" is no question of its own
_BEGINNING = frozenset({"c:ellipsis", "c:list"})  # "And the other?", "List all …": questions without a mark
_RESUMING, _SAID, _SMALLTALK = "c:ellipsis", "c:said", "c:smalltalk"
_QUESTION_WORD, _PERSON = "question-word", "c:person-noun"
_PASSED = ("filler", "operator")  # kinds of words that may stand before a question word


@dataclass(frozen=True, slots=True)
class Part:
    """One question of several. `wordings`: as it may be read; the first that is answered counts.

    `leans`: it leaves out what the question before it has said.
    """

    asked: str
    wordings: tuple[str, ...]
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions of a message, in order; none if it is but one.

    `certain`: they are parted by question marks and are no clauses of one question.
    `guessed`: some are parted by no more than a comma.
    `more`: there are others behind them, which are not answered.
    """

    parts: tuple[Part, ...] = ()
    certain: bool = False
    guessed: bool = False
    more: bool = False


@dataclass(frozen=True)
class _Clause:
    text: str
    base: Base
    joint: str = ""  # the conjunction that it begins with

    @property
    def alone(self) -> str:
        return self.text[len(self.joint) :].strip()

    @cached_property
    def reading(self) -> Reading:
        return read(self.alone, self.base)

    @cached_property
    def own(self) -> bool:
        """Whether it names something itself, besides what it asks for."""
        return any(map(_is_named, self.reading.content))

    @cached_property
    def whole(self) -> bool:
        """Whether it could be a question by itself: "How many people were there" names nothing, and could."""
        return self.own or self.acts or self.of_people

    @cached_property
    def of_people(self) -> bool:
        return any(_PERSON in slot.units for slot in self.reading.slots)

    @cached_property
    def acts(self) -> bool:
        """Whether there is a verb in it, if only one that says little ("was", «были»)."""
        return any(slot.kind == "relation" for slot in self.reading.slots)

    @cached_property
    def asks(self) -> bool:
        return any(self._asks_by(slot) for slot in self.reading.slots)

    @cached_property
    def opens(self) -> bool:
        """Whether it begins with a question word, or may have it anywhere."""
        first = next((slot for slot in self.reading.slots if slot.kind not in _PASSED), None)
        return first is not None and (self._asks_by(first) or (self.reading.lang == "kk" and self.asks))

    def _asks_by(self, slot: Slot) -> bool:
        return _asks(slot, self.reading.lang, self.base)

    @property
    def deeds(self) -> tuple[str, ...]:
        return tuple(
            slot.text for slot in self.reading.slots if slot.kind == "relation" and not slot.optional
        )

    @cached_property
    def subject(self) -> bool:
        """Whether it names something besides what was done."""
        return any(slot.kind != "relation" and _is_named(slot) for slot in self.reading.content)

    def begins_with(self, units: frozenset[str]) -> bool:
        return bool(self.reading.slots) and not units.isdisjoint(self.reading.slots[0].units)


def parts_of(question: str, base: Base) -> Parts:
    """The questions that a message consists of."""
    text = _unnumbered(question.replace("&", " and ").strip()[: _LONGEST * (MOST + 1)])
    if not _may_be_several(text, base):
        return Parts()
    sentences = _sentences(text, base) or [text]
    clauses = _clauses(_Clause(sentences[0], base))
    commas = any(not clause.joint for clause in clauses[1:])
    for sentence in sentences[1:]:
        joint = (_longest_joint if clauses[-1].asks else _conjunction)(sentence, base)
        first, *others = _clauses(_Clause(sentence, base, joint))
        commas |= any(not clause.joint for clause in others)
        clauses += [first, *others]
    if len(clauses) == 1 or " ".join(words_of(question)) in base.known:
        return Parts()
    meant = [clause for clause in clauses if not _is_smalltalk(clause)]
    distinct = tuple({part.wordings: part for part in _worded(meant)}.values())
    return Parts(distinct[:MOST], len(sentences) > 1, commas, more=len(distinct) > MOST)


def _unnumbered(text: str) -> str:
    """ "1) Who …? 2) Where …?": each on a line of its own, without its number."""
    numbered = _NUMBERED.match(text) and len(_NUMBERED.findall(text)) > 1
    return _NUMBERED.sub("\n", text).strip() if numbered else text


def _may_be_several(text: str, base: Base) -> bool:
    """The cheap test: something goes on behind a question mark, or two question words stand around a joint."""
    if _GOES_ON.search(text):
        return True
    words = text.casefold().split()
    parted = any(word[-1] in _SIGNS for word in words[:-1])
    joined = not _first_words(base.listed("question-joint")).isdisjoint(words[1:])
    if not (parted or joined):
        return False
    reading = read(text, base)
    slots = reading.slots
    return sum(_asks(slot, reading.lang, base) for slot in slots) > 1 or _resumes_within(text, slots, base)


@lru_cache(maxsize=8)
def _first_words(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in phrases)


def _resumes_within(text: str, slots: Sequence[Slot], base: Base) -> bool:
    resuming = (_joint(text[end:], base, "question-resuming") for _, end, _ in _places(text, base))
    return any(resuming) or _ends_resuming(slots)


def _ends_resuming(slots: Sequence[Slot]) -> bool:
    """Whether its last word takes up what was asked before: «Ресей ше?»."""
    said = [slot for slot in slots if slot.kind != "need"]
    return bool(said) and _RESUMING in said[-1].units


def _sentences(text: str, base: Base) -> list[str]:
    """The text cut behind question marks, where what follows is a question by itself."""
    found: list[str] = []
    for piece in _pieces(text):
        if found and _is_another(_Clause(found[-1].strip(), base), _Clause(piece.strip(), base)):
            found.append(piece)
        else:
            found[-1:] = ["".join(found[-1:]) + piece]
    return [one.strip() for one in found]


def _pieces(text: str) -> Iterator[str]:
    at = 0
    for end in (match.end() for match in _ENDED.finditer(text)):
        if _WORD.search(text, at, end):
            yield text[at:end]
            at = end
    if _WORD.search(text, at):
        yield text[at:]


def _is_another(before: _Clause, after: _Clause) -> bool:
    """Whether both are questions, and the second no tag and no alternative of the first."""
    if not _is_question(before) or not _is_question(after) or after.begins_with(_NO_OTHER):
        return False
    # "Was our rector there? Who is he?" is one question, "Who was there? When?" are two.
    return (before.own or before.asks) and (after.own or (after.asks and before.asks))


def _is_question(clause: _Clause) -> bool:
    return "?" in clause.text or clause.asks or clause.begins_with(_BEGINNING)


def _clauses(rest: _Clause) -> list[_Clause]:
    """The sentence cut at conjunctions and commas that join two questions."""
    done: list[_Clause] = []
    while len(done) <= MOST and (cut := _first_cut(rest)):
        before, rest = cut
        done.append(before)
    return [*done, rest]


def _first_cut(clause: _Clause) -> tuple[_Clause, _Clause] | None:
    base = clause.base
    for tried, (start, end, sign) in enumerate(_places(clause.text, base)):
        if tried == _PLACES:
            break
        text = clause.text[end:]
        before = _Clause(clause.text[:start], base, clause.joint)
        after = _Clause(text, base, _longest_joint(text, base))
        if before.asks and before.whole and _goes_with(before, after, sign, base):
            return before, after
    return None


def _places(text: str, base: Base) -> Iterator[tuple[int, int, str]]:
    """Where the text may be cut: the end of what is before, the start of what is after, the sign between them."""
    for match in _PARTED.finditer(text):
        sign = match[0].strip()
        if match.start() and (sign or _joint(text[match.end() :], base, "question-joint")):
            yield match.start(), match.end(), sign


def _conjunction(text: str, base: Base) -> str:
    return _joint(text, base, "question-joint")


def _longest_joint(text: str, base: Base) -> str:
    return max((_joint(text, base, marker) for marker in ("question-resuming", "question-joint")), key=len)


def _joint(text: str, base: Base, marker: str) -> str:
    """The longest of a marker's phrases that the text begins with."""
    words = list(_WORD.finditer(text[:40]))[:3]
    for length in range(len(words), 0, -1):
        found = text[: words[length - 1].end()]
        if words[0].start() == 0 and found.casefold() in base.listed(marker):
            return found
    return ""


def _goes_with(before: _Clause, after: _Clause, sign: str, base: Base) -> bool:
    """Whether the second clause is another question."""
    if not (after.own or after.of_people) or after.begins_with(_NO_OTHER):
        return False
    if not after.opens:
        return not after.deeds and _resumes(before, after, base)
    if not before.acts and not (after.subject or after.of_people):
        return False  # "The meeting, when and where was it held?"
    return bool(after.joint) or sign not in {",", ":"} or _is_no_subordinate(before, after, base)


def _resumes(before: _Clause, after: _Clause, base: Base) -> bool:
    """ "…, what about the Russian side?", «…, Ресей ше?»; but not "not the deputy but the director"."""
    negated = any(_NOT in slot.units for slot in before.reading.slots)
    return not negated and (
        _ends_resuming(after.reading.slots) or bool(_joint(after.text, base, "question-resuming"))
    )


def _is_no_subordinate(before: _Clause, after: _Clause, base: Base) -> bool:
    """Behind a bare comma: no relative clause ("the man, who …") and nothing that is said, told or known."""
    telling = [slot for slot in before.reading.slots if slot.kind not in (*_PASSED, "need")]
    told = bool(telling) and _SAID in telling[-1].units
    first = _WORD.match(after.text)
    word = first[0].casefold() if first else ""
    alike = _asked(before) == _asked(after)
    if (word in base.listed("relative-pronoun") and not alike) or _is_inserted(after):
        return False
    if word in base.listed("conjunction-that") and not (alike or (after.deeds and after.subject)):
        return False
    # "Who spoke for, sorry, who was there": who puts himself right asks the same again.
    return before.opens and (alike or not told) and (before.subject or not alike)


def _is_inserted(clause: _Clause) -> bool:
    """ "…, who came from Russia, heads a studio?": what was asked before goes on behind it."""
    _, comma, rest = clause.text.partition(", ")
    following = _Clause(rest, clause.base)
    return bool(comma) and bool(following.deeds) and not following.asks


def _worded(clauses: Sequence[_Clause]) -> Iterator[Part]:
    for at, clause in enumerate(clauses):
        before = clauses[at - 1] if at else None
        after = clauses[at + 1] if at + 1 < len(clauses) else None
        # "What museums and what theatres came?": the verb is said once.
        shared = after.deeds if after and not clause.deeds and _asks_alike(clause, after) else ()
        wordings = (" ".join((clause.alone, *shared)), clause.alone)
        yield Part(clause.alone, tuple(dict.fromkeys(wordings)), bool(before) and _leans(clause, before))


def _leans(clause: _Clause, before: _Clause | None) -> bool:
    """Whether it leaves out the verb ("and who the Russian one?") or whom it is about ("What did he say exactly?")."""
    if clause.asks and any(slot.kind == "context" for slot in clause.reading.content):
        return False  # "And when was the meeting?"
    if clause.joint and not clause.acts:
        return not clause.of_people
    few = len([slot for slot in clause.reading.content if slot.kind != "need"]) <= 1
    fragment = not clause.asks and not clause.deeds  # "And the theatres?"
    return few and (fragment or not clause.subject or not (before and before.asks))


def _asks_alike(one: _Clause, other: _Clause) -> bool:
    return bool(other.deeds and other.joint) and _asked(one) == _asked(other)


def _asked(clause: _Clause) -> frozenset[str]:
    return frozenset(unit for slot in clause.reading.slots for unit in slot.units if unit in _QUESTION_WORDS)


def _is_smalltalk(clause: _Clause) -> bool:
    content = [slot for slot in clause.reading.content if slot.kind != "need"]
    return bool(content) and all(_SMALLTALK in slot.units for slot in content)


def _asks(slot: Slot, lang: Lang, base: Base) -> bool:
    """Whether a question word stands in the slot; a word that was put right is the one that it was taken for."""
    words, listed = slot.text.split(), base.listed(_QUESTION_WORD)
    if slot.kind != "ask":
        # "How much", "in whose favour": known as a phrase, and asks all the same.
        own = base.lexicon.listed(_QUESTION_WORD, lang)
        return slot.content and _RESUMING not in slot.units and not set(own).isdisjoint(words)
    if slot.cost > 0:
        return not _QUESTION_WORDS.isdisjoint(slot.units)
    return not listed.isdisjoint(words)


def _is_named(slot: Slot) -> bool:
    """Whether the slot says what is asked about; "the second" does, the sort of answer asked for does not."""
    if slot.kind == "need":
        return any(not unit.startswith("g:") for unit in slot.units)
    return not slot.optional or slot.kind == "ordinal"

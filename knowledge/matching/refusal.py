"""What is said where nothing answers: what the record lacks, and what it has instead."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.index.base import Base
from knowledge.matching.compose import texts_of, title_of
from knowledge.matching.decision import Decision
from knowledge.matching.reading import Reading
from knowledge.matching.scoring import Match
from knowledge.matching.slots import Slot
from knowledge.model import Lang
from knowledge.texts import Texts

_UNDERSTOOD = 0.35  # share of the letters in known words below which nothing was understood
_GOOD_PART, _ABOUT_EQUAL = 0.4, 0.15  # coverage


def refusal(question: str, decision: Decision, reading: Reading, base: Base, lang: Lang) -> str:
    """What the record lacks, said plainly; words of the question as they were written."""
    texts = texts_of(lang)
    if decision.status == "suggested":
        return _doubt(question, decision, base, texts)
    if not reading.content or reading.explained < _UNDERSTOOD:
        return texts.gettext(
            "I did not understand that. Ask me about the meeting: who, when, where, what was agreed."
        )
    lacking = _telling(decision.missing)
    words = _quoted(_in_order(lacking, reading), question, texts)
    near = decision.nearest or _nearest(decision)
    if words and near:
        told = {"title": title_of(near.profile.fact, lang).rstrip("."), "words": words}
        return texts.gettext("The record has this: %(title)s. It says nothing of %(words)s.") % told
    if words and not any(_on_record(slot, base) for slot in lacking):
        return texts.gettext("The record does not say. It has nothing on %(words)s.") % {"words": words}
    return texts.gettext("The record does not say.")


def _doubt(question: str, decision: Decision, base: Base, texts: Texts) -> str:
    """What is on record somewhere is not said to be missing: it is this question that is not understood."""
    lacking = [slot for slot in _telling(decision.missing) if not _on_record(slot, base)]
    words = _quoted([slot.text for slot in lacking], question, texts)
    if words:
        return texts.gettext("The record does not mention %(words)s. Did you mean:") % {"words": words}
    return texts.gettext("I am not sure I understood. Did you mean:")


def _telling(missing: Sequence[Slot]) -> list[Slot]:
    """What sort of answer is lacking ("when") is told only where no other word says more."""
    said = [slot for slot in missing if slot.kind != "side"]
    return [slot for slot in said if slot.kind != "need"] or said


def _on_record(slot: Slot, base: Base) -> bool:
    return slot.kind != "need" and any(base.postings.get(unit) for unit in slot.units)


def _in_order(slots: Sequence[Slot], reading: Reading) -> list[str]:
    """The words as they were asked; those that follow each other ("which", "theatres") as one."""
    texts = [slot.text for slot in reading.slots if slot.kind != "need"]
    places = sorted({texts.index(slot.text) for slot in slots if slot.text in texts})
    told: list[str] = []
    for at, place in enumerate(places):
        if at and places[at - 1] == place - 1:
            told[-1] = f"{told[-1]} {texts[place]}"
        else:
            told.append(texts[place])
    return told or [slot.text for slot in slots]


def _nearest(decision: Decision) -> Match | None:
    """The fact that explains a good part of the question; of several the one about a person as such."""
    near = [match for match in decision.ranked if match.full or match.coverage >= _GOOD_PART]
    most = max((match.coverage for match in near), default=0.0)
    equals = [match for match in near if match.coverage >= most - _ABOUT_EQUAL]
    people = [match for match in equals if "post" in match.profile.fact.gives]
    return next(iter(people or equals), None)


def _quoted(words: Sequence[str], question: str, texts: Texts) -> str:
    pattern = "“{}”" if texts.lang == "en" else "«{}»"
    return texts.join(pattern.format(_as_written(word, question)) for word in dict.fromkeys(words))


def _as_written(word: str, question: str) -> str:
    """With the capitals that it has within the question."""
    normal = question.casefold().replace("ё", "е")
    at = normal.find(word) if len(normal) == len(question) else -1
    return question[at : at + len(word)] if question[: max(at, 0)].strip() else word

"""What is taught: further wordings of a fact's known questions, and words that mean the same. Added and taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.index.ground import words_of as words_in
from knowledge.language import normalise
from knowledge.limits import NAME, text_problem
from knowledge.model import LANGS, Fact, Lang, Synonym
from knowledge.records import Edit, Records, rows

_MOST_WORDS = 12  # of one synonym
_MOST_QUESTIONS = 60  # known questions of a fact in one language


@dataclass(frozen=True, slots=True)
class Alias:
    """Wordings of what a fact answers, to add or to take back; `questions`: those in the inbox that it settles."""

    fact: str
    wordings: tuple[tuple[Lang, str], ...]
    remove: bool = False
    questions: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "wordings": [list(wording) for wording in self.wordings],
            "remove": self.remove,
            "questions": list(self.questions),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Alias:
        wordings = tuple((_lang(lang), text) for lang, text in data["wordings"])
        return cls(data["fact"], wordings, data["remove"], tuple(data["questions"]))

    def taught(self, fact: Fact) -> Fact:
        """The fact with the wordings, or without them; the same if there is nothing to do."""
        known = {lang: list(texts) for lang, texts in fact.questions.items()}
        for lang, text in self.wordings:
            same = [one for one in known.get(lang, ()) if words_in(one) == words_in(text)]
            if self.remove:
                known[lang] = [one for one in known.get(lang, ()) if one not in same]
            elif not same and len(known.get(lang, ())) < _MOST_QUESTIONS:
                known.setdefault(lang, []).append(text)
        questions = {lang: tuple(known[lang]) for lang in LANGS if known.get(lang)}
        return fact if questions == dict(fact.questions) else replace(fact, questions=questions)


@dataclass(frozen=True, slots=True)
class Words:
    """Words that mean the same in one language, to add; or the one synonym `id`, to take back."""

    lang: Lang
    words: tuple[str, ...]
    id: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"lang": self.lang, "words": list(self.words), "id": self.id}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Words:
        return cls(_lang(data["lang"]), tuple(data["words"]), data["id"])

    def taught(self, known: Iterable[Synonym]) -> Sequence[Edit]:
        """The changes of the record; none if it has them already. `known`: retracted ones as well."""
        every = {one.id: one for one in known}
        standing = [one for one in every.values() if not one.retracted]
        if self.id:
            return [Edit(replace(one, retracted=True), one) for one in standing if one.id == self.id]
        wanted = _normal(self.words)
        shared = [one for one in standing if one.lang == self.lang and wanted & _normal(one.words)]
        words = _distinct((*(word for one in shared for word in one.words), *self.words))
        if any(_normal(words) == _normal(one.words) for one in shared):
            return []
        # What two of them have in common makes them one.
        name = shared[0].id if shared else _id(self.lang, words)
        absorbed = [Edit(replace(one, retracted=True), one) for one in shared[1:]]
        return [Edit(Synonym(name, self.lang, words), every.get(name)), *absorbed]


def words_of(text: str) -> tuple[str, ...]:
    """ "a = b = c" as its words. Raises Refused."""
    words = _distinct(" ".join(part.split()) for part in text.split("="))
    if len(words) < 2 or not all(normalise(word) for word in words):
        raise Refused(
            N_("Two words at least, with = between them: {example}"), example="кітапхана = библиотека"
        )
    if len(words) > _MOST_WORDS:
        raise Refused(N_("At most {most} words at a time."), most=_MOST_WORDS)
    for word in words:
        if text_problem(word, NAME):
            raise Refused(N_("This cannot be kept as a word: {word}"), word=word[:NAME])
    return words


def changed_synonyms(known: Iterable[Synonym], edits: Iterable[Edit]) -> tuple[Synonym, ...]:
    """Those that would hold after the edits."""
    after = {one.id: one for one in known}
    after |= {edit.after.id: edit.after for edit in edits if isinstance(edit.after, Synonym)}
    return tuple(after[name] for name in sorted(after) if not after[name].retracted)


def every_synonym(records: Records) -> tuple[Synonym, ...]:
    """Those that were taken back, too."""
    with records.database.reading() as connection:
        return tuple(rows.synonyms_where(connection))


def synonyms_with(records: Records, word: str) -> tuple[Synonym, ...]:
    """Those that a word is in, or the one of this id."""
    wanted = normalise(word)
    return tuple(one for one in records.synonyms() if wanted in _normal(one.words) or one.id == word.strip())


def _id(lang: Lang, words: Iterable[str]) -> str:
    """The same for the same words, so that taking them back and adding them again is one record."""
    digest = hashlib.blake2b("\n".join(sorted(map(normalise, words))).encode(), digest_size=4).hexdigest()
    return f"{lang}-{digest}"


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    distinct: dict[str, str] = {}
    for word in words:
        distinct.setdefault(normalise(word), word)
    return tuple(word for word in distinct.values() if word)


def _normal(words: Iterable[str]) -> set[str]:
    return {normalise(word) for word in words}


def _lang(text: str) -> Lang:
    return next((lang for lang in LANGS if lang == text), LANGS[0])

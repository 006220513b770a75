"""The ranker's folder beside the index: of which revision it is, brought up to date, built anew when it must be."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from knowledge.errors import Unavailable
from knowledge.limits import QUESTION
from knowledge.model import LANGS, Fact, Lang
from knowledge.passages.confidence import probabilities
from knowledge.passages.facts import (
    KEY,
    docs_of,
    fact_id_of,
    fact_of_doc,
    is_structured,
    lang_of,
    record_key,
)
from knowledge.ranking import DamagedIndex, Doc, Hit, Ranker
from knowledge.ranking.analysing import words_of
from knowledge.ranking.weighing import Weighed

FORMAT: Final = 1  # of what is kept with a text; another one is built anew
_STAMP: Final = "stamp.json"
_FEW: Final = 256
_LOOKED_AT: Final = 3  # hits whose known questions are compared letter by letter

Changed = Callable[[int], Iterable[Fact]]  # facts changed after a revision, of every status


@dataclass(frozen=True, slots=True)
class Passage:
    """A fact found, in the language that it was found in."""

    id: str
    lang: Lang
    confidence: float  # the chance that it answers, 0 to 1
    doc: str
    score: float  # ranks within one question


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one question, best first (at least one), and the question as it was weighed."""

    question: str
    passages: tuple[Passage, ...]
    weighed: Weighed


class Shelf:
    """The texts of one record store, as soon as one is nothing but text. Any number of threads may search.

    Facts with structure are there too: a passage answers only what they are not nearer to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ranker: Ranker | None = None
        self.revision = -1  # of the records that the passages are of; -1: nothing is open

    def find(self, question: str, most: int = 10) -> Found | None:
        """The best texts for a question, those of facts with structure among them; None if there are none."""
        if self._ranker is None:
            return None
        # Half a surrogate pair is no character: it could be neither stored nor sent.
        question = question.encode("utf-8", "replace").decode("utf-8")[:QUESTION]
        hits, weighed = self._ranker.find(question, len(LANGS) * most)
        if not hits:
            return None
        best: dict[str, Hit] = {}
        for hit in hits:
            best.setdefault(fact_id_of(hit.id), hit)
        chosen = list(best.values())[:most]
        known = self._known(question, chosen[:_LOOKED_AT])
        if known:
            chosen.sort(key=lambda hit: hit is not known)
        chances = probabilities(chosen, known=known is not None)
        found = (_passage(hit, chance) for hit, chance in zip(chosen, chances, strict=True))
        return Found(question, tuple(found), weighed)

    def _known(self, question: str, hits: Iterable[Hit]) -> Hit | None:
        """The first that has the question, word for word, among its known ones."""
        words = words_of(question)
        for hit in hits:
            docs = self._ranker.beginning(hit.id) if self._ranker else []
            if any(words_of(known) == words for doc in docs for known in doc.questions):
                return hit
        return None

    def fact(self, passage: Passage) -> Fact | None:
        """The fact itself; None if it has gone in the meantime."""
        return self._fact(passage.doc)

    def by_key(self, key: str) -> Fact | None:
        """The fact of a `record_key`."""
        return self._fact(key) if len(key) == KEY else None

    def _fact(self, beginning: str) -> Fact | None:
        docs = self._ranker.beginning(beginning) if self._ranker else []
        return fact_of_doc(docs[0]) if docs else None

    def catch_up(self, revision: int, changed: Changed, *, since: int = 0) -> None:
        """Take in what changed until `revision`; build everything anew if what is there is of no use.

        That it is, too, if it is of a revision before `since`.
        """
        if not self._folder.exists() and not _any_passages(changed(-1)):
            self.revision = revision
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            try:
                self._open(since, revision)
                if self.revision < revision:
                    self._take_in(changed(self.revision))
                    self._stamp(revision)
            except DamagedIndex:
                self._build(revision, changed)

    def rebuild(self, revision: int, changed: Changed) -> None:
        """Build everything anew."""
        self._ranker, self.revision = None, -1
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder)
        self.catch_up(revision, changed)

    def problem(self) -> str | None:
        """What is wrong with the files, all of which are read; None if nothing is."""
        try:
            if self._folder.exists():
                Ranker.open(self._folder).verify()
        except DamagedIndex as error:
            return str(error)
        return None

    def _open(self, earliest: int, latest: int) -> None:
        if self._ranker is None:
            self._ranker = Ranker.open(self._folder)
        else:
            self._ranker.refresh()
        self.revision = self._stamped()
        if not earliest <= self.revision <= latest:
            raise DamagedIndex("of records that are no more")

    def _take_in(self, facts: Iterable[Fact]) -> None:
        """A few changes go to the journal and are searchable in milliseconds, many to a segment of their own."""
        ranker = self._ranker
        assert ranker is not None
        gone: list[str] = []
        docs = self._renewed(facts, gone)
        few = list(islice(docs, _FEW + 1))
        if len(few) > _FEW:
            ranker.add_many(chain(few, docs))
        elif few:
            ranker.add(few)
        if gone:
            ranker.remove(gone)

    def _renewed(self, facts: Iterable[Fact], gone: list[str]) -> Iterator[Doc]:
        """The texts to add; those to take away are put into `gone`."""
        assert self._ranker is not None
        for fact in facts:
            docs = list(_published(fact))
            yield from docs
            names = {doc.id for doc in docs}
            known = self._ranker.beginning(record_key(fact.id))
            gone += [doc.id for doc in known if doc.id not in names]

    def _build(self, revision: int, changed: Changed) -> None:
        self._ranker, self.revision = None, -1
        with suppress(FileNotFoundError):
            (self._folder / _STAMP).unlink()
        docs = chain.from_iterable(map(_published, changed(-1)))
        self._ranker = Ranker.build(self._folder, docs)
        self._stamp(revision)

    def _stamped(self) -> int:
        try:
            told = json.loads((self._folder / _STAMP).read_text(encoding="utf-8"))
            if told["format"] == FORMAT:
                return int(told["revision"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedIndex("without a stamp") from error
        raise DamagedIndex("of another format")

    def _stamp(self, revision: int) -> None:
        part = self._folder / f"{_STAMP}.{os.getpid()}.part"
        part.write_text(json.dumps({"format": FORMAT, "revision": revision}), encoding="utf-8")
        part.replace(self._folder / _STAMP)
        self.revision = revision

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with (self._folder / "catching-up.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise Unavailable(f"the search index in {self._folder}: {error}") from error


def _passage(hit: Hit, confidence: float) -> Passage:
    return Passage(fact_id_of(hit.id), lang_of(hit.id), confidence, hit.id, hit.score)


def _published(fact: Fact) -> Iterator[Doc]:
    return docs_of(fact) if fact.status == "published" else iter(())


def _any_passages(facts: Iterable[Fact]) -> bool:
    return any(fact.status == "published" and not is_structured(fact) for fact in facts)

"""The search index: built from the records, caught up by their revision, deleted and rebuilt at any time."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.index.reuse import Shop
from knowledge.index.store import FORMAT, StaleIndex, read_index, read_stamp, renew_frame, write_index
from knowledge.lexicon import lexicon_digest, load_lexicon
from knowledge.model import Entity, Fact, Pack
from knowledge.passages import Shelf, is_structured

__all__ = ["Base", "Index"]


class RecordSource(Protocol):
    """What the index needs of the records."""

    def revision(self) -> int: ...

    def restored(self) -> int:
        """The revision before which nothing is of use."""

    def frame(self) -> Pack:
        """Everything but facts and events."""

    def changed_facts(self, since: int) -> Iterable[Fact]:
        """The facts that changed after a revision, of every status; read while they are used."""

    def changed_structures(self, since: int, known: Collection[str]) -> Iterable[Fact]:
        """Of these only facts that are more than text, and those of `known` whatever they have become."""


class Index:
    """The index of one record store: a file for what is matched, a folder beside it for what is searched.

    Thread-safe: `base` is a snapshot, of which the shelf alone goes with the time.
    """

    def __init__(self, path: Path, records: RecordSource) -> None:
        self._path, self._records = path, records
        self._lock = threading.Lock()
        self._base: Base | None = None
        self._shop = Shop()
        self._shelf = Shelf(path.with_name(f"{path.name}.ranking"))

    @property
    def base(self) -> Base:
        """The newest snapshot this process has loaded."""
        return self._base or self.refresh()

    def refresh(self) -> Base:
        """Catch up with the records, from what this process has or what is on disk; else build anew."""
        with self._lock:
            revision = self._records.revision()
            if self._base is None or self._base.revision != revision:
                self._base = self._brought_to(revision, self._records.restored())
            if self._shelf.revision != revision:
                self._shelf.catch_up(revision, self._records.changed_facts, since=self._records.restored())
            return self._base

    def _brought_to(self, revision: int, restored: int) -> Base:
        """The base of this revision, from what there is or anew; of what was before a restore nothing is of use."""
        known = self._base if self._base and self._base.revision >= restored else None
        # Another process may have caught up already.
        known = self._load(revision, max(restored, known.revision + 1 if known else 0)) or known
        if known is None or known.revision > revision:
            return self._build(revision)
        return known if known.revision == revision else self._caught_up(known, revision)

    def prepare(self) -> None:
        """Make what the first change after a start would otherwise wait for."""
        base = self.base
        with self._lock:
            if not self._shop.made and self._base is base:
                facts = tuple(base.facts())
                pack = Pack("index", {}, entities=tuple(base.entities.values()), facts=facts)
                compile_base(replace(pack, synonyms=base.synonyms), base.lexicon, self._shop)

    def rebuild(self) -> Base:
        """Build everything anew whatever is there."""
        with self._lock:
            revision = self._records.revision()
            self._base = self._build(revision)
            self._shelf.rebuild(revision, self._records.changed_facts)
            return self._base

    def problem(self) -> str | None:
        """Why what is on disk cannot be used as it is, or None."""
        try:
            stamp = read_stamp(self._path)
        except StaleIndex as error:
            return str(error)
        expected = self._stamp(self._records.revision())
        if stamp != expected:
            return "made from other records, lexicon or format"
        return self._shelf.problem()

    def _stamp(self, revision: int) -> dict[str, str]:
        return {"format": str(FORMAT), "lexicon": lexicon_digest(), "revision": str(revision)}

    def _load(self, latest: int, earliest: int) -> Base | None:
        """The base from the file, if it is of a revision between these."""
        try:
            stamp = read_stamp(self._path)
            revision = int(stamp.get("revision", "-1"))
            if not earliest <= revision <= latest or stamp != self._stamp(revision):
                return None
            compiled, pack = read_index(self._path)
        except (StaleIndex, ValueError):
            return None
        return Base.of(compiled, pack, load_lexicon(), revision, self._shelf)

    def _build(self, revision: int) -> Base:
        facts = self._records.changed_structures(-1, ())
        return self._compiled((fact for fact in facts if fact.status == "published"), revision)

    def _caught_up(self, known: Base, revision: int) -> Base:
        """The base with what changed; where that is nothing but text, what was compiled is kept."""
        facts = {fact.id: fact for fact in known.facts()}
        changed = list(self._records.changed_structures(known.revision, facts.keys()))
        frame = self._records.frame()
        entities = _entities(frame, facts.values())
        same = tuple(known.entities.values()) == entities and known.synonyms == frame.synonyms
        if not changed and same:
            with suppress(StaleIndex):
                renew_frame(self._path, replace(frame, entities=entities), self._stamp(revision))
                return replace(
                    known,
                    topics={topic.id: topic for topic in frame.topics},
                    documents={document.id: document for document in frame.documents},
                    revision=revision,
                )
        for fact in changed:
            facts.pop(fact.id, None)
            if fact.status == "published" and is_structured(fact):
                facts[fact.id] = fact
        return self._compiled(facts.values(), revision)

    def _compiled(self, facts: Iterable[Fact], revision: int) -> Base:
        frame, lexicon = self._records.frame(), load_lexicon()
        chosen = tuple(sorted(facts, key=lambda fact: fact.id))
        pack = replace(frame, facts=chosen, entities=_entities(frame, chosen))
        compiled = compile_base(pack, lexicon, self._shop)
        # Answers are made from it at once; the file is for other processes, and for the next start.
        self._base = Base.of(compiled, pack, lexicon, revision, self._shelf)
        write_index(self._path, compiled, pack, self._stamp(revision))
        return self._base


def _entities(frame: Pack, facts: Iterable[Fact]) -> tuple[Entity, ...]:
    """Those that stand, and retracted ones where a fact still names them."""
    named = {name for fact in facts for name in fact.about}
    return tuple(entity for entity in frame.entities if not entity.retracted or entity.id in named)

"""The ranker: texts in, the best of them for a question out."""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Final

from knowledge.ranking import storage
from knowledge.ranking.choosing import choose
from knowledge.ranking.documents import Doc, Hit
from knowledge.ranking.expanding import Expander
from knowledge.ranking.gathering import Gathering
from knowledge.ranking.living import Living
from knowledge.ranking.phrasing import Phrasings
from knowledge.ranking.segment import Segment, views
from knowledge.ranking.weighing import Statistics, Weighed, weigh

# Documents waiting in memory; their segment is made anew with every addition, which must stay quick.
_MOST_WAITING: Final = 256
# Segments beside the first; more are merged into one.
_MOST_SEGMENTS: Final = 5
# Documents gone from segments, which are counted on opening; of more the segments are written anew.
_MOST_GONE: Final = 20_000


@dataclass(frozen=True, slots=True)
class _State:
    """What a search works with from its beginning to its end, whatever is added meanwhile."""

    names: tuple[str, ...]
    stored: tuple[Living, ...]
    waiting: dict[str, Doc]
    segments: tuple[Living, ...]  # those stored, and the one of what is waiting
    read: int  # bytes of the journal
    expander: Expander
    statistics: Statistics
    phrasings: tuple[Phrasings, ...]


class Ranker:
    """An index in a folder. Any number of threads and processes may search; changes wait for each other."""

    def __init__(self, folder: Path) -> None:
        """Opens the index; `storage.DamagedIndex` if there is none that this version can use."""
        self._folder = folder
        self._changing = RLock()
        self._state = self._opened()

    @classmethod
    def build(cls, path: Path | str, docs: Iterable[Doc]) -> Ranker:
        """A new index of these texts; replaces what is in the folder when it is complete."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        gathering = Gathering()
        gathering.take(docs)
        with _locked(folder):
            _replace(folder, [], gathering)
        return cls(folder)

    @classmethod
    def open(cls, path: Path | str) -> Ranker:
        """The index in the folder, without reading it. Raises `storage.DamagedIndex`."""
        return cls(Path(path))

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The best texts, best first; equal scores in the order of ids."""
        return self.find(question, k)[0]

    def find(self, question: str, k: int = 10) -> tuple[list[Hit], Weighed]:
        """The same, and the question as it was weighed: what else is to be found in the texts goes by that."""
        state = self._state
        weighed = weigh(state.expander.read(question), state.expander, state.statistics)
        return choose(weighed, k, state.segments, state.phrasings), weighed

    def beginning(self, prefix: str) -> list[Doc]:
        """The texts whose ids begin so, as they were given."""
        state = self._state
        return [
            living.segment.source(doc)
            for living in state.segments
            for doc in living.segment.docs_beginning(prefix)
            if doc not in living.gone
        ]

    def add(self, docs: Iterable[Doc]) -> None:
        """Adds texts, replacing those of the same id; they are on disk and can be found when this returns."""
        with self._changes() as journal:
            storage.append(journal, map(storage.change_of, docs), self._state.read)
            self._catch_up()
            if len(self._state.waiting) > _MOST_WAITING:
                self._settle()

    def add_many(self, docs: Iterable[Doc]) -> None:
        """The same for thousands of texts, which go to a segment of their own at once, all or none."""
        with self._changes():
            self._settle(docs)

    def remove(self, ids: Iterable[str]) -> None:
        """Removes texts; ids that are not there are passed over."""
        with self._changes() as journal:
            storage.append(journal, ({"remove": one} for one in ids), self._state.read)
            self._catch_up()

    def refresh(self) -> bool:
        """Takes in what another process changed; whether there was anything."""
        with self._changing:
            before = self._state
            if tuple(storage.read_manifest(self._folder)) != before.names:
                self._state = self._opened()
            else:
                self._catch_up()
            return self._state is not before

    def verify(self) -> None:
        """Reads all files; raises `storage.DamagedIndex` if they are not what was written."""
        for name in self._state.names:
            storage.verify(self._folder / name)
        storage.read_journal(self._folder / storage.journal_of(self._state.names))

    def __len__(self) -> int:
        state = self._state
        return sum(living.segment.docs - len(living.gone) for living in state.segments)

    @contextmanager
    def _changes(self) -> Iterator[Path]:
        with self._changing, _locked(self._folder):
            self.refresh()
            yield self._folder / storage.journal_of(self._state.names)

    def _opened(self) -> _State:
        named = storage.read_manifest(self._folder)
        names = tuple(named)
        stored = tuple(
            Living(storage.open_segment(self._folder / name, seen)) for name, seen in named.items()
        )
        return self._caught_up(_state(names, stored, {}, 0))

    def _catch_up(self) -> None:
        self._state = self._caught_up(self._state)

    def _caught_up(self, state: _State) -> _State:
        journal = self._folder / storage.journal_of(state.names)
        changes, read = storage.read_journal(journal, state.read)
        if not changes:
            return state
        waiting, dead = dict(state.waiting), [set[int]() for _ in state.stored]
        for change in changes:
            if "dead" in change:
                which, docs = change["dead"]
                dead[which].update(docs)
                continue
            named = change["remove"] if "remove" in change else change["add"][0]
            waiting.pop(named, None)
            for living, gone in zip(state.stored, dead, strict=True):
                gone.update(living.segment.docs_of(named))
            if "add" in change:
                waiting[named] = storage.doc_of(change)
        stored = tuple(living.without(gone) for living, gone in zip(state.stored, dead, strict=True))
        return _state(state.names, stored, waiting, read)

    def _settle(self, docs: Iterable[Doc] = ()) -> None:
        """Writes what is waiting, and more, into a segment of its own, together with small ones if they are many."""
        state = self._state
        kept = _kept(state.stored)
        gathering = Gathering()
        for living in state.stored[kept:]:
            segment, gone = living.segment, living.gone
            gathering.take(segment.source(doc) for doc in range(segment.docs) if doc not in gone)
        gathering.take(state.waiting.values())
        dead = [set(living.gone) for living in state.stored[:kept]]
        gathering.take(_replacing(docs, state.stored[:kept], dead))
        _replace(self._folder, state.names[:kept], gathering, list(map(frozenset, dead)))
        self._state = self._opened()


def _kept(stored: Sequence[Living]) -> int:
    """How many segments stay as they are when a new one is written."""
    if sum(len(living.gone) for living in stored) > _MOST_GONE:
        return 0
    if len(stored) <= _MOST_SEGMENTS:
        return len(stored)
    return int(stored[0].segment.docs > 4 * sum(living.segment.docs for living in stored[1:]))


def _replacing(docs: Iterable[Doc], stored: Sequence[Living], dead: Sequence[set[int]]) -> Iterator[Doc]:
    """The texts; what was stored under their ids counts as dead."""
    for doc in docs:
        for living, gone in zip(stored, dead, strict=True):
            gone.update(living.segment.docs_of(doc.id))
        yield doc


def _state(
    names: tuple[str, ...],
    stored: tuple[Living, ...],
    waiting: dict[str, Doc],
    read: int,
) -> _State:
    segments = stored
    if waiting:
        gathering = Gathering()
        gathering.take(waiting.values())
        segments = (*stored, Living(Segment(views(gathering.sections()))))
    statistics = Statistics.of(segments)
    expander = Expander(segments)
    phrasings = tuple(Phrasings(segment, expander.asked, statistics) for segment in segments)
    return _State(names, stored, waiting, segments, read, expander, statistics, phrasings)


def _replace(
    folder: Path, kept: Sequence[str], gathering: Gathering, dead: Sequence[frozenset[int]] = ()
) -> None:
    """Writes a segment beside the ones kept, and deletes what the manifest names no more."""
    old = [path for path in folder.iterdir() if path.suffix in {".segment", ".journal"}]
    last = max((int(path.name.partition(".")[0]) for path in old), default=0)
    names = [*kept, f"{last + 1:06}.segment"]
    storage.write_segment(folder / names[-1], gathering.sections())
    gone = [*dead, gathering.superseded()]
    removed = [{"dead": [which, sorted(docs)]} for which, docs in enumerate(gone) if docs]
    storage.append(folder / storage.journal_of(names), removed, 0)
    seen = storage.read_manifest(folder) if kept else {}
    seen = {name: seen[name] for name in kept} | {names[-1]: storage.seen_of(folder / names[-1])}
    storage.write_manifest(folder, seen)
    wanted = {*names, storage.journal_of(names)}
    for path in old:
        if path.name not in wanted:
            path.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time changes the folder."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

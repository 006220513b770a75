"""The ranker's folder beside the index may be lost, damaged, old or half written at any time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import knowledge.passages.shelf
from knowledge.model import Fact
from knowledge.passages import Shelf, record_key
from knowledge.passages.facts import docs_of, fact_of_doc

FACTS = (
    Fact(
        "tram",
        "town",
        {"en": "The tram depot burnt down in 1911.", "ru": "Трамвайное депо сгорело в 1911 году."},
    ),
    Fact("mill", "town", {"en": "The mill grinds buckwheat."}, questions={"ru": ("что мелют на мельнице",)}),
    Fact("mayor", "town", {"en": "Anna Berg heads the council."}, relation="heads"),
)


class Source:
    """Facts with the revision they changed in."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.revision = 1
        self._facts = {fact.id: (1, fact) for fact in facts}
        self.read = 0

    def put(self, *facts: Fact) -> None:
        self.revision += 1
        self._facts |= {fact.id: (self.revision, fact) for fact in facts}

    def changed(self, since: int) -> Iterator[Fact]:
        for revision, fact in list(self._facts.values()):
            if revision > since:
                self.read += 1
                yield fact

    def shelf(self, folder: Path) -> Shelf:
        shelf = Shelf(folder)
        shelf.catch_up(self.revision, self.changed)
        return shelf


@pytest.fixture
def source() -> Source:
    return Source(FACTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ranking"


def first(shelf: Shelf, question: str) -> str | None:
    found = shelf.find(question)
    return found.passages[0].id if found else None


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_a_fact_comes_back_whole_from_each_of_its_texts(fact: Fact) -> None:
    docs = list(docs_of(fact))
    assert docs
    assert all(fact_of_doc(doc) == fact for doc in docs)


def test_what_is_found_is_the_fact_once(source: Source, folder: Path) -> None:
    shelf = source.shelf(folder)
    found = shelf.find("Когда сгорело трамвайное депо, tram depot")
    assert found
    assert [one.id for one in found.passages].count("tram") == 1
    assert shelf.fact(found.passages[0]) == FACTS[0]
    assert shelf.by_key(record_key("mill")) == FACTS[1]
    assert first(shelf, "что мелют на мельнице") == "mill"


def test_nothing_is_written_while_all_facts_have_structure(folder: Path) -> None:
    shelf = Source(FACTS[2:]).shelf(folder)
    assert not folder.exists()
    assert shelf.find("Who heads the council?") is None


def test_changes_are_taken_in_without_reading_the_rest(source: Source, folder: Path) -> None:
    shelf = source.shelf(folder)
    source.put(
        replace(FACTS[0], statement={"en": "The tram depot was flooded."}),
        replace(FACTS[1], status="retracted"),
    )
    source.read = 0
    shelf.catch_up(source.revision, source.changed)
    assert source.read == 2
    assert first(shelf, "flooded depot") == "tram"
    assert first(shelf, "что сгорело") is None
    assert first(shelf, "buckwheat mill") is None
    assert first(Shelf(folder), "flooded") is None  # nothing is open yet
    assert first(source.shelf(folder), "flooded depot") == "tram"


def test_very_many_changes_make_a_segment_of_their_own(source: Source, folder: Path) -> None:
    shelf = source.shelf(folder)
    source.put(
        *(
            Fact(f"row-{at}", "rows", {"en": f"Lantern number {at} hangs in street {at}."})
            for at in range(700)
        )
    )
    shelf.catch_up(source.revision, source.changed)
    assert first(shelf, "where does lantern number 655 hang") == "row-655"
    assert first(shelf, "buckwheat mill") == "mill"
    assert first(source.shelf(folder), "where does lantern number 655 hang") == "row-655"


def every_file(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        for path in folder.iterdir():
            path.write_bytes(change(path.read_bytes()))

    return damage


DAMAGE: dict[str, Callable[[Path], None]] = {
    "cut in half": every_file(lambda data: data[: len(data) // 2]),
    "empty": every_file(lambda _data: b""),
    "zeros": every_file(lambda data: bytes(len(data))),
    "without a stamp": lambda folder: (folder / "stamp.json").unlink(),
    "without a manifest": lambda folder: (folder / "manifest.json").unlink(),
    "without segments": lambda folder: [path.unlink() for path in folder.glob("*.segment")],
    "another format": lambda folder: (folder / "stamp.json").write_text('{"format": 0, "revision": 1}'),
    "of the future": lambda folder: (folder / "stamp.json").write_text(
        json.dumps({"format": 1, "revision": 99})
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_noticed_and_mended(source: Source, folder: Path, damage: Callable[[Path], None]) -> None:
    source.shelf(folder)
    damage(folder)
    assert first(source.shelf(folder), "buckwheat mill") == "mill"
    source.read = 0
    assert first(source.shelf(folder), "buckwheat mill") == "mill"
    assert source.read == 0


def test_a_change_that_was_broken_off_is_made_again(
    source: Source, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = source.shelf(folder)
    source.put(replace(FACTS[1], statement={"en": "The mill grinds rye."}))
    with monkeypatch.context() as patched:
        patched.setattr(knowledge.passages.shelf.Shelf, "_stamp", _broken_off)
        with pytest.raises(KeyboardInterrupt):
            shelf.catch_up(source.revision, source.changed)
    assert first(source.shelf(folder), "rye mill") == "mill"


def _broken_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_several_may_open_and_catch_up_at_once(source: Source, folder: Path) -> None:
    found: list[str | None] = []

    def work() -> None:
        found.extend(first(source.shelf(folder), "buckwheat mill") for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["mill"] * 12

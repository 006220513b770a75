"""The index is a copy that may be lost, damaged or old at any time."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lake_pack import LAKE, NOW, with_newcomer
from pack_strategies import packs

import knowledge.index
from knowledge.errors import AgreementError, Unavailable
from knowledge.index import Base, Index
from knowledge.index.compile import compile_base
from knowledge.index.store import read_index, write_index
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.model import Fact, Pack, Synonym
from knowledge.passages import is_structured
from knowledge.records import Records

pytestmark = pytest.mark.usefixtures("in_few_words")


class Shelf:
    """Records in memory: a pack and its revision."""

    def __init__(self, pack: Pack) -> None:
        self._pack, self._revision = pack, 1
        self._changed = {fact.id: (1, fact) for fact in pack.facts}

    def put(self, pack: Pack) -> None:
        self._revision += 1
        gone = [replace(fact, status="retracted") for fact in self._pack.facts]
        for name, fact in {fact.id: fact for fact in (*gone, *pack.facts)}.items():
            if name not in self._changed or self._changed[name][1] != fact:
                self._changed[name] = self._revision, fact
        self._pack = pack

    def revision(self) -> int:
        return self._revision

    def restored(self) -> int:
        return 0

    def frame(self) -> Pack:
        return replace(self._pack, facts=(), events=())

    def changed_facts(self, since: int) -> Iterator[Fact]:
        return (fact for revision, fact in self._changed.values() if revision > since)

    def changed_structures(self, since: int, known: Collection[str]) -> Iterator[Fact]:
        return (fact for fact in self.changed_facts(since) if fact.id in known or is_structured(fact))


def content(base: Base) -> tuple[object, ...]:
    """All of a base that can be compared."""
    return (
        base.words.forms,
        base.words.lexemes,
        base.words.proper,
        base.words.useful,
        {
            name: (profile.fact, dict(profile.units), profile.questions)
            for name, profile in base.profiles.items()
        },
        dict(base.entities),
        dict(base.topics),
        dict(base.documents),
        base.synonyms,
        base.revision,
    )


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(LAKE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agreement.index"


@pytest.fixture
def no_building(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """From the fixture's `undo` on, what is on disk must do."""

    def refuse(*_: object) -> None:
        raise AssertionError("this was to be read from the file")

    monkeypatch.setattr(knowledge.index, "compile_base", refuse)
    return monkeypatch


def test_what_is_read_equals_what_was_compiled(
    path: Path, shelf: Shelf, request: pytest.FixtureRequest
) -> None:
    built = Index(path, shelf).refresh()
    request.getfixturevalue("no_building")
    assert content(Index(path, shelf).refresh()) == content(built)


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(pack=packs())
def test_any_pack_comes_back_from_the_file(few_words: Lexicon, tmp_path: Path, pack: Pack) -> None:
    compiled, path = compile_base(pack, few_words), tmp_path / "any.index"
    write_index(path, compiled, pack, {"format": "0"})
    read, records = read_index(path)
    assert (read.words.forms, read.words.lexemes) == (compiled.words.forms, compiled.words.lexemes)
    assert read.words.proper == compiled.words.proper
    assert read.phrases == compiled.phrases
    assert read.profiles == compiled.profiles
    kept = (records.topics, records.entities, records.documents, records.synonyms)
    assert kept == (pack.topics, pack.entities, pack.documents, pack.synonyms)


def test_a_missing_file_is_built(path: Path, shelf: Shelf) -> None:
    assert not path.exists()
    base = Index(path, shelf).base
    assert path.exists()
    assert set(base.profiles) == {fact.id for fact in LAKE.facts}


def test_a_deleted_file_is_built_anew_at_the_next_opening(path: Path, shelf: Shelf) -> None:
    built = Index(path, shelf).refresh()
    path.unlink()
    assert content(Index(path, shelf).refresh()) == content(built)
    assert path.exists()


def test_folders_are_made(tmp_path: Path, shelf: Shelf) -> None:
    path = tmp_path / "some" / "where" / "x.index"
    Index(path, shelf).refresh()
    assert path.exists()


@pytest.mark.parametrize("folder", ["100% sure?", "a#b", "с пробелом", "q'\"uote"])
def test_a_folder_may_have_any_name(tmp_path: Path, shelf: Shelf, folder: str) -> None:
    path = tmp_path / folder / "x.index"
    Index(path, shelf).refresh()
    assert Index(path, shelf).problem() is None


def test_nothing_is_left_beside_the_file(path: Path, shelf: Shelf) -> None:
    for _ in range(2):
        Index(path, shelf).rebuild()
    assert [other.name for other in path.parent.glob("agreement*")] == ["agreement.index"]


def truncated(share: float):
    def damage(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return damage


def statement(sql: str):
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(sql)

    return damage


DAMAGE = {
    "empty": truncated(0),
    "cut after the header": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "cut in half": truncated(0.5),
    "last byte lost": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "garbage": lambda path: path.write_bytes(random.Random(1).randbytes(5000)),
    "text": lambda path: path.write_text("not a database", encoding="utf-8"),
    "another database": lambda path: [path.unlink(), statement("CREATE TABLE t (x)")(path)],
    "half written (no stamp)": statement("DROP TABLE stamp"),
    "half written (empty stamp)": statement("DELETE FROM stamp"),
    "older format": statement("UPDATE stamp SET value = '0' WHERE key = 'format'"),
    "newer format": statement("UPDATE stamp SET value = '99' WHERE key = 'format'"),
    "other lexicon": statement("UPDATE stamp SET value = 'x' WHERE key = 'lexicon'"),
    "older revision": statement("UPDATE stamp SET value = '0' WHERE key = 'revision'"),
    "a table lost": statement("DROP TABLE profiles"),
    "a column lost": statement("ALTER TABLE profiles DROP COLUMN units"),
    "no JSON": statement("UPDATE profiles SET fact = '{'"),
    "other JSON": statement("UPDATE profiles SET questions = '[1]'"),
    "JSON of another kind": statement("UPDATE profiles SET fact = '[]'"),
    "a field unknown": statement("""UPDATE records SET body = '{"id": "x", "nonsense": 1}'"""),
    "a kind unknown": statement("UPDATE records SET kind = 'planets'"),
    "names of another kind": statement(
        "UPDATE records SET body = json_set(body, '$.names', 'x') WHERE kind = 'entities'"
    ),
    "nulls": statement("UPDATE profiles SET fact = NULL"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_built_anew(path: Path, shelf: Shelf, damage) -> None:
    built = Index(path, shelf).refresh()
    damage(path)
    index = Index(path, shelf)
    assert index.problem() is not None or damage in STAMPED
    assert content(index.refresh()) == content(built)
    assert Index(path, shelf).problem() is None
    assert content(Index(path, shelf).refresh()) == content(built)


# The stamp is whole: only reading everything tells that something is wrong.
STAMPED = [
    function
    for name, function in DAMAGE.items()
    if name.startswith(("a ", "no ", "other JSON", "JSON", "names", "nulls", "last", "cut in"))
]


def test_any_page_may_be_lost(path: Path, shelf: Shelf) -> None:
    """Blocks that a disk forgot: read as zeros. Never another content, never an exception."""
    built = content(Index(path, shelf).refresh())
    whole, page = path.read_bytes(), 4096
    for start in range(0, len(whole), page):
        path.write_bytes(whole[:start] + bytes(page) + whole[start + page :])
        assert content(Index(path, shelf).refresh()) == built, f"page {start // page + 1}"


def test_no_flipped_byte_is_an_exception(path: Path, shelf: Shelf) -> None:
    Index(path, shelf).refresh()
    whole, dice = path.read_bytes(), random.Random(2)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 1, 5, 50))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(bytes(data))
        assert Index(path, shelf).refresh().profiles


def test_an_index_catches_up_when_it_is_told_to(path: Path, shelf: Shelf) -> None:
    index = Index(path, shelf)
    assert "post-tsoikin" not in index.base.profiles
    shelf.put(with_newcomer(LAKE))
    assert "post-tsoikin" not in index.base.profiles
    assert "post-tsoikin" in index.refresh().profiles
    assert index.base is index.refresh()


def test_a_synonym_is_taken_up_and_taken_back(path: Path, shelf: Shelf) -> None:
    index = Index(path, shelf)
    before = content(index.refresh())[:-2]
    shelf.put(replace(LAKE, synonyms=(Synonym("s", "en", ("bookhouse", "library")),)))
    assert "bookhouse" in index.refresh().words.forms
    assert content(Index(path, shelf).refresh()) == content(index.base)
    shelf.put(LAKE)
    assert content(index.refresh())[:-2] == before


def test_what_is_taken_back_is_gone(path: Path, shelf: Shelf) -> None:
    index = Index(path, shelf)
    index.refresh()
    shelf.put(replace(LAKE, facts=LAKE.facts[1:]))
    assert LAKE.facts[0].id not in index.refresh().profiles
    assert LAKE.facts[0].id not in Index(path, shelf).base.profiles


def test_two_indexes_share_one_file(path: Path, shelf: Shelf, request: pytest.FixtureRequest) -> None:
    first, second = Index(path, shelf), Index(path, shelf)
    before = second.base
    shelf.put(with_newcomer(LAKE))
    caught_up = first.refresh()
    request.getfixturevalue("no_building")
    assert second.base is before
    assert content(second.refresh()) == content(caught_up)


def test_a_snapshot_stays_what_it_is(path: Path, shelf: Shelf) -> None:
    index = Index(path, shelf)
    before = index.base
    was = content(before)
    shelf.put(with_newcomer(LAKE))
    index.refresh()
    assert content(before) == was
    assert before.revision == 1
    assert index.base.revision == 2


def test_many_may_open_one_file_at_once(path: Path, shelf: Shelf) -> None:
    failures: list[Exception] = []

    def open_and_rebuild() -> None:
        try:
            for _ in range(3):
                assert len(Index(path, shelf).rebuild().profiles) == len(LAKE.facts)
                assert len(Index(path, shelf).refresh().profiles) == len(LAKE.facts)
        except (AgreementError, AssertionError, OSError) as error:
            failures.append(error)

    threads = [threading.Thread(target=open_and_rebuild) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Index(path, shelf).problem() is None


def test_another_lexicon_makes_another_index(path: Path, shelf: Shelf, in_few_words: Path) -> None:
    Index(path, shelf).refresh()
    (in_few_words / "more.yaml").write_text("- {id: ship, kind: category, en: [ship]}\n", encoding="utf-8")
    assert "lexicon" in (Index(path, shelf).problem() or "")
    assert "en:ship" in Index(path, shelf).refresh().words.lexemes


def test_problem_changes_nothing(path: Path, shelf: Shelf) -> None:
    assert Index(path, shelf).problem()
    assert not path.exists()
    path.write_bytes(b"x")
    assert Index(path, shelf).problem()
    assert path.read_bytes() == b"x"


def test_a_file_that_cannot_be_written_is_one_clear_line(tmp_path: Path, shelf: Shelf) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for path in (tmp_path, file / "x.index", Path("/proc/x.index")):
        with pytest.raises(Unavailable) as caught:
            Index(path, shelf).refresh()
        assert isinstance(caught.value, AgreementError)
        assert "\n" not in str(caught.value)


def test_it_follows_the_records(tmp_path: Path, path: Path) -> None:
    with (
        Records.open(f"sqlite:///{tmp_path}/a.db") as mine,
        Records.open(f"sqlite:///{tmp_path}/a.db") as theirs,
    ):
        mine.apply(LAKE, actor="test", now=NOW)
        index = Index(path, mine)
        assert "post-tsoikin" not in index.base.profiles
        theirs.apply(with_newcomer(LAKE), actor="test", now=NOW)
        assert "post-tsoikin" in index.refresh().profiles
        assert Index(path, theirs).problem() is None


def test_drafts_and_what_was_retracted_are_not_in_it(tmp_path: Path, path: Path) -> None:
    first, second, *rest = LAKE.facts
    hidden = (replace(first, status="draft"), replace(second, status="retracted"))
    with Records.open(f"sqlite:///{tmp_path}/a.db") as records:
        records.apply(replace(LAKE, facts=(*hidden, *rest)), actor="test", now=NOW)
        assert set(Index(path, records).base.profiles) == {fact.id for fact in rest}


def test_the_small_lexicon_is_the_one_in_use(path: Path, shelf: Shelf) -> None:
    assert len(Index(path, shelf).base.lexicon.concepts) < 20 < len(load_lexicon().concepts)

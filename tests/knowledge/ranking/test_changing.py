"""A base that was changed answers as one that is built anew from the texts that are left, to the last bit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ranking import Doc, Ranker, ranker

WORDS = st.sampled_from(
    ["театр", "театры", "театрал", "музей", "кітап", "кітаптар", "library", "libraries", "libary"]
) | st.sampled_from(["the", "of", "в", "и", "я", "ты", "2019", "opened"])
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
IDS = st.sampled_from([f"d{number}" for number in range(9)])
DOCS = st.builds(
    Doc,
    IDS,
    st.sampled_from(["en", "ru", "kk"]),
    TEXTS | st.just(""),
    st.lists(TEXTS, max_size=3).map(tuple),
)
STEPS = st.one_of(
    st.tuples(st.just("add"), st.lists(DOCS, min_size=1, max_size=4)),
    st.tuples(st.just("add many"), st.lists(DOCS, min_size=1, max_size=6)),
    st.tuples(st.just("remove"), st.lists(IDS, min_size=1, max_size=3)),
    st.tuples(st.just("open"), st.none()),
)


def _changed(folder, built, steps):
    """A ranker after these changes, and the texts that are left."""
    changed, left = Ranker.build(folder, built), {doc.id: doc for doc in built}
    for step, what in steps:
        if step == "open":
            changed = Ranker.open(folder)
        elif step == "remove":
            changed.remove(what)
            left = {name: doc for name, doc in left.items() if name not in what}
        else:
            (changed.add if step == "add" else changed.add_many)(what)
            left.update((doc.id, doc) for doc in what)
    return changed, list(left.values())


@given(
    built=st.lists(DOCS, max_size=6),
    steps=st.lists(STEPS, max_size=8),
    questions=st.lists(TEXTS, min_size=1, max_size=3),
    order=st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=60)
def test_a_changed_base_ranks_as_one_built_anew(tmp_path_factory, built, steps, questions, order):
    """Whatever was added, replaced or removed, in however many segments that lies, and in any order of texts."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranker, "_MOST_WAITING", 4)
        patched.setattr(ranker, "_MOST_SEGMENTS", 2)
        changed, left = _changed(tmp_path_factory.mktemp("index"), built, steps)
    order.shuffle(left)
    anew = Ranker.build(tmp_path_factory.mktemp("anew"), left)
    assert len(changed) == len(anew)
    for question in questions:
        assert changed.search(question, 20) == anew.search(question, 20)


def test_many_that_are_gone_are_written_out(tmp_path, monkeypatch):
    monkeypatch.setattr(ranker, "_MOST_GONE", 3)
    changed = Ranker.build(tmp_path, [Doc(f"d{n}", "en", f"moss {n}") for n in range(9)])
    changed.remove(["d1", "d2", "d3", "d4"])
    changed.add_many([Doc("d9", "en", "zebra")])
    assert len(list(tmp_path.glob("*.segment"))) == 1
    assert {hit.id for hit in changed.search("moss", 20)} == {"d0", "d5", "d6", "d7", "d8"}


def test_equal_texts_at_the_edge_of_what_is_looked_at_go_by_name(tmp_path_factory, monkeypatch):
    """Not by the order in which they came."""
    monkeypatch.setattr("knowledge.ranking.choosing._MOST_FETCHED", 4)
    docs = [Doc(f"d{n}", "en", "red moss") for n in range(9)]
    one, other = (Ranker.build(tmp_path_factory.mktemp("index"), some) for some in (docs, docs[::-1]))
    assert [hit.id for hit in one.search("moss")] == ["d0", "d1", "d2", "d3"]
    assert one.search("moss") == other.search("moss")

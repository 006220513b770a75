"""The fast ranker against a slow, obvious twin: every unit is a candidate."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import normalise, tokenize
from knowledge.ranking import Doc, Ranker, choosing, fetching
from knowledge.ranking.analysing import words_of

WORDS = st.sampled_from(
    [
        "театр",
        "театры",
        "музей",
        "кітап",
        "кітаптар",
        "library",
        "libraries",
        "the",
        "of",
        "в",
        "и",
        "я",
        "ты",
        "2019",
        "opened",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
CORPORA = st.lists(TEXTS, min_size=1, max_size=30)


def _built(path, corpus):
    return Ranker.build(path, [Doc(f"d{place:02}", "ru", text) for place, text in enumerate(corpus)])


def _everything(scorers, _most):
    return [scorer.first + unit for scorer in scorers for unit in range(scorer.side.units)]


@settings(deadline=None, max_examples=60)
@given(corpus=CORPORA, question=TEXTS)
@pytest.mark.parametrize(
    ("planned", "share"),
    [((0.0, 4_096), 1.0), ((fetching._PROMISING, 4_096), 0.7)],
)
def test_planned_fetching_finds_what_looking_at_everything_finds(
    tmp_path_factory, planned, share, corpus, question
):
    """The very best without the shortcut; hardly ever anything much worse with it."""
    ranker = _built(tmp_path_factory.mktemp("index"), corpus)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in zip(("_PROMISING", "_SHORT"), planned, strict=True):
            patched.setattr(fetching, name, value)
        quick = ranker.search(question, 1)
        patched.setattr("knowledge.ranking.choosing.candidates", _everything)
        slow = ranker.search(question, 1)
    best = max((hit.score for hit in slow), default=0.0)
    assert best <= 0 or quick[0].score >= share * best - 1e-9


def test_long_lists_are_met_where_no_short_one_fetches(tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "_SHORT", 3)
    corpus = ["red apple"] * 5 + ["green pear"] * 5 + ["red pear"]
    ranker = Ranker.build(tmp_path, [Doc(f"d{n:02}", "en", text) for n, text in enumerate(corpus)])
    assert ranker.search("red pear", 1)[0].id == "d10"


def test_long_lists_tell_which_of_those_in_a_short_one_promise_most(tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "_SHORT", 40)
    monkeypatch.setattr(choosing, "_MOST_FETCHED", 5)
    corpus = ["moss"] * 400 + ["zebra"] * 30 + ["red pear stone"] * 60 + ["zebra with a red pear on a stone"]
    ranker = Ranker.build(tmp_path, [Doc(f"d{n:03}", "en", text) for n, text in enumerate(corpus)])
    assert ranker.search("zebra red pear stone", 1)[0].id == "d490"


@given(st.text(alphabet="аәбвёЁһНHaz Z.,!?-–«»'12\n", max_size=80))
def test_the_short_way_to_words_leads_to_the_same(text):
    slow = tuple(token.text for token in tokenize(normalise(text, 200_000)))
    assert words_of(text) == slow

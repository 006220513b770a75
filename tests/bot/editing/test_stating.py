"""Facts put on record by editors, in a database: what grows stale, who is taken off, what waits for another editor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.editing.finding import Finder
from bot.editing.keeping import Keeper, actor_of, person_of
from bot.editing.merging import merged
from bot.editing.reviewing import Held
from bot.editing.stating import Filled, Statements, missing, with_stale
from bot.subscribers import Refused
from knowledge.model import Entity, Fact, Pack, Topic
from knowledge.plain import fact_data
from knowledge.records import Conflict, Edit, Records

FACT = Fact(
    "films",
    "cinema",
    {"en": "Two films are shot.", "ru": "Снимают два фильма.", "kk": "Екі фильм түсіріліп жатыр."},
    about=("aida",),
    title={"en": "Films"},
)
PACK = Pack(
    "p",
    {},
    topics=(Topic("cinema", {"en": "Cinema", "ru": "Кино"}),),
    entities=(Entity("aida", "person", {"en": ("Aida Serik",), "ru": ("Аида Серик",)}),),
    facts=(FACT,),
)


@pytest.fixture
def filled(records: Records, clock: Any) -> Records:
    records.apply(PACK, actor="test", now=clock.now())
    return records


def statements(records: Records, clock: Any, *, review: bool = False) -> Statements:
    return Statements(Keeper(records, lambda: None, clock, review=review))


def on(fact: Fact) -> Filled:
    return Filled(fact_data(fact), seen=fact_data(fact))


def saying(fact: Fact, **texts: str) -> Fact:
    return replace(fact, statement={**fact.statement, **texts})


@pytest.mark.parametrize(
    ("seen", "after", "stale"),
    [
        (FACT, saying(FACT, en="Three."), ("ru", "kk")),
        (FACT, saying(FACT, en="Three.", ru="Три."), ("kk",)),
        (FACT, replace(FACT, side="kz"), ()),
        (replace(FACT, stale=("ru", "kk")), saying(replace(FACT, stale=("ru", "kk")), ru="Три."), ("kk",)),
        (replace(FACT, stale=("ru",)), saying(replace(FACT, stale=("ru",)), en="Four."), ("ru", "kk")),
        (replace(FACT, statement={"en": "One."}), saying(FACT, en="One.", ru="Один."), ()),
    ],
    ids=["one", "two of three", "another field", "brought up to date", "still stale", "translated"],
)
def test_which_translations_are_stale(seen: Fact, after: Fact, stale: tuple[str, ...]) -> None:
    assert with_stale(after, seen).stale == stale


def test_after_a_small_correction_translations_still_fit() -> None:
    assert with_stale(saying(FACT, en="Two films are shot!"), FACT, fitting=True).stale == ()


def test_what_is_missing() -> None:
    assert missing(replace(FACT, statement={"ru": "Фильм."})) == ("en", "kk")


def test_a_new_fact_gets_a_name_of_its_own(filled: Records, clock: Any) -> None:
    own = statements(filled, clock)
    new = Filled({"topic": "cinema", "statement": {"en": "Films."}})
    assert own.keep(new, "published", 7).id == "films-2"
    assert own.same("Films.") == "films-2"
    (change,) = filled.history("fact", "films-2")
    assert person_of(change.actor) == 7
    assert person_of("shipped") is None


def test_of_two_editors_the_second_is_told(filled: Records, clock: Any) -> None:
    own = statements(filled, clock)
    own.keep(on(FACT).with_text("en", "Three."), "published", 7)
    with pytest.raises(Conflict) as caught:
        own.keep(on(FACT).with_text("en", "Four."), "published", 8)
    assert caught.value.change is not None
    assert caught.value.change.actor == actor_of(7)


def test_nothing_to_say_is_refused(filled: Records, clock: Any) -> None:
    with pytest.raises(Refused):
        statements(filled, clock).keep(Filled({"topic": "cinema"}), "published", 7)


def test_whom_nothing_is_said_of_any_more_leaves_with_the_last_fact(filled: Records, clock: Any) -> None:
    own = statements(filled, clock)
    second = own.keep(
        Filled({"topic": "cinema", "statement": {"en": "Aida sings."}, "about": ["aida"]}), "published", 7
    )

    def gone() -> bool:
        return next(entity for entity in filled.frame().entities if entity.id == "aida").retracted

    own.keep(on(FACT), "retracted", 7)
    assert not gone()
    own.keep(on(second), "retracted", 7)
    assert gone()
    stored = filled.fact(second.id)
    assert stored is not None
    own.keep(on(stored), "published", 7)
    assert not gone()


def test_with_review_another_editor_publishes(filled: Records, clock: Any) -> None:
    own = statements(filled, clock, review=True)
    draft = own.keep(Filled({"topic": "cinema", "statement": {"en": "A secret."}}), "published", 7)
    assert draft.status == "draft"
    with pytest.raises(Refused, match="another editor"):
        own.keep(on(draft), "published", 7)
    with pytest.raises(Refused, match="another editor"):
        own.keep(on(draft).with_text("en", "Not what was seen."), "published", 8)
    assert own.keep(on(draft), "published", 8).status == "published"


def test_with_review_a_change_waits_and_is_kept_in_the_name_of_who_made_it(
    filled: Records, clock: Any
) -> None:
    keeper = Keeper(filled, lambda: None, clock, review=True)
    edit = Edit(saying(FACT, en="Three."), FACT)
    for _ in range(2):
        with pytest.raises(Held) as held:
            keeper.keep([edit], 7)
    assert keeper.proposals.count() == 1
    (waiting,) = keeper.proposals.waiting()
    assert (waiting.id, waiting.person, waiting.edits) == (held.value.proposal, 7, (edit,))
    with pytest.raises(Refused):
        keeper.accept(waiting.id, 7)
    assert filled.fact("films") == FACT
    keeper.accept(waiting.id, 8)
    assert filled.history("fact", "films")[0].actor == actor_of(7)
    with pytest.raises(Refused, match="settled"):
        keeper.reject(waiting.id, 8)


def test_with_review_a_proposal_that_is_out_of_date_is_a_conflict(filled: Records, clock: Any) -> None:
    keeper = Keeper(filled, lambda: None, clock, review=True)
    with pytest.raises(Held) as held:
        keeper.keep([Edit(saying(FACT, en="Three."), FACT)], 7)
    filled.put([Edit(saying(FACT, en="Nine."), FACT)], actor="import", now=clock.now())
    with pytest.raises(Conflict):
        keeper.accept(held.value.proposal, 8)
    assert keeper.proposals.count() == 1
    keeper.reject(held.value.proposal, 7)
    assert keeper.proposals.count() == 0


def test_changes_of_two_are_put_together() -> None:
    before = {"side": "kz", "statement": {"en": "a", "ru": "б"}, "topic": "x", "tags": ["t"]}
    mine = {"side": "ru", "statement": {"en": "A", "ru": "б"}, "topic": "x"}
    theirs = {"side": "kz", "statement": {"en": "a", "ru": "Б", "kk": "в"}, "topic": "y", "tags": ["t"]}
    assert merged(before, mine, theirs) == {
        "side": "ru",
        "statement": {"en": "A", "ru": "Б", "kk": "в"},
        "topic": "y",
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("films", ["films"]),
        ("фильмами", ["films"]),
        ("ФИЛЬМЫ два", ["films"]),
        ("түсіріліп", ["films"]),
        ("Серик", ["films"]),
        ("кино", ["films"]),
        ("фильмы балет", []),
        ("%", []),
        ("_", []),
    ],
)
def test_facts_are_found_by_their_words_names_and_topic(
    filled: Records, words: str, found: list[str]
) -> None:
    shown = Finder(filled).find(words, "all", 0, 5)
    assert [fact.id for fact in shown.facts] == found


def test_sorts_and_pages(filled: Records, clock: Any) -> None:
    own, finder = statements(filled, clock), Finder(filled)
    for number in range(7):
        own.keep(
            Filled({"topic": "cinema", "statement": {"en": f"No. {number}."}}),
            "draft" if number else "published",
            7,
        )
    own.keep(on(FACT).with_text("en", "Three."), "published", 7)
    last = filled.fact("no-6")
    assert last is not None
    own.keep(on(last), "retracted", 7)
    assert finder.counts() == {"all": 7, "draft": 5, "untranslated": 6, "stale": 1, "retracted": 1}
    page = finder.find("", "all", 9, 3)
    assert (page.number, page.pages, page.total, len(page.facts)) == (2, 3, 7, 1)
    assert finder.find("", "all", 0, 3).facts[0].id == "films"
    assert [fact.id for fact in finder.find("", "stale", 0, 3).facts] == ["films"]

"""What the store promises, on either engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, update

from knowledge.errors import InvalidInput
from knowledge.model import Document, Entity, Fact, Pack, Source, Topic
from knowledge.packs import read_rows
from knowledge.passages import is_structured
from knowledge.records import Applied, Counts, Question, Records, schema

NOW = datetime(2019, 10, 14, 9, 30, tzinfo=UTC)
HEAD = Fact(
    id="head-kz",
    topic="participants",
    statement={"en": "N. D. headed it.", "ru": "Её возглавил Н. Д.", "kk": "Оны Н. Д. басқарды."},
    side="kz",
    relation="heads",
    title={"en": "Head"},
    questions={"en": ("Who headed it?", "Who was the head?"), "ru": ("Кто возглавил?",)},
    about=("nd", "mcs"),
    tags=("minister",),
    gives=("person", "post"),
    source=Source("report", "paragraph", 2),
    valid_as_of=date(2019, 10, 14),
    inferred={"en": "The year."},
)
PLAN = Fact("plan", "plans", {"en": "A plan for 2020."}, source=Source("report", "page", 3))
PACK = Pack(
    id="meeting",
    title={"en": "Meeting"},
    documents=(Document("report", {"en": "Report", "ru": "Отчёт"}, {"en": "Ministry"}, date(2019, 10, 14)),),
    topics=(Topic("participants", {"en": "Participants"}), Topic("plans", {"en": "Plans", "kk": "Жоспар"})),
    entities=(
        Entity("mcs", "organisation", {"en": ("Ministry",)}, tags=("ministry",)),
        Entity("nd", "person", {"en": ("N. D.", "D."), "ru": ("Н. Д.",)}, ("Nurkisa",), "kz"),
    ),
    facts=(HEAD, PLAN),
)


@pytest.fixture
def filled(records: Records) -> Records:
    records.apply(PACK, actor="test", now=NOW)
    return records


def apply(records: Records, *facts: Fact, **more: object) -> Applied:
    return records.apply(Pack("more", {}, facts=facts), actor="editor", now=NOW, **more)


def test_a_new_record_is_empty(url: str) -> None:
    with Records.open(url) as records:
        assert records.created
        assert records.is_empty()
        assert records.revision() == 0
        assert records.pack().facts == ()
        assert records.check() == []
        assert records.counts() == Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_what_is_applied_is_on_record(filled: Records, url: str) -> None:
    assert replace(filled.pack(), id=PACK.id, title=PACK.title) == PACK
    assert not filled.is_empty()
    assert filled.fact("head-kz") == HEAD
    assert filled.fact("other") is None
    with Records.open(url) as again:
        assert not again.created
        assert again.pack() == filled.pack()


def test_applying_twice_changes_nothing(records: Records) -> None:
    assert records.apply(PACK, actor="a", now=NOW) == Applied(2, 0, 0, besides=5, revision=1)
    assert records.apply(PACK, actor="b", now=NOW) == Applied(0, 0, 2, besides=0, revision=1)
    assert records.revision() == 1
    assert {change.actor for change in records.history()} == {"a"}


def test_a_change_is_a_new_version(filled: Records) -> None:
    changed = replace(HEAD, about=("nd",), questions={"en": ("Who?",)}, statement={"en": "Another."})
    assert apply(filled, changed, PLAN) == Applied(0, 1, 1, besides=0, revision=2)
    assert filled.fact("head-kz") == replace(changed, version=2)
    changes = filled.changes_since(1)
    assert changes.revision == 2
    assert changes.facts == (replace(changed, version=2),)
    assert (changes.documents, changes.topics, changes.entities) == ((), (), ())
    assert filled.facts_changed_since(2) == ()
    assert filled.changes_since(0).entities == PACK.entities


def test_names_follow_their_entity(filled: Records) -> None:
    changed = replace(PACK.entities[1], names={"kk": ("Н. Д.",)})
    filled.apply(Pack("more", {}, entities=(changed,)), actor="editor", now=NOW)
    assert filled.pack().entities[1] == changed
    with filled.database.reading() as connection:
        names = select(schema.entity_names.c.lang, schema.entity_names.c.name).where(
            schema.entity_names.c.entity == "nd"
        )
        assert [tuple(row) for row in connection.execute(names)] == [("kk", "Н. Д.")]


def test_what_is_retracted_leaves_the_pack_but_not_the_record(filled: Records) -> None:
    apply(filled, replace(PLAN, status="retracted"))
    assert [fact.id for fact in filled.pack().facts] == ["head-kz"]
    assert [fact.id for fact in filled.pack("retracted", "draft").facts] == ["plan"]
    assert [fact.status for fact in filled.facts_changed_since(1)] == ["retracted"]
    assert filled.counts().retracted == 1


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (replace(PLAN, id="new", topic="x"), 'fact "new": there is no topic "x"'),
        (replace(PLAN, id="new", source=Source("x")), 'fact "new": there is no document "x"'),
        (replace(PLAN, id="new", about=("x",)), 'fact "new": there is no entity "x"'),
        (replace(PLAN, id="new", statement={}), 'fact "new" states nothing'),
        (replace(PLAN, id="new", statement={"en": "a\x00b"}), 'fact "new" has a character'),
        (replace(PLAN, id="new", statement={"en": "a\ud800b"}), 'fact "new" has a character'),
        (replace(PLAN, id="not an id"), 'fact "not an id" is no id'),
        (PLAN, 'fact "plan": there are two with this id'),
    ],
)
def test_what_cannot_be_taken_changes_nothing(filled: Records, fact: Fact, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        apply(filled, replace(PLAN, status="draft"), fact)
    assert filled.revision() == 1
    assert filled.pack().facts == PACK.facts


def test_an_exception_amid_a_transaction_undoes_it(filled: Records) -> None:
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply(filled, replace(PLAN, id="new"), progress=stop)
    assert filled.fact("new") is None
    assert apply(filled, replace(PLAN, id="new")).added == 1


def test_a_backslash_is_not_a_nul(filled: Records) -> None:
    fact = replace(PLAN, id="slash", statement={"en": r"C:\u0000 and \\u0000"})
    apply(filled, fact)
    assert filled.fact("slash") == fact


def test_progress_is_told_in_facts(records: Records) -> None:
    heard: list[int] = []
    facts = tuple(replace(PLAN, id=f"f{number}") for number in range(5001))
    records.apply(replace(PACK, facts=facts), actor="test", now=NOW, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 5001
    assert len(heard) > 1


def test_a_fragment_leaves_what_it_does_not_say(filled: Records) -> None:
    fragment = Pack(
        "rows.csv",
        {},
        documents=(Document("rows.csv", {"en": "rows.csv"}),),
        topics=(
            Topic("participants", {"en": "participants", "ru": "участники"}),
            Topic("imported", {"en": "I"}),
        ),
        facts=(
            Fact("head-kz", "imported", {"en": "Other words."}, source=Source("rows.csv", "row", 2)),
            Fact("new", "imported", {"kk": "Жаңа."}, source=Source("rows.csv", "row", 3)),
        ),
    )
    applied = filled.apply(fragment, actor="import", now=NOW, fragment=True)
    assert applied == Applied(1, 1, 0, besides=3, revision=2)
    statement = {**HEAD.statement, "en": "Other words."}
    assert filled.fact("head-kz") == replace(HEAD, statement=statement, version=2)
    assert filled.pack().topics[1] == Topic("participants", {"en": "Participants", "ru": "участники"})
    again = filled.apply(fragment, actor="import", now=NOW, fragment=True)
    assert again == Applied(0, 0, 2, besides=0, revision=2)


def test_rows_of_two_languages_in_two_files(records: Records, tmp_path) -> None:
    for lang in ("en", "ru"):
        (path := tmp_path / f"{lang}.csv").write_text(
            f"id,lang,text\na,{lang},Text {lang}\n", encoding="utf-8"
        )
        for _ in range(2):
            applied = records.apply(read_rows(path).pack, actor="import", now=NOW, fragment=True)
        assert applied.unchanged == 1
    fact = records.fact("a")
    assert fact is not None
    assert fact.statement == {"en": "Text en", "ru": "Text ru"}
    assert fact.source == Source("en.csv", "row", 2)


def test_history_tells_who_changed_what(filled: Records) -> None:
    later = NOW + timedelta(hours=1)
    retracted = replace(PLAN, status="retracted")
    filled.apply(Pack("x", {}, facts=(retracted,)), actor="user:7", now=later)
    last, first = filled.history("fact", "plan")
    assert (last.actor, last.at, last.revision) == ("user:7", later, 2)
    assert last.before == PLAN
    assert last.after == replace(retracted, version=2)
    assert (first.before, first.after) == (None, PLAN)
    assert filled.history(limit=1) == (last,)
    assert {change.kind for change in filled.history()} == {"document", "topic", "entity", "fact"}


def test_statements_can_be_asked_for_by_language(filled: Records) -> None:
    with filled.database.reading() as connection:
        found = select(schema.facts.c.id).where(schema.facts.c.statement_ru.like("%возглавил%"))
        assert connection.execute(found).scalars().all() == ["head-kz"]


def test_check_finds_what_was_altered_past_the_program(filled: Records) -> None:
    with filled.database.writing() as connection:
        connection.execute(
            update(schema.facts).where(schema.facts.c.id == "plan").values(statement_en="Other")
        )
        connection.execute(update(schema.topics).values(revision=9))
    assert filled.check() == [
        "topics: revision 9 is ahead of the record's 1",
        'fact "plan" is not as it was stored',
    ]


ASKED = Question(
    "Who\x00 heads it?", "en", NOW, "answered", 0.75, ("head-kz",), ("salary",), 1 << 40, -5, filed=True
)


def test_questions(filled: Records) -> None:
    first, second = filled.file_question(ASKED), filled.file_question(replace(ASKED, filed=False, chat=None))
    assert second > first
    stored = replace(ASKED, text="Who heads it?", id=first)
    assert filled.question(first) == stored
    assert filled.question(second + 1) is None
    assert filled.inbox() == (stored,)
    assert filled.set_filed(second, filed=True)
    assert [question.id for question in filled.inbox(limit=1)] == [second]
    assert not filled.set_filed(second + 1, filed=True)
    assert filled.counts().filed == 2


def test_questions_do_not_move_the_revision(filled: Records) -> None:
    filled.file_question(ASKED)
    assert filled.revision() == 1


def test_the_last_rating_counts(filled: Records) -> None:
    question = filled.file_question(ASKED)
    for person, good in ((7, True), (7, False), (8, True), (8, True), (9, True)):
        filled.rate(question, person, good=good, now=NOW)
    assert filled.ratings(question) == (2, 1)
    assert filled.counts().ratings == 3
    with pytest.raises(InvalidInput, match="not stored any more"):
        filled.rate(question + 1, 7, good=True, now=NOW)


def test_instants_are_kept_in_utc_whatever_their_zone(filled: Records) -> None:
    almaty = timezone(timedelta(hours=5))
    number = filled.file_question(replace(ASKED, asked_at=datetime(2019, 10, 14, 14, 30, tzinfo=almaty)))
    question = filled.question(number)
    assert question is not None
    assert question.asked_at == NOW
    assert question.asked_at.tzinfo is UTC
    with pytest.raises(Exception, match="an instant needs a zone"):
        filled.file_question(replace(ASKED, asked_at=datetime(2019, 10, 14)))  # noqa: DTZ001


def test_readers_see_one_state(filled: Records) -> None:
    with filled.database.reading() as connection:
        before = connection.execute(select(schema.state.c.revision)).scalar()
        apply(filled, replace(PLAN, status="draft"))
        assert connection.execute(select(schema.state.c.revision)).scalar() == before
    assert filled.revision() == 2


MARKS = [
    {},
    {"relation": "heads"},
    {"about": ("nd",)},
    {"tags": ("minister",)},
    {"gives": ("date",)},
    {"relation": "heads", "about": ("nd", "mcs"), "tags": ("minister",), "gives": ("person",)},
]


def test_facts_with_structure_are_told_from_those_that_are_nothing_but_text(filled: Records) -> None:
    facts = [replace(PLAN, id=f"fact-{at}", **mark) for at, mark in enumerate(MARKS)]
    before = filled.revision()
    apply(filled, *facts)
    found = {fact.id: fact for fact in filled.changed_structures(before, ())}
    assert found == {fact.id: fact for fact in facts if is_structured(fact)}
    with_known = {fact.id for fact in filled.changed_structures(before, ("fact-0", "plan"))}
    assert with_known == {fact.id for fact in facts}
    assert {fact.id for fact in filled.changed_facts(before)} == with_known


def test_some_facts_of_a_topic_and_how_many_there_are(filled: Records) -> None:
    apply(filled, *(replace(PLAN, id=f"plan-{at}") for at in range(5)), replace(HEAD, status="retracted"))
    assert filled.counts_by_topic() == {"participants": 1, "plans": 6}
    assert filled.facts_of_topic("participants", 10) == ()
    some = filled.facts_of_topic("plans", 3)
    assert len(some) == 3
    assert list(some) == sorted(some, key=lambda fact: fact.id)

"""Facts that are nothing but text: what is answered from them, beside facts with structure and alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from lake_pack import LAKE, NOW

from knowledge.assistant import Assistant
from knowledge.index import Index
from knowledge.matching.answer import Answer
from knowledge.model import Document, Fact, Pack, Source, Topic
from knowledge.records import Records

HOUSE = (
    "The house of culture was built in 1964 by the architect Marat Sadykov. It has two halls. "
    "The large hall seats 850 people and is let for weddings. A bus goes there from Almaty station every hour."
)
PASSAGES = Pack(
    id="guide",
    title={"en": "Guide"},
    documents=(Document("guide", {"en": "Guide", "ru": "Путеводитель", "kk": "Нұсқаулық"}),),
    topics=(Topic("imported", {"en": "Imported"}),),
    facts=(
        Fact("house", "imported", {"en": HOUSE}, source=Source("guide", "page", 3)),
        Fact("puppets", "imported", {"ru": "Театр кукол открыли в Омске в 1936 году."}),
        Fact("bread", "imported", {"kk": "Нан музейі Алматы қаласында орналасқан."}),
        Fact(
            "dress",
            "imported",
            {"en": "Evening dress is expected at the opening."},
            questions={"en": ("what shall I wear", "is there a dress code")},
        ),
    ),
)
Ask = Callable[..., Answer]


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records.open(f"sqlite:///{tmp_path}/a.db") as records:
        yield records


def asking(records: Records, tmp_path: Path, *packs: Pack) -> Ask:
    for pack in packs:
        records.apply(pack, actor="test", now=NOW)
    index = Index(tmp_path / "a.index", records)
    index.refresh()
    assistant = Assistant(lambda: index.base)
    return lambda question, **more: assistant.ask(question, now=NOW, **more)


@pytest.fixture(scope="module", params=["alone", "beside a pack"])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("base")
    with Records.open(f"sqlite:///{folder}/a.db") as records:
        yield asking(records, folder, *((PASSAGES,) if request.param == "alone" else (LAKE, PASSAGES)))


def ids(facts: Iterable[object]) -> list[str]:
    return [getattr(fact, "id", "") for fact in facts]


def test_the_sentence_answers_and_the_passage_is_quoted_with_its_place(ask: Ask) -> None:
    answer = ask("How many people does the large hall of the house of culture seat?")
    assert answer.status == "answered"
    assert "The large hall seats 850 people and is let for weddings." in answer.lead
    assert "station" not in answer.lead
    (fact,) = answer.facts
    assert (fact.id, fact.text, fact.source) == ("house", HOUSE, "Guide, page 3")
    assert answer.candidates[0].id == "house"


@pytest.mark.parametrize(
    ("question", "fact", "lang"),
    [
        ("Когда открыли театр кукол в Омске?", "puppets", "ru"),
        ("kogda otkryli teatr kukol v Omske", "puppets", "ru"),
        ("Нан музейі қай қалада?", "bread", "kk"),
        ("what shall i wear?", "dress", "en"),
        ("who was the archtect of the house of culture", "house", "en"),
    ],
)
def test_in_any_language_and_spelling(ask: Ask, question: str, fact: str, lang: str) -> None:
    answer = ask(question)
    assert (answer.status, ids(answer.facts), answer.lang) == ("answered", [fact], lang)


def test_a_known_question_word_for_word_is_as_good_as_certain(ask: Ask) -> None:
    assert ask("Is there a dress code?").confidence >= 0.95


@pytest.mark.parametrize(
    "question", ["Who painted the ceiling of the Sistine Chapel?", "Как сварить борщ?", "🙂", ""]
)
def test_what_is_not_there_is_not_answered(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.status != "answered"
    assert not answer.facts


def test_confidences_are_chances(ask: Ask) -> None:
    for question in ("the house of culture", "театр", "what shall I wear to the museum of bread", "hall"):
        chances = [one.confidence for one in ask(question).candidates]
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= chance <= 1 for chance in chances)


def test_another_language_than_the_passage_s_is_said(ask: Ask) -> None:
    answer = ask("Когда открыли театр кукол в Омске?", lang="en")
    assert answer.lang == "en"
    assert answer.notes == ("On record so far only in: Russian.",)
    assert answer.facts[0].lang == "ru"


def test_facts_with_structure_keep_their_questions(records: Records, tmp_path: Path) -> None:
    alone = asking(records, tmp_path, LAKE)
    questions = [question for fact in LAKE.facts for question in fact.questions.get("en", ())]
    before = {question: alone(question) for question in questions}
    both = asking(records, tmp_path, PASSAGES)
    for question, answer in before.items():
        assert (both(question).status, both(question).text) == (answer.status, answer.text)


def test_a_turn_that_names_nothing_stays_with_the_passage(records: Records, tmp_path: Path) -> None:
    ask = asking(records, tmp_path, PASSAGES)
    first = ask("Who was the architect of the house of culture?")
    assert ids(ask("and when?", thread=first.thread).facts) == ["house"]
    assert ask("and his salary?", thread=first.thread).status != "answered"
    assert ask("and when?").status != "answered"
    assert first.thread
    late = Assistant(Index(tmp_path / "a.index", records).refresh)
    later = late.ask("and when?", now=NOW + timedelta(hours=1), thread=first.thread)
    assert later.status != "answered"


def test_two_questions_are_answered_from_two_texts(ask: Ask) -> None:
    answer = ask("Is there a dress code? How many people does the large hall of the house of culture seat?")
    assert answer.status == "answered"
    assert ids(answer.facts) == ["dress", "house"]
    assert "850" in answer.text


def test_a_text_that_answers_all_of_a_long_question_is_not_cut(ask: Ask) -> None:
    answer = ask("When was the house of culture built and who was its architect?")
    assert answer.status == "answered"
    assert answer.parts == ()
    assert ids(answer.facts) == ["house"]

"""Several questions in one message: each is answered, and what has no answer is said to have none."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.matching.answer import Answer
from knowledge.matching.several import MOST, parts_of

HEAD_KZ, HEAD_RU = {"head-kz"}, {"head-ru"}
MUSEUMS, LIBRARIES = {"post-bekov", "post-zhunusov"}, {"post-omarova", "post-glebov"}

GUESTS = {f"post-{name}" for name in ("omarova", "bekov", "zhunusov", "glebov", "zotova")}

RUSSIANS = HEAD_RU | {"post-glebov", "post-zotova"}


def ask(question: str) -> Answer:
    return assistant_on(lake_base()).ask(question, now=NOW)


def facts(answer: Answer) -> set[str]:
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who headed the Kazakh side? Where was the meeting held?", HEAD_KZ | {"held-where"}),
        ("Who headed the Kazakh side? And the Russian one?", HEAD_KZ | HEAD_RU),
        ("Who headed the Kazakh side?! and the Russian one", HEAD_KZ | HEAD_RU),
        ("Who headed the Kazakh side\nWho came from museums", HEAD_KZ | MUSEUMS),
        ("Who headed the Kazakh side; when was the meeting held", HEAD_KZ | {"held-when"}),
        ("1) Who headed the Kazakh side? 2) What did Lapshin say?", HEAD_KZ | {"said-lapshin"}),
        ("Who headed the Kazakh side and who headed the Russian one?", HEAD_KZ | HEAD_RU),
        ("Who headed the Kazakh side and who the Russian one?", HEAD_KZ | HEAD_RU),
        ("who is Nina Zotova, what did Lapshin say", {"post-zotova", "said-lapshin"}),
        ("I wonder who came from museums and where the meeting was held", MUSEUMS | {"held-where"}),
        ("Which museums and which libraries came?", MUSEUMS | LIBRARIES),
        ("who headed the Kazakh side & who came from libraries", HEAD_KZ | LIBRARIES),
        ("Who headed the Kazakh side? What about the Russian one?", HEAD_KZ | HEAD_RU),
        ("Who headed the Kazakh side, and what about the Russian one?", HEAD_KZ | HEAD_RU),
        ("Who directs the Steppe Museum? And how many Russian guests came?", {"post-zhunusov"} | RUSSIANS),
        ("Who headed the Kazakh side? List all who came from museums", HEAD_KZ | MUSEUMS),
        ("Who is Marat Bekov? And when was the meeting?", {"post-bekov", "held-when"}),
        ("wher was the meeting held and whoo came from museums", MUSEUMS | {"held-where"}),
        ("How many people were there and who headed the Kazakh side?", HEAD_KZ | HEAD_RU | GUESTS),
        ("Who headed the Russian side? What did he say?", HEAD_RU | {"said-lapshin"}),
        ("How are you? Who headed the Kazakh side?", HEAD_KZ),
        ("Кто возглавлял казахстанскую сторону? А российскую?", HEAD_KZ | HEAD_RU),
        ("Кто возглавлял казахстанскую сторону, а кто российскую?", HEAD_KZ | HEAD_RU),
        ("Кто возглавлял казахстанскую сторону, а российскую?", HEAD_KZ | HEAD_RU),
        ("Кто российскую и кто казахстанскую сторону возглавлял?", HEAD_KZ | HEAD_RU),
        ("Кто был из музеев и что сказал Лапшин?", MUSEUMS | {"said-lapshin"}),
        ("Где прошло заседание? Когда? Кто от библиотек?", {"held-where", "held-when"} | LIBRARIES),
        ("Что запланировано по театрам, что по концертам?", {"plan-theatre", "plan-concerts"}),
        ("Где прошло заседание, кто возглавлял казахстанскую сторону?", HEAD_KZ | {"held-where"}),
        ("кто возглавлял казахстанскую сторону а кто российскую", HEAD_KZ | HEAD_RU),
        ("kto vozglavlyal kazahstanskuyu storonu i kto rossijskuyu", HEAD_KZ | HEAD_RU),
        ("кто возглавил росийскую делигацию и где прашло заседание", HEAD_RU | {"held-where"}),
        ("Қазақстан тарапын кім басқарды және Ресей тарапын кім басқарды?", HEAD_KZ | HEAD_RU),
        ("Қазақстан тарапын кім басқарды, ал Ресей тарапын ше?", HEAD_KZ | HEAD_RU),
        ("Қазақстан тарапын кім басқарды? Ресей ше?", HEAD_KZ | HEAD_RU),
        ("Музейлерден кім келді, кітапханалардан кім келді?", MUSEUMS | LIBRARIES),
        ("Марат Беков кім? Ал отырыс қашан болды?", {"post-bekov", "held-when"}),
        ("Лапшин кім? Ол не айтты?", HEAD_RU | {"said-lapshin"}),
    ],
)
def test_every_question_is_answered(question: str, expected: set[str]) -> None:
    answer = ask(question)
    assert (answer.status, facts(answer)) == ("answered", expected), (question, answer.text)


@pytest.mark.parametrize(
    "question",
    [
        "When and where was the meeting held?",
        "Where was the meeting held, and when?",
        "Who came from museums and libraries?",
        "Who headed the Russian side, Lapshin, right?",
        "Who headed the Kazakh side? Thank you!",
        "Who headed the Kazakh side? I need it for my column",
        "Was the meeting in June? Or in July?",
        "Who is the director? Not the deputy?",
        "Who spoke for, sorry, who headed the Kazakh side?",
        "Who is the man, who headed the Kazakh side?",
        "Who headed the Kazakh side? Right?",
        "Как зовут директора музея, который приехал из Казахстана?",
        "Which of the guests, who came from Kazakhstan, headed the side?",
        "Что сказал Лапшин, когда говорил о Волге?",
        "Кто директор музея, где работает Беков?",
        "Назовите всех, кто приехал из музеев",
        "Кто сказал, что Волга всех объединяет?",
        "Кто директор музея, не зам, а сам директор?",
        "Подскажите, пожалуйста, кто был из музеев?",
        "Можно вопрос? Кто был из музеев?",
        "Отырыс қашан, қайда өтті?",
        "Отырыс қайда және қашан өтті?",
        "Музейлер мен кітапханалардан кім келді?",
    ],
)
def test_one_question_is_not_cut(question: str) -> None:
    assert parts_of(question, lake_base()).parts == ()


@pytest.mark.parametrize(
    ("question", "expected", "refused"),
    [
        ("Who headed the Kazakh side? What is her salary?", HEAD_KZ, "salary"),
        ("Who is the president of France and who headed the Kazakh side?", HEAD_KZ, "France"),
        ("Who came from museums? And from circuses?", MUSEUMS, "circuses"),
        ("Where was the meeting held and how much did it cost?", {"held-where"}, "cost"),
        ("Кто возглавлял российскую сторону? Какая у него зарплата?", HEAD_RU, "зарплата"),
        ("When was the meeting held and when is the next one?", {"held-when"}, "next"),
        ("Отырыс қашан өтті және келесі отырыс қашан болады?", {"held-when"}, "келесі"),
        ("Кто переводил и кто возглавлял российскую сторону?", HEAD_RU, "переводил"),
        ("Ресей тарапын кім басқарды? Оның жалақысы қанша?", HEAD_RU, "жалақысы"),
    ],
)
def test_what_is_on_record_is_told_and_what_is_not_is_refused(
    question: str, expected: set[str], refused: str
) -> None:
    answer = ask(question)
    assert answer.status != "answered"
    assert facts(answer) == expected
    told, lacking = answer.parts
    assert told.answered
    assert not lacking.answered
    assert refused in lacking.lead or refused in lacking.asked
    assert answer.text.index(told.lead) < answer.text.index(lacking.lead)


def test_nothing_of_several_on_record_is_refused_as_ever() -> None:
    answer = ask("What is Glebov's salary? And what is Omarova's shoe size?")
    assert (answer.status, answer.parts, answer.facts) == ("unanswered", (), ())


def test_a_list_says_what_it_is_a_list_of_and_a_sentence_need_not() -> None:
    one, other = ask("Who headed the Kazakh side? who came from museums?").parts
    assert (one.asked, one.items) == ("", ())
    assert other.asked == "Who came from museums?"
    assert len(other.items) == len(MUSEUMS)


def test_a_question_that_is_repeated_is_answered_once() -> None:
    answer = ask("Who headed the Kazakh side? Who headed the Kazakh side?")
    assert answer.text.count("Temirova") == 1


def test_of_more_than_four_the_rest_is_said_to_be_left() -> None:
    four = (
        "Who headed the Kazakh side? Where was the meeting held? Who is Nina Zotova? Who came from museums?"
    )
    assert ask(four).notes == ()
    more = ask(f"{four} What did Lapshin say?")
    assert len(more.parts) == MOST
    assert "four questions" in more.notes[0]


def test_a_note_is_told_once() -> None:
    answer = ask("When was the meeting held? On what date exactly was the first meeting held?")
    assert answer.text.count("Inferred:") == 1


def test_the_next_turn_goes_on_from_the_last_question() -> None:
    assistant = assistant_on(lake_base())
    thread = assistant.ask("Where was the meeting held? Who headed the Kazakh side?", now=NOW).thread
    assert facts(assistant.ask("and the Russian one?", now=NOW, thread=thread)) == HEAD_RU


def test_the_first_question_may_go_on_from_the_turn_before() -> None:
    assistant = assistant_on(lake_base())
    thread = assistant.ask("Who headed the Kazakh side?", now=NOW).thread
    answer = assistant.ask("And the Russian one? And where was the meeting held?", now=NOW, thread=thread)
    assert facts(answer) == HEAD_RU | {"held-where"}
    assert not answer.alone


def test_all_of_it_is_in_the_language_of_the_message() -> None:
    answer = ask("Кто возглавлял казахстанскую сторону? Lapshin?")
    assert answer.lang == "ru"
    assert all("сторону" in part.lead for part in answer.parts)


def test_what_is_repeated_of_a_question_can_be_shown() -> None:
    answer = ask("Who headed the Kazakh side? What is her \u202e\x00sa\u0336lary " + "very " * 60 + "much?")
    (asked,) = (part.asked for part in answer.parts if not part.answered)
    assert asked.isprintable()
    assert len(asked) <= 120

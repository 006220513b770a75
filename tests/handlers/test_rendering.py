from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import Reply
from bot.browsing import record_key
from bot.texts import bot_texts
from handlers.callbacks import AskKnown, Rate, ShowTopic
from handlers.markup import messages, text_of, to_html
from handlers.rendering import answer_view
from handlers.view import View
from knowledge.matching.answer import Answer, NearTopic, Said, Suggestion, UsedFact
from knowledge.model import LANGS, Lang

TEXTS = bot_texts()

SINGLE = Answer(
    status="answered",
    lang="en",
    confidence=0.9,
    lead="The meeting was in Nur-Sultan.",
    notes=("Inferred: called Astana today.",),
    facts=(UsedFact("place", "The meeting was in Nur-Sultan.", "Report, paragraph 1", "en"),),
    related=(Suggestion("date", "When was it?"),),
)
LISTED = Answer(
    status="answered",
    lang="en",
    confidence=0.8,
    lead="The record names 2 people:",
    items=("Anna, rector", "Boris & Co <director>"),
    notes=("first", "second", "third"),
    facts=(
        UsedFact("anna", "Anna took part.", "Report, paragraph 3", "en"),
        UsedFact("boris", "Boris took part.", "Report, paragraph 4", "en"),
    ),
)
SUGGESTED = Answer(
    "suggested", "en", 0.4, "Did you mean:", suggestions=(Suggestion("a", "A?"), Suggestion("b", "B?"))
)
UNANSWERED = Answer(
    "unanswered", "ru", 0.1, "Об этом в материалах ничего нет.", topics=(NearTopic("cinema", "Кино"),)
)

_HALF = Said("The record has nothing on that.", asked="And the <weather>?", answered=False)
HALF_ANSWERED = replace(
    SINGLE,
    status="unanswered",
    lead="The meeting was in Nur-Sultan.\n\n“And the <weather>?”\nThe record has nothing on that.",
    notes=(),
    related=(),
    parts=(Said(SINGLE.lead, notes=SINGLE.notes), _HALF),
)


def html(view: View) -> str:
    return to_html(view.text)


def test_a_single_fact_is_not_quoted_again() -> None:
    view = answer_view(Reply(SINGLE, 7), TEXTS["en"])
    assert html(view) == (
        "The meeting was in Nur-Sultan.\n\nInferred: called Astana today.\n\n"
        "<i>Source: Report, paragraph 1</i>"
    )
    assert [button.press for row in view.rows for button in row] == [
        AskKnown("en", record_key("date")),
        Rate(7, 1),
        Rate(7, 0),
    ]


def test_a_fact_in_other_words_is_quoted() -> None:
    fact = UsedFact("place", "Заседание прошло в Нур-Султане.", "Report, paragraph 1", "ru")
    assert "<blockquote expandable>Заседание прошло в Нур-Султане.</blockquote>" in html(
        answer_view(Reply(replace(SINGLE, facts=(fact,)), 7), TEXTS["en"])
    )


def test_a_list_has_a_bold_head_and_quotes_its_facts_and_lesser_notes() -> None:
    assert html(answer_view(Reply(LISTED, 7), TEXTS["en"])) == (
        "<b>The record names 2 people:</b>\n• Anna, rector\n• Boris &amp; Co &lt;director&gt;\n\n"
        "first\n\nsecond\n\n<i>Source: Report, paragraph 3, paragraph 4</i>\n"
        "<blockquote expandable>• Anna took part.\n• Boris took part.\nthird</blockquote>"
    )


def test_several_documents_are_sources() -> None:
    facts = (UsedFact("a", "A.", "Report, page 1", "en"), UsedFact("b", "B.", "Minutes", "en"))
    view = answer_view(Reply(replace(LISTED, facts=facts), 7), TEXTS["en"])
    assert "<i>Sources: Report, page 1; Minutes</i>" in html(view)


def test_a_tapped_question_is_repeated() -> None:
    view = answer_view(Reply(SINGLE, 7, asked="Where was it?"), TEXTS["en"])
    assert html(view).startswith("<i>Where was it?</i>\n\nThe meeting")


def test_suggestions_are_buttons() -> None:
    view = answer_view(Reply(SUGGESTED, 7), TEXTS["en"])
    assert html(view) == "Did you mean:"
    assert [[button.label for button in row] for row in view.rows] == [["A?"], ["B?"]]


def test_what_is_not_on_record_says_so_and_shows_topics() -> None:
    view = answer_view(Reply(UNANSWERED, 7), TEXTS["ru"])
    assert text_of(view.text) == (
        "Об этом в материалах ничего нет.\n\nВаш вопрос передан редакторам.\n\n"
        "Возможно, поможет одна из этих тем:"
    )
    assert view.rows[0][0].press == ShowTopic(record_key("cinema"), fresh=1)


def test_what_was_not_understood_is_neither_filed_nor_rated() -> None:
    assert "редакторам" not in html(answer_view(Reply(UNANSWERED, None), TEXTS["ru"]))
    assert answer_view(Reply(replace(SINGLE, related=()), None), TEXTS["en"]).rows == ()


def test_the_answers_to_several_questions_stand_under_each_other() -> None:
    parts = Said(SINGLE.lead, notes=SINGLE.notes), Said(LISTED.lead, LISTED.items, LISTED.notes, "Who came?")
    both = replace(SINGLE, lead="both", notes=("left",), facts=(*SINGLE.facts, *LISTED.facts), parts=parts)
    assert html(answer_view(Reply(both, 7), TEXTS["en"])) == (
        "The meeting was in Nur-Sultan.\n\nInferred: called Astana today.\n\n"
        "<i>Who came?</i>\n<b>The record names 2 people:</b>\n• Anna, rector\n• Boris &amp; Co &lt;director&gt;\n\n"
        "first\n\nsecond\n\nleft\n\n"
        "<i>Source: Report, paragraph 1, paragraph 3, paragraph 4</i>\n"
        "<blockquote expandable>• Anna took part.\n• Boris took part.\nthird</blockquote>"
    )


def test_what_is_answered_of_several_has_its_source_and_the_rest_is_refused() -> None:
    view = answer_view(Reply(HALF_ANSWERED, 7), TEXTS["en"])
    assert html(view) == (
        "The meeting was in Nur-Sultan.\n\nInferred: called Astana today.\n\n"
        "<i>Source: Report, paragraph 1</i>\n\n"
        "<i>And the &lt;weather&gt;?</i>\nThe record has nothing on that.\n\n"
        "<i>I have passed your question on to the editors.</i>"
    )
    assert view.rows == ()


texts = st.text(max_size=300)
facts = st.builds(UsedFact, texts, texts, texts, st.sampled_from(LANGS))
suggestions = st.builds(Suggestion, texts.filter(lambda t: t.isascii()), texts)
parts = st.builds(
    Said,
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.lists(texts, max_size=4).map(tuple),
    texts,
    st.booleans(),
)
answers = st.builds(
    Answer,
    status=st.sampled_from(["answered", "suggested", "unanswered"]),
    lang=st.sampled_from(LANGS),
    confidence=st.just(0.5),
    lead=texts,
    items=st.lists(texts, max_size=20).map(tuple),
    notes=st.lists(texts, max_size=4).map(tuple),
    facts=st.lists(facts, max_size=10).map(tuple),
    suggestions=st.lists(suggestions, max_size=3).map(tuple),
    related=st.lists(suggestions, max_size=3).map(tuple),
    parts=st.lists(parts, max_size=4).map(tuple),
)


@pytest.mark.parametrize("lang", LANGS)
@given(answer=answers)
def test_whatever_an_answer_holds_can_be_sent(lang: Lang, answer: Answer) -> None:
    from handlers.view import keyboard

    view = answer_view(Reply(answer, 1), TEXTS[lang])
    for part in messages(view.text):
        part.encode()
        assert part.count("<blockquote") == part.count("</blockquote>")
    shown = keyboard(view.rows)
    for row in shown.inline_keyboard if shown else ():
        for button in row:
            assert button.text.strip()
            assert len(button.callback_data.encode()) <= 64

"""Teaching from the chat: the inbox, other wordings, synonyms; and those who asked are told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from running_bot import running
from stands import OWNER, Stand

from bot.editors import Roles
from bot.sandbox import Reply, Spec

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Lessons(Stand):
    async def told(self, person: int) -> Reply:
        """What comes unasked, with the next round."""
        return (await self.client.waited(person, lambda: self.client.turn_clock(self.clock.now()))).last


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Lessons]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        client._patience = 30.0  # trying a lesson takes its time on a busy machine
        yield Lessons(client, state, services.base.records, services.clock)
        assert state.violations == []


# A question, its bell, and by language: the inbox, other wordings, another fact, trying, publishing, and the news.
QUESTIONS = {
    "en": (
        "Who runs the souvenir booth?",
        "Tell me when",
        "There is an answer to your question",
        "Rosconcert",
    ),
    "ru": (
        "Кто заведует сувенирным ларьком?",
        "Сообщить, когда",
        "На ваш вопрос появился ответ",
        "Росконцерт",
    ),
    "kk": (
        "Кәдесый дүңгіршегін кім басқарады?",
        "Жауап табылғанда",
        "Сұрағыңызға жауап табылды",
        "Росконцерт",
    ),
}
WAYS = {
    "en": (
        "The same as",
        "Another fact",
        "Try it",
        "Answered from now on: 1",
        "Publish",
        "1 question leaves",
    ),
    "ru": (
        "То же, что",
        "Другой факт",
        "Проверить",
        "Теперь с ответом: 1",
        "Опубликовать",
        "1 вопрос уходит",
    ),
    "kk": ("Белгілі дерекпен", "Басқа дерек", "тексеру", "Енді жауабы бар: 1", "Жариялау", "1 сұрақ кіріс"),
}


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
async def test_a_question_becomes_a_known_question_and_who_waits_is_told(stand: Lessons, lang: str) -> None:
    ann, editor = stand.person(lang), stand.editor(lang)
    question, bell, news, words = QUESTIONS[lang]
    same_as, another, try_it, gained, publish, leaves = WAYS[lang]
    asked = await stand.say(ann, question)
    assert bell in asked.last.buttons[0].text
    pressed = await stand.press(ann, asked, bell)
    assert pressed.toast
    assert not [one for one in pressed.last.buttons if bell in one.text]
    card = await stand.press(editor, await stand.say(editor, "/inbox"), question)
    assert "🔔" in card.text
    search = await stand.press(editor, await stand.press(editor, card, same_as), another)
    assert question in search.text
    found = await stand.say(editor, words)
    chosen = await stand.press(editor, found, found.last.buttons[0].text)
    tried = await stand.press(editor, chosen, try_it)
    assert gained in tried.text
    published = await stand.press(editor, tried, publish)
    assert leaves in published.text
    reply = await stand.told(ann)
    assert news in reply.text
    assert question in reply.text
    again = await stand.press(ann, reply, reply.buttons[0].text)
    assert "👍" in [one.text for one in again.last.buttons]


async def test_a_question_is_answered_by_a_new_fact(stand: Lessons) -> None:
    ann, editor = stand.person(), stand.editor()
    question = "Is there a cloakroom?"
    await stand.press(ann, await stand.say(ann, question), "Tell me when")
    for _ in range(2):
        await stand.say(stand.person(), "is there a cloakroom")
    listed = await stand.say(editor, "/inbox")
    card = await stand.press(editor, listed, "3 × 🔔 is there a cloakroom")
    assert f"Also asked as:\n• {question}" in card.text
    begun = await stand.press(editor, card, "Answer: a new fact")
    assert "What does the record say?" in begun.text
    asked = await stand.say(editor, "The cloakroom is on the ground floor.")
    while not any(one.text.endswith("Publish") for one in asked.last.buttons):
        skip = [one.text for one in asked.last.buttons if one.text == "Skip"]
        asked = await stand.press(editor, asked, skip[0] if skip else asked.last.buttons[0].text)
    assert question in asked.text
    assert "Published" in (await stand.press(editor, asked, "Publish")).text
    assert "The cloakroom is on the ground floor." in (await stand.told(ann)).text
    assert "ground floor" in (await stand.say(stand.person(), question)).text
    assert question not in [one.text for one in (await stand.say(editor, "/inbox")).last.buttons]


async def test_later_and_not_for_us(stand: Lessons) -> None:
    ann, editor = stand.person(), stand.editor()
    await stand.say(ann, "Who won the World Cup in 1966?")
    await stand.say(ann, "How do I cook beshbarmak?")
    for question, button, toast in (
        ("Who won the World Cup", "Not for us", "not for us"),
        ("beshbarmak", "Later", "in a week"),
    ):
        card = await stand.press(editor, await stand.say(editor, "/inbox"), question)
        done = await stand.press(editor, card, button)
        assert toast in done.toast
        assert not [one for one in done.last.buttons if question in one.text]


async def test_what_was_found_bad_is_in_the_inbox(stand: Lessons) -> None:
    ann, editor = stand.person(), stand.editor()
    question = "Who is the president of Kazakhfilm?"
    await stand.press(ann, await stand.say(ann, question), "👎")
    card = await stand.press(editor, await stand.say(editor, "/inbox"), question)
    assert "👎 from 1 person" in card.text
    await stand.press(editor, card, "Not for us")


async def test_synonyms_are_tried_published_and_taken_back(stand: Lessons) -> None:
    ann, editor = stand.person(), stand.editor()
    question = "Who came from the bookhouses?"
    before = await stand.say(ann, question)
    assert "👍" not in [one.text for one in before.last.buttons]
    tried = await stand.say(editor, "/synonym add en bookhouse = library")
    assert "bookhouse = library" in tried.text
    assert f"• {question}" in tried.text
    dropped = await stand.press(editor, tried, "Cancel")
    assert "Nothing was changed" in dropped.text
    tried = await stand.say(editor, "/synonym add en bookhouse = library")
    await stand.press(editor, tried, "Publish")
    assert "Munalbaeva" in (await stand.say(ann, question)).text
    assert "bookhouse = library (English)" in (await stand.say(editor, "/synonym list")).text
    assert "Not answered any more" in (await stand.say(editor, "/synonym remove Bookhouse")).text
    assert "on record already" in (await stand.say(editor, "/synonym add en library = bookhouse")).text


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/synonym", "For example: /synonym add"),
        ("/synonym add", "For example: /synonym add"),
        ("/synonym add en one", "Two words at least"),
        ("/synonym add xx a = b", "For example: /synonym add"),
        ("/synonym remove nonsense", "No synonym has this word: nonsense"),
        ("/alias", "Write /alias, the id of a fact"),
        ("/alias nowhere | Where?", "There is no fact nowhere"),
        ("/explain", "Which question?"),
    ],
)
async def test_bad_input_gets_one_clear_line(stand: Lessons, command: str, said: str) -> None:
    assert said in (await stand.say(stand.editor(), command)).text


async def test_aliases_are_added_listed_and_taken_back(stand: Lessons) -> None:
    editor, ann = stand.editor(), stand.person()
    fact = next(one for one in stand.records.pack().facts if one.questions.get("en"))
    question = "What about the blue lantern?"
    await stand.say(ann, question)
    tried = await stand.say(editor, f"/alias {fact.id} | {question}")
    assert "Answered from now on: 1" in tried.text
    await stand.press(editor, tried, "Publish")
    assert fact.statement["en"][:40] in (await stand.say(ann, question)).text
    listed = await stand.say(editor, f"/alias {fact.id}")
    while not any(question in one.text for one in listed.last.buttons):
        listed = await stand.press(editor, listed, "›")
    back = await stand.press(editor, listed, question)
    assert "Not answered any more: 1" in back.text
    await stand.press(editor, back, "Publish")
    after = stand.records.fact(fact.id)
    assert after is not None
    assert after.questions == fact.questions


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
async def test_why_a_question_is_answered_as_it_is(stand: Lessons, lang: str) -> None:
    told = await stand.say(stand.editor(lang), "/explain What is the salary of the director of Rosconcert?")
    assert "salary" in told.text
    assert "⛔" in told.text
    assert ("❌ Not answered", "❌ Нет ответа", "❌ Жауап жоқ")[["en", "ru", "kk"].index(lang)] in told.text


async def test_each_of_several_questions_is_explained_as_it_was_answered(stand: Lessons) -> None:
    told = await stand.say(stand.editor(), "/explain Who headed the Russian side? And what is his salary?")
    first, second = told.text.split("🔍 ")[1:]
    assert first.startswith("who headed the russian side\n")
    assert "✅ Answered" in first
    assert second.startswith("what is his salary\n")
    assert "❌ Not answered" in second
    assert "⛔ The record does not explain: «salary»" in second


@pytest.mark.parametrize("command", ["/inbox", "/alias", "/synonym", "/explain why?"])
async def test_delegates_do_not_teach(stand: Lessons, command: str) -> None:
    assert "only the editors" in (await stand.say(stand.person(), command)).text


async def test_two_editors_at_one_question(stand: Lessons) -> None:
    first, second = stand.editor(), stand.editor()
    await stand.say(stand.person(), "Who knitted the red gloves?")
    mine = await stand.press(first, await stand.say(first, "/inbox"), "red gloves")
    other = await stand.press(second, await stand.say(second, "/inbox"), "red gloves")
    await stand.press(first, mine, "Not for us")
    assert "out of date" in (await stand.press(second, other, "Not for us")).toast


async def test_an_editor_who_is_none_any_more_presses_in_vain(stand: Lessons) -> None:
    ann, editor = stand.person(), stand.editor()
    await stand.say(ann, "Who lost the umbrella?")
    card = await stand.press(editor, await stand.say(editor, "/inbox"), "umbrella")
    Roles(stand.records, [OWNER]).revoke(editor)
    assert "only the editors" in (await stand.press(editor, card, "Not for us")).toast
    assert stand.records.inbox(1)[0].text == "Who lost the umbrella?"


@pytest.mark.parametrize(
    ("lang", "told", "stop"),
    [
        ("en", "A correction to what I told you", "No corrections"),
        ("ru", "Поправка к моему ответу", "Не сообщать"),
        ("kk", "Берген жауабыма түзету", "Түзетулерді хабарламау"),
    ],
)
async def test_whoever_was_told_otherwise_hears_of_it_if_the_editor_says_so(
    stand: Lessons, lang: str, told: str, stop: str
) -> None:
    ann, editor = stand.person(lang), stand.editor()
    # Without that it would be the language of the question.
    await stand.press(ann, await stand.say(ann, "/language"), f"l:{lang}:0")
    name = f"lantern-{lang}"
    await stand.say(editor, f"/addfact The meeting | The {name} hangs in room 4. | Guide, page 3")
    asked = await stand.say(ann, f"Where does the {name} hang? room?")
    assert "room 4" in asked.text
    fact = next(one for one in stand.records.pack().facts if name in str(one.statement))
    begun = await stand.say(editor, f"/editfact {fact.id}")
    await stand.press(editor, begun, "✏️ English")
    preview = await stand.say(editor, f"The {name} hangs in room 5.")
    assert "👥 1 person was answered with this lately" in preview.text
    saved = await stand.press(editor, preview, "Save")
    sent = await stand.press(editor, saved, "📣 Tell 1 person")
    assert "1 person will be told" in sent.toast
    assert not [one for one in sent.last.buttons if "📣" in one.text]
    reply = await stand.told(ann)
    assert told in reply.text
    assert "room 4" in reply.text
    assert "room 5" in reply.text
    muted = await stand.press(ann, reply, stop)
    assert muted.toast
    assert stand.records.fact(fact.id) is not None
    back = await stand.press(ann, muted.last, "🔔")
    assert back.toast != muted.toast

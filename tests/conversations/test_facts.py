"""Facts kept from the chat: in one line, step by step, corrected, translated, retracted; by those who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from running_bot import running
from stands import OWNER, Stand

from bot.editors import Roles
from bot.sandbox import Spec
from knowledge.model import Fact

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Facts(Stand):
    def fact(self, name: str) -> Fact:
        fact = self.records.fact(name)
        assert fact is not None
        return fact


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Facts]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        yield Facts(client, state, services.base.records, services.clock)
        assert state.violations == []


async def test_one_line_is_answered_at_once(stand: Facts) -> None:
    editor, delegate = stand.editor(), stand.person()
    assert "Two studios" not in await stand.said(delegate, "Who shoots a comedy about astronauts?")
    line = "/addfact cinema | Two studios shoot a comedy about <b>astronauts</b>. | Protocol of 2020, page 3"
    card = await stand.say(editor, line)
    assert "Published: it is answered from now on." in card.text
    assert "<b>astronauts</b>" in card.text
    assert "Source: Protocol of 2020, page 3" in card.text
    assert "Not yet in: Russian, Kazakh" in card.text
    answer = await stand.said(delegate, "Who shoots a comedy about astronauts?")
    assert "Two studios shoot a comedy about <b>astronauts</b>." in answer
    assert "Protocol of 2020, page 3" in answer
    fact = stand.fact("two-studios-shoot-a-comedy-about-b")
    (change,) = stand.records.history("fact", fact.id)
    assert change.actor == f"person:{editor}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cinma | A film. | Report", "There is no topic “cinma”. Near it: cinema."),
        ("zzzz | A film.", "There is no topic “zzzz”."),
        ("cinema | | Report", "Write it as: topic | text | source."),
        ("| A film. |", "Write it as: topic | text | source."),
        ("cinema | " + "x" * 3501, "The text has 3501 characters; 3500 at most."),
        ("cinema | A film. | " + "x" * 201, "The text has 201 characters; 200 at most."),
    ],
)
async def test_bad_input_gets_one_clear_line_and_changes_nothing(stand: Facts, line: str, said: str) -> None:
    before = stand.records.revision()
    assert await stand.said(OWNER, f"/addfact {line}") == said
    assert stand.records.revision() == before


async def test_what_is_on_record_already_is_not_added_twice(stand: Facts) -> None:
    await stand.said(OWNER, "/addfact cinema | A film of its own.")
    before = stand.records.revision()
    assert await stand.said(OWNER, "/addfact museums | A film of its own.") == (
        "The record says this already: /fact a-film-of-its-own"
    )
    assert stand.records.revision() == before


@pytest.mark.parametrize(
    ("lang", "refused"),
    [
        ("en", "Sorry, only the editors of this bot can do that."),
        ("ru", "Извините, это доступно только редакторам бота."),
        ("kk", "Кешіріңіз, бұл тек бот редакторларына қолжетімді."),
    ],
)
@pytest.mark.parametrize(
    "command", ["addfact cinema | A.", "fact head-kazakhstan", "editfact x", "retract x", "facts"]
)
async def test_delegates_are_refused(stand: Facts, lang: str, refused: str, command: str) -> None:
    before = stand.records.revision()
    assert await stand.said(stand.person(lang), f"/{command}") == refused
    assert stand.records.revision() == before


WIZARD = {
    "en": (
        "What does the record say?",
        "The two countries plant an apple garden in Turkistan.",
        ("Which topic does it belong to?", "museums"),
        ("Which side is it about?", "Kazakhstan"),
        ("Where does it stand?", "Protocol of 2021, page 7"),
        ("Which questions does it answer?", "Where is the garden planted?\nWho plants the garden?"),
        ("Like this?", "✅"),
        "Published: it is answered from now on.",
        "Where do they plant an apple garden?",
    ),
    "ru": (
        "Что сказано в материалах?",
        "Страны сажают яблоневый сад в Туркестане.",
        ("К какой теме это относится?", "музеи"),
        ("О какой это стороне?", "Казахстан"),
        ("Где это сказано?", "Протокол 2021 года, стр. 7"),
        ("На какие вопросы это отвечает?", "Где сажают сад?\nКто сажает сад?"),
        ("Так?", "✅"),
        "Опубликовано: теперь это есть в ответах.",
        "Где сажают яблоневый сад?",
    ),
    "kk": (
        "Материалдарда не айтылған?",
        "Елдер Түркістанда алма бағын отырғызады.",
        ("Бұл қай тақырыпқа жатады?", "музейлер"),
        ("Бұл қай тарап туралы?", "Қазақстан"),
        ("Бұл қайда айтылған?", "2021 жылғы хаттама, 7-бет"),
        ("Бұл қандай сұрақтарға жауап береді?", "Бақ қайда отырғызылады?\nБақты кім отырғызады?"),
        ("Осылай ма?", "✅"),
        "Жарияланды: енді жауаптарда бар.",
        "Алма бағы қайда отырғызылады?",
    ),
}


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
async def test_step_by_step(stand: Facts, lang: str) -> None:
    first, text, topic, side, source, questions, preview, published, question = WIZARD[lang]
    editor = stand.editor(lang)
    assert first in await stand.said(editor, "/addfact")
    language = await stand.say(editor, text)
    shown = await stand.press(editor, language, "✓")
    for title, given in (topic, side, source, questions):
        assert title in shown.text
        pressed = (title, given) == side
        shown = await (stand.press(editor, shown, given) if pressed else stand.say(editor, given))
    assert preview[0] in shown.text
    assert text in shown.text
    card = await stand.press(editor, shown, preview[1])
    assert published in card.text
    fact = stand.fact(card.text.split("\n")[2].split(" ·")[0])
    assert (fact.statement, fact.topic, fact.side, fact.status) == (
        {lang: text},
        "museums",
        "kz",
        "published",
    )
    assert fact.source is not None
    assert (fact.source.kind, fact.source.number) == ("page", 7)
    assert len(fact.questions[lang]) == 2
    assert text in await stand.said(stand.person(lang), question)


async def test_back_another_topic_and_cancel(stand: Facts) -> None:
    editor, before = stand.editor(), stand.records.revision()
    await stand.say(editor, "/addfact")
    topic = await stand.press(editor, await stand.say(editor, "Chess is played in the park."), "✓")
    offered = await stand.say(editor, "Chess")
    assert "There is no topic “Chess”." in offered.text
    side = await stand.press(editor, offered, "New topic “Chess”")
    assert "Which side" in side.text
    assert "Which topic" in (await stand.press(editor, side, "Back")).text
    side = await stand.say(editor, "cinem")
    assert "Which side" in side.text
    old = await stand.press(editor, topic, "Cancel")
    assert "out of date" in (old.toast or "")
    cancelled = await stand.press(editor, side, "Cancel")
    assert cancelled.text == "Cancelled. Nothing was changed."
    assert await stand.said(editor, "/cancel") == "Nothing to cancel."
    assert stand.records.revision() == before


async def test_what_is_typed_badly_is_asked_again(stand: Facts) -> None:
    editor = stand.editor()
    await stand.say(editor, "/addfact")
    refused = await stand.say(editor, "x" * 3501)
    assert "⚠️ The text has 3501 characters; 3500 at most." in refused.text
    assert "What does the record say?" in refused.text
    assert "Is that right?" in await stand.said(editor, "Short enough.")


async def test_a_new_topic_and_a_draft_that_another_button_publishes(stand: Facts) -> None:
    editor = stand.editor()
    await stand.say(editor, "/addfact Falconers meet every autumn in Burabay.")
    shown = await stand.press(editor, (await stand.say(editor, "/addfact")).last, "Begin anew")
    assert "What does" in shown.text
    await stand.press(editor, shown, "Cancel")
    shown = await stand.say(editor, "/addfact Falconers meet every autumn in Burabay.")
    await stand.press(editor, shown, "✓")
    shown = await stand.press(editor, await stand.say(editor, "Falconry"), "New topic")
    shown = await stand.press(editor, await stand.press(editor, shown, "Both sides"), "Skip")
    preview = await stand.press(editor, shown, "Skip")
    assert "Topic: Falconry" in preview.text
    card = await stand.press(editor, preview, "Save as a draft")
    assert "Kept as a draft" in card.text
    asked = "Where do falconers meet?"
    assert "Burabay" not in await stand.said(stand.person(), asked)
    published = await stand.press(editor, card, "Publish")
    assert "Published: it is answered from now on." in published.text
    assert "Burabay" in await stand.said(stand.person(), asked)
    assert "Falconry" in str(stand.records.pack().topics)


async def test_a_message_replied_to_is_taken_as_the_text(stand: Facts) -> None:
    editor = stand.editor()
    await stand.say(editor, "Yurts are shown in Kazan this summer.")
    own = next(m for m in stand.state.messages.of(editor) if m.sender.get("id") == editor)
    language = await stand.say(editor, "/addfact", reply_to=own.id)
    topic = await stand.press(editor, language, "✓")
    assert "Which topic" in topic.text
    await stand.press(editor, topic, "Cancel")


async def test_translations_grow_stale_and_are_brought_up_to_date(stand: Facts) -> None:
    editor = stand.editor("ru")
    fact = next(
        f.id for f in stand.records.pack().facts if len(f.statement) == 3 and "Abai" in f.statement["en"]
    )
    preview = await stand.say(editor, f"/editfact {fact}")
    assert "Что изменить?" in preview.text
    asked = await stand.press(editor, preview, "✏️ русский")
    assert "Напишите текст на языке: Русский" in asked.text
    preview = await stand.say(editor, "К юбилею Абая готовят совсем другие проекты.")
    card = await stand.press(editor, preview, "Сохранить")
    assert card.text.count("⚠️ устарел: оригинал новее") == 2
    assert stand.fact(fact).stale == ("en", "kk")
    listed = await stand.press(editor, await stand.say(editor, "/facts"), "Переводы устарели")
    assert any("⚠️" in button.text for button in listed.last.buttons)
    asked = await stand.press(editor, await stand.press(editor, listed, fact), "🌐 английский")
    preview = await stand.say(editor, "Quite other projects are prepared for the anniversary of Abai.")
    card = await stand.press(editor, preview, "Сохранить")
    assert stand.fact(fact).stale == ("kk",)
    history = await stand.press(editor, card, "История")
    assert "Текст, английский" in history.text
    asked = await stand.press(editor, await stand.press(editor, card, "Изменить"), "Название")
    preview = await stand.say(editor, "К юбилею Абая\nFor the anniversary of Abai")
    await stand.press(editor, preview, "Сохранить")
    assert stand.fact(fact).title["ru"] == "К юбилею Абая"
    assert stand.fact(fact).title["en"] == "For the anniversary of Abai"
    assert stand.fact(fact).stale == ("kk",)


async def test_the_second_of_two_editors_sees_what_the_first_changed(stand: Facts) -> None:
    await stand.say(OWNER, "/addfact cinema | A festival opens in May. | Report A")
    fact = "a-festival-opens-in-may"
    first, second = stand.editor(), stand.editor()
    one, other = await stand.say(first, f"/editfact {fact}"), await stand.say(second, f"/editfact {fact}")
    await stand.press(first, one, "✏️ English")
    one = await stand.say(first, "A festival opens in June.")
    other = await stand.press(second, await stand.press(second, other, "Side"), "Russia")
    assert "Saved." in (await stand.press(first, one, "Save")).text
    told = await stand.press(second, other, "Save")
    assert "It has changed meanwhile" in told.text
    assert "A festival opens in May. → A festival opens in June." in told.text
    assert stand.fact(fact).side == "both"
    assert "Saved." in (await stand.press(second, told, "Save")).text
    assert stand.fact(fact).statement == {"en": "A festival opens in June."}
    assert stand.fact(fact).side == "ru"


async def test_an_old_card_does_not_undo_what_came_after(stand: Facts) -> None:
    card = await stand.say(OWNER, "/addfact cinema | Tickets cost ten tenge.")
    name = "tickets-cost-ten-tenge"
    preview = await stand.press(OWNER, await stand.press(OWNER, card, "Edit"), "Side")
    await stand.press(OWNER, await stand.press(OWNER, preview, "Kazakhstan"), "Save")
    pressed = await stand.press(OWNER, card, "Retract")
    assert "changed meanwhile" in (pressed.toast or "")
    assert stand.fact(name).status == "published"
    assert "Retracted" in (await stand.press(OWNER, pressed, "Retract")).text


async def test_retract_and_restore(stand: Facts) -> None:
    editor, asked = stand.editor(), "How many camels are at the parade?"
    await stand.say(editor, "/addfact meeting | Ninety camels walk at the parade.")
    assert "Ninety camels" in await stand.said(stand.person(), asked)
    assert "Retracted" in await stand.said(editor, "/retract ninety-camels-walk-at-the-parade")
    assert "Ninety camels" not in await stand.said(stand.person(), asked)
    found = await stand.press(editor, await stand.say(editor, "/facts camels"), "Retracted")
    assert "🗑 [–ru –kk] Ninety camels" in str(found.last.rows)
    assert "Restored" in await stand.said(editor, "/restore ninety-camels-walk-at-the-parade")
    assert "Ninety camels" in await stand.said(stand.person(), asked)
    assert await stand.said(editor, "/retract camels") == (
        "There is no fact camels. /facts finds one by its words."
    )
    assert await stand.said(editor, "/fact") == "Which one? Write /fact with its id; /facts finds it."


async def test_buttons_ask_for_the_right_each_time(stand: Facts) -> None:
    editor = stand.editor()
    card = await stand.say(editor, "/addfact cinema | Popcorn is sold at the festival.")
    await stand.say(editor, "/addfact Something half done.")
    Roles(stand.records, [OWNER]).revoke(editor)
    before = stand.records.revision()
    for label in ("Retract", "Edit", "History", "Russian"):
        assert "only the editors" in ((await stand.press(editor, card, label)).toast or "")
    assert "Which topic" not in await stand.said(editor, "cinema")
    assert stand.records.revision() == before


async def test_a_wizard_survives_the_end_of_the_bot(tmp_path: Path, spec: Spec | None) -> None:
    async with running(tmp_path, spec) as (client, _, _):
        language = (await client.say(OWNER, "/addfact Storks nest on the tower of the museum.")).last
        await client.press(OWNER, language, language.button("✓"))
    async with running(tmp_path, spec) as (client, state, services):
        side = await client.say(OWNER, "museums")
        assert "Which side is it about?" in side.text
        held = (await client.say(OWNER, "/addfact Another thing.")).last
        assert "Something else is not finished yet" in held.text
        side = await client.press(OWNER, held, held.button("Go on"))
        source = await client.press(OWNER, side.last, side.last.button("Both"))
        questions = await client.press(OWNER, source.last, source.last.button("Skip"))
        preview = await client.press(OWNER, questions.last, questions.last.button("Skip"))
        await client.press(OWNER, preview.last, preview.last.button("Publish"))
        assert services.base.records.fact("storks-nest-on-the-tower-of-the") is not None
        assert state.violations == []


async def test_pages_of_facts_and_their_sorts(stand: Facts) -> None:
    editor = stand.editor("kk")
    await stand.say(editor, "/addfact Кино | Жәдігерлер жаңа залда тұр.")
    page = await stand.press(editor, await stand.say(editor, "/facts Степановтың"), "Аудару керек")
    assert "🔎 Степановтың" in page.text
    assert "· 0" in page.text
    page = await stand.press(editor, page, "Барлығы")
    assert "Степанов" in str(page.last.rows)
    page = await stand.press(editor, await stand.say(editor, "/facts"), "›")
    assert "2 /" in str([button.text for button in page.last.buttons])
    card = await stand.press(editor, page, page.last.buttons[0].text)
    assert "-нұсқа" in card.text


async def test_a_person_is_in_lists_and_counts_from_now_on(stand: Facts) -> None:
    editor, delegate = stand.editor(), stand.person()
    before = await stand.said(delegate, "Who came from museums on the Kazakh side?")
    assert "Serik" not in before
    shown = await stand.press(editor, await stand.say(editor, "/addfact"), "A person")
    shown = await stand.say(editor, "Aida Serik / Аида Серик")
    shown = await stand.press(editor, shown, "✓ Аида Серик")
    shown = await stand.say(editor, "Deputy Director")
    assert "✓ Заместитель директора" in str(shown.last.rows)
    shown = await stand.press(editor, await stand.press(editor, shown, "✓"), "✓")
    shown = await stand.press(
        editor, await stand.say(editor, "Ethnographic Museum of Aktau"), "New organisation"
    )
    shown = await stand.press(editor, shown, "Kazakhstan")
    preview = await stand.press(editor, shown, "Skip")
    said = "Aida Serik (Deputy Director, Ethnographic Museum of Aktau) took part on the Kazakh side."
    assert said in preview.text
    card = await stand.press(editor, preview, "Publish")
    assert "post-aida-serik" in card.text
    assert said in await stand.said(delegate, "Who is Aida Serik?")
    assert "Aida Serik" in await stand.said(delegate, "Who came from museums on the Kazakh side?")
    assert "14 people on record" in await stand.said(delegate, "/people")
    refused = await stand.press(editor, await stand.say(editor, "/addfact"), "A person")
    refused = await stand.say(editor, "Aida Serik")
    assert "Aida Serik is on record already." in refused.text
    await stand.press(editor, refused, "Cancel")
    await stand.press(editor, card, "Retract")
    assert "13 people on record" in await stand.said(delegate, "/people")
    assert "Serik" not in await stand.said(delegate, "Who came from museums on the Kazakh side?")


async def test_an_organisation(stand: Facts) -> None:
    editor = stand.editor("ru")
    shown = await stand.press(editor, await stand.say(editor, "/addfact"), "Организация")
    shown = await stand.say(editor, "Музей ковра / Carpet Museum")
    shown = await stand.press(editor, shown, "Пропустить")
    shown = await stand.press(editor, shown, "Россия")
    preview = await stand.press(editor, shown, "Пропустить")
    assert "С российской стороны участвует Музей ковра." in preview.text
    await stand.press(editor, preview, "Опубликовать")
    asked = await stand.said(stand.person(), "What is Carpet Museum?")
    assert "Carpet Museum took part on the Russian side." in asked

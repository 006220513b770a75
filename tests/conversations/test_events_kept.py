"""Events kept from the chat: added, moved, cancelled, undone; whoever was told hears of it, in their language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from running_bot import running
from stands import OWNER, Stand

from bot.editors import Roles
from bot.sandbox import Spec, Turn

pytestmark = pytest.mark.asyncio(loop_scope="module")

MORNING = datetime(2019, 11, 4, 2, 55, tzinfo=UTC)  # a Monday, 08:55 in Almaty
WORDS = {
    "en": {
        "date": "15 November 2019 18:00",
        "moved": "The date has changed",
        "cancelled": "Cancelled",
        "back": "It takes place after all",
        "save": "Save",
        "publish": "Publish",
        "understood": "Thursday, 14 November 2019, 19:00 (2019-11-14T19:00)",
        "said": "14 November 2019 at 7 pm",
        "no_day": "There is no such day: 31 February 2020.",
    },
    "ru": {
        "date": "15 ноября 2019 в 18:00",
        "moved": "Дата изменилась",
        "cancelled": "Отменено",
        "back": "Всё-таки состоится",
        "save": "Сохранить",
        "publish": "Опубликовать",
        "understood": "(2019-11-14T19:00)",
        "said": "14 ноября 2019 года в 7 вечера",
        "no_day": "Такого дня нет: 31 февраля 2020.",
    },
    "kk": {
        "date": "2019 жылғы 15 қараша 18:00",
        "moved": "Күні өзгерді",
        "cancelled": "Өткізілмейді",
        "back": "Іс-шара өтетін болды",
        "save": "Сақтау",
        "publish": "Жариялау",
        "understood": "(2019-11-14T19:00)",
        "said": "2019 жылғы 14 қараша, кешкі 7-де",
        "no_day": "Мұндай күн жоқ: 2020 жылғы 31 ақпан.",
    },
}
NO_DAY = {"en": "31 February 2020", "ru": "31 февраля 2020", "kk": "2020 жылғы 31 ақпан"}


class Evening(Stand):
    async def told(self, chat: int, person: int, shown: Turn, label: str) -> Turn:
        """What the chat hears of what the editor has pressed, with the next round."""
        await self.press(person, shown, label)
        now = self.clock.now()
        return await self.client.waited(chat, lambda: self.client.turn_clock(now))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Evening]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        await client.turn_clock(MORNING)
        yield Evening(client, state, services.base.records, services.clock)
        assert state.violations == []


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
async def test_moved_undone_cancelled_and_everybody_hears_of_it(stand: Evening, lang: str) -> None:
    words, name = WORDS[lang], f"gala-{lang}"
    editor, delegate = stand.editor(lang), stand.person(lang)
    await stand.client.turn_clock(MORNING)
    offer = await stand.say(delegate, "/subscribe")
    await stand.client.press(delegate, offer.last, offer.last.buttons[0])

    assert (
        words["no_day"]
        in (await stand.say(editor, f"/addevent concerts | Gala {lang} | {NO_DAY[lang]}")).text
    )
    shown = await stand.say(editor, f"/addevent concerts | Gala {lang} | {words['said']} | Almaty")
    assert words["understood"] in shown.text
    assert stand.records.event(name) is None
    await stand.press(editor, shown, words["publish"])
    digest = await stand.client.waited(
        delegate, lambda: stand.client.turn_clock(MORNING.replace(hour=3, minute=1))
    )
    assert f"Gala {lang}" in digest.text

    shown = await stand.say(editor, f"/editevent {name} | {words['date']}")
    notice = await stand.told(delegate, editor, shown, words["save"])
    assert words["moved"] in notice.text

    await stand.say(editor, "/undo")
    assert stand.records.event(name).when == "2019-11-14T19:00"
    now = stand.clock.now()
    again = await stand.client.waited(delegate, lambda: stand.client.turn_clock(now))
    assert words["moved"] in again.text

    shown = await stand.say(editor, f"/cancelevent Gala {lang}")
    assert words["cancelled"] in (await stand.told(delegate, editor, shown, words["save"])).text
    undone = await stand.say(editor, "/undo")
    assert (
        words["back"]
        in (await stand.client.waited(delegate, lambda: stand.client.turn_clock(stand.clock.now()))).text
    )
    assert "event" in undone.text or name in undone.text


async def test_history_word_by_word(stand: Evening) -> None:
    editor = stand.editor()
    shown = await stand.say(editor, "/addevent concerts | Evening of songs | 2020-Q2 | Omsk")
    await stand.press(editor, shown, "Publish")
    shown = await stand.say(editor, "/editevent evening-of-songs | title: Evening of great songs")
    await stand.press(editor, shown, "Save")
    page = (await stand.say(editor, "/history evening-of-songs")).last
    assert "Title, English: Evening of great songs" in page.text
    start = page.text.index("great")
    styles = {
        (
            entity["type"],
            page.text.encode("utf-16-le")[entity["offset"] * 2 :][: entity["length"] * 2].decode("utf-16-le"),
        )
        for entity in page.raw["entities"]
    }
    assert start
    assert any(kind == "bold" and "great" in text for kind, text in styles)
    undone = await stand.press(editor, page, "Undo #")
    assert stand.records.event("evening-of-songs").title == {"en": "Evening of songs"}
    await stand.press(editor, undone, "Put it back")
    assert stand.records.event("evening-of-songs").title == {"en": "Evening of great songs"}


async def test_not_undone_over_what_came_after_it(stand: Evening) -> None:
    first, second = stand.editor(), stand.editor("ru")
    shown = await stand.say(first, "/addevent concerts | Quiet evening | 2020-Q2 | Omsk")
    await stand.press(first, shown, "Publish")
    shown = await stand.say(second, "/editevent quiet-evening | place: Tomsk")
    await stand.press(second, shown, "Сохранить")
    refused = await stand.say(first, "/undo")
    assert "it has changed since" in refused.text
    assert "Tomsk" in refused.text
    assert str(second) in refused.text
    assert not stand.records.event("quiet-evening").retracted


async def test_step_by_step_with_a_slip(stand: Evening) -> None:
    editor = stand.editor("ru")
    await stand.say(editor, "/addevent")
    await stand.say(editor, "День кино / Film day")
    slip = await stand.say(editor, "когда-нибудь")
    assert "Не понимаю эту дату: когда-нибудь" in slip.text
    topics = await stand.say(editor, "каждый понедельник до июня 2020 в 18:00")
    await stand.press(editor, topics, "Кино")
    shown = await stand.say(editor, "Омск")
    preview = await stand.press(editor, shown, "Россия")
    assert "каждую неделю: понедельник" in preview.text
    await stand.press(editor, preview, "Опубликовать")
    event = stand.records.event("den-kino")
    assert event.rrule.startswith("FREQ=WEEKLY;BYDAY=MO")
    assert (event.title["en"], event.side) == ("Film day", "ru")


async def test_the_card_of_an_event_leads_to_its_upkeep(stand: Evening) -> None:
    editor, delegate = stand.editor(), stand.person()
    shown = await stand.say(editor, "/addevent concerts | Morning of songs | 20 November 2019 | Omsk")
    await stand.press(editor, shown, "Publish")
    card = await stand.say(delegate, "/start e_morning-of-songs")
    assert not any(button.text.startswith("✏️") for button in card.last.buttons)
    card = await stand.say(editor, "/start e_morning-of-songs")
    assert "#" in (await stand.press(editor, card, "History")).text
    await stand.press(editor, await stand.press(editor, card, "Cancel the event"), "Save")
    assert stand.records.event("morning-of-songs").status == "cancelled"


async def test_taken_back_and_put_back(stand: Evening) -> None:
    editor = stand.editor()
    shown = await stand.say(editor, "/addevent concerts | A slip | 20 November 2019 | Omsk")
    assert not any("Back" in button.text for button in shown.last.buttons)
    await stand.press(editor, shown, "Publish")
    shown = await stand.press(editor, await stand.say(editor, "/editevent a-slip"), "Entered by mistake")
    await stand.press(editor, shown, "Save")
    assert stand.records.event("a-slip").retracted
    restored = await stand.say(editor, "/restore a-slip")
    assert "on record" in restored.text
    assert not stand.records.event("a-slip").retracted


async def test_who_may_not(stand: Evening) -> None:
    stranger, former = stand.person(), stand.editor()
    for command in ("/addevent", "/editevent", "/cancelevent", "/history", "/undo"):
        assert "only the editors" in (await stand.say(stranger, command)).text
    page = await stand.say(former, "/cancelevent")
    Roles(stand.records, [OWNER]).revoke(former)
    pressed = await stand.client.press(former, page.last, page.last.buttons[0])
    assert "only the editors" in (pressed.toast or "")

"""The chat page, used with the keyboard, with the mouse and on a telephone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, expect

from bot.sandbox import State, acts

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_conversation_by_keyboard_alone(desk: Page) -> None:
    await expect(desk.get_by_text("I repeat what I hear.")).to_be_visible()
    await desk.get_by_role("button", name="Start", exact=True).focus()
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".theirs .words")).to_contain_text("Welcome")
    await expect(desk.get_by_role("combobox", name="Message")).to_be_focused()
    await desk.keyboard.type("two")
    await desk.keyboard.press("Shift+Enter")
    await desk.keyboard.type("lines <b>")
    await desk.keyboard.press("Enter")
    answer = desk.locator(".theirs").last
    await expect(answer.locator("strong")).to_have_text("You said")
    await expect(answer.locator(".words")).to_contain_text("two\nlines <b>", use_inner_text=True)
    await answer.get_by_role("button", name="Count").focus()
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".toast")).to_have_text("Counted")
    await expect(desk.locator(".theirs").last.locator(".words")).to_contain_text("Pressed 1")
    await expect(desk.locator(".theirs").last.locator(".edited")).to_have_text("edited")
    await expect(desk.locator("#live")).to_contain_text("You said")


async def test_alerts_and_quotations(desk: Page) -> None:
    await desk.locator(".wide").click()
    await desk.locator("textarea").fill("hello")
    await desk.keyboard.press("Enter")
    unfold = desk.get_by_role("button", name="Show the whole quotation")
    folded = (await desk.locator(".expandable").bounding_box())["height"]
    await unfold.click()
    await expect(desk.get_by_role("button", name="Fold the quotation")).to_have_attribute(
        "aria-expanded", "true"
    )
    assert (await desk.locator(".expandable").bounding_box())["height"] > folded
    await desk.get_by_role("button", name="Alert").click()
    await expect(desk.get_by_role("dialog")).to_contain_text("Attention")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("dialog")).to_have_count(0)


async def test_the_people_are_one_stop_and_arrows_move(desk: Page, state: State) -> None:
    people = desk.locator(".person")
    await people.first.focus()
    await desk.keyboard.press("ArrowDown")
    await expect(people.nth(1)).to_be_focused()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("button", name="Запустить")).to_be_focused()
    await desk.keyboard.press("Escape")
    await expect(people.nth(1)).to_be_focused()
    await expect(desk.locator("html")).to_have_attribute("lang", "ru")


async def test_commands_while_typing(desk: Page) -> None:
    await desk.locator(".wide").click()
    await desk.locator("textarea").press_sequentially("/t")
    await expect(desk.get_by_role("option")).to_have_text(["/topicsTopics"])
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".own").last).to_contain_text("/topics")


async def test_the_bots_keyboard_sends_text(desk: Page) -> None:
    await desk.locator(".wide").click()
    await desk.locator(".reply-keyboard").get_by_role("button", name="Topics").click()
    await expect(desk.locator(".theirs").last).to_contain_text("You said Topics")


async def test_the_language_of_a_person(desk: Page, state: State) -> None:
    await desk.get_by_role("button", name="Language of this person").click()
    await desk.get_by_role("menuitemradio", name="Қазақша").click()
    await expect(desk.get_by_role("button", name="Бастау", exact=True)).to_be_visible()
    assert state.people.all()[0].language_code == "kk"


async def test_the_clock(desk: Page, state: State) -> None:
    await desk.locator(".clock").click()
    await desk.get_by_label("Date and time").fill("2026-06-01T08:30")
    await desk.get_by_role("button", name="Set", exact=True).click()
    await expect(desk.locator(".clock-day")).to_have_text("1 June 2026")
    assert state.clock.now().astimezone(UTC) >= datetime(2026, 5, 31, tzinfo=UTC)


async def test_blocking(desk: Page, state: State) -> None:
    await desk.locator(".wide").click()
    await desk.locator(".chat-bar").get_by_role("button", name="More").click()
    await desk.get_by_role("menuitem", name="Block the bot").click()
    await desk.get_by_role("button", name="Unblock the bot").click()
    await expect(desk.locator("textarea")).to_be_visible()
    assert not state.people.all()[0].blocked


async def test_files(desk: Page) -> None:
    await desk.locator(".wide").click()
    file = {"name": "Отчёт.txt", "mimeType": "text/plain", "buffer": b"text"}
    await desk.locator("input[type=file]").set_input_files(files=[file])
    await desk.get_by_role("dialog").get_by_role("button", name="Send").click()
    async with desk.expect_download() as download:
        await desk.get_by_role("link", name="Download Отчёт.txt").click()
    assert (await download.value).suggested_filename == "Отчёт.txt"


async def test_a_telephone_has_two_screens(telephone: Page) -> None:
    await expect(telephone.locator("#chat")).to_be_hidden()
    await telephone.locator(".person").first.tap()
    await expect(telephone.locator("#side")).to_be_hidden()
    await telephone.locator(".wide").tap()
    await telephone.locator("textarea").fill("hello")
    await telephone.get_by_role("button", name="Send").tap()
    await expect(telephone.locator(".theirs").last).to_contain_text("You said hello")
    assert await telephone.evaluate("document.documentElement.scrollWidth") == 360
    await telephone.get_by_role("button", name="Back to the people").tap()
    await expect(telephone.locator("#side")).to_be_visible()
    await telephone.locator(".person").nth(1).tap()
    await expect(telephone.locator("#side")).to_be_hidden()
    await telephone.go_back()
    await expect(telephone.locator("#side")).to_be_visible()


async def test_the_end_stays_in_sight_however_fast_it_moves(desk: Page, state: State) -> None:
    await desk.locator(".wide").click()
    await expect(desk.locator(".theirs")).to_have_count(1)
    person = state.people.all()[0].id
    for number in range(12):
        acts.say(state, person, f"Question {number}")
    await expect(desk.locator(".theirs")).to_have_count(13)
    await expect(desk.get_by_role("button", name="To the latest messages")).to_be_hidden()
    await expect(desk.locator(".theirs").last.locator(".keyboard")).to_be_in_viewport(ratio=0.9)
    await desk.locator(".messages").hover()
    await desk.mouse.wheel(0, -2000)
    await expect(desk.get_by_role("button", name="To the latest messages")).to_be_visible()
    acts.say(state, person, "One more")
    await expect(desk.locator(".theirs")).to_have_count(14)
    await desk.get_by_role("button", name="To the latest messages").click()
    await expect(desk.locator(".theirs").last.locator(".keyboard")).to_be_in_viewport()

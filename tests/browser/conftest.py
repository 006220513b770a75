"""The page in headless Chromium, with a small bot behind it; one browser for all tests, a context for each."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.sandbox import Server, State

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUOTE = "line of the record\n" * 6


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message.text == "/start":
        keyboard = ReplyKeyboardMarkup([["Topics", "People"]], resize_keyboard=True)
        await update.message.reply_text("Welcome", reply_markup=keyboard)
        return
    keyboard = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Count", callback_data="1"),
                InlineKeyboardButton("Alert", callback_data="alert"),
            ]
        ]
    )
    html = f"<b>You said</b> {update.message.text_html}<blockquote expandable>{QUOTE}</blockquote>"
    await update.message.reply_html(html, reply_markup=keyboard)


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    if query.data == "alert":
        await query.answer("Attention", show_alert=True)
        return
    await query.answer("Counted")
    await query.edit_message_text(f"Pressed {query.data}")


@asynccontextmanager
async def answering(server: Server) -> AsyncIterator[None]:
    builder = ApplicationBuilder().token(server.state.token).connection_pool_size(8)
    application = builder.base_url(server.base_url).base_file_url(server.base_file_url).build()
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.bot.set_my_commands([("help", "Help"), ("topics", "Topics")])
        await application.bot.set_my_description("I repeat what I hear.")
        await application.start()
        await application.updater.start_polling()
        yield
        await application.updater.stop()
        await application.stop()


@pytest.fixture
def state() -> State:
    return State()


@pytest_asyncio.fixture(loop_scope="module")
async def page_url(state: State) -> AsyncIterator[str]:
    """Where the page is; override this to put another bot behind it."""
    async with Server(state) as server, answering(server):
        yield server.url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield running
        await running.close()


@asynccontextmanager
async def opened(browser: Browser, url: str, width: int, height: int, *, touch: bool) -> AsyncIterator[Page]:
    """The page, ready; anything it complains about fails the test."""
    context = await browser.new_context(viewport={"width": width, "height": height}, has_touch=touch)
    page = await context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await page.goto(url)
    await page.wait_for_selector("[data-ready]")
    yield page
    await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def desk(browser: Browser, page_url: str) -> AsyncIterator[Page]:
    async with opened(browser, page_url, 1280, 800, touch=False) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def telephone(browser: Browser, page_url: str) -> AsyncIterator[Page]:
    async with opened(browser, page_url, 360, 740, touch=True) as page:
        yield page

"""The address of a calendar that a phone keeps up to date: made, shown, renewed and taken back under the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from telegram import CallbackQuery, Update

from bot.feeds import Feed
from bot.feeds.feeds import PATH
from handlers import words
from handlers.callbacks import OpenSettings, Press
from handlers.context import Context, Pressed
from handlers.markup import Rich, code, plain
from handlers.reading import visitor_of
from handlers.rendering import titled
from handlers.rights import may_choose
from handlers.sending import show_instead
from handlers.view import Button, View
from knowledge.texts import Texts


@dataclass(frozen=True, slots=True)
class OpenFeed(Press):
    letter = "cf"


@dataclass(frozen=True, slots=True)
class ChangeFeed(Press):
    """Make an address, in place of the one there was, or take it back."""

    letter = "cx"
    what: Literal["make", "revoke"]


async def open_feed(update: Update, context: Context, query: CallbackQuery, _pressed: OpenFeed) -> str | None:
    return await _shown(update, context, query, None)


async def change_feed(
    update: Update, context: Context, query: CallbackQuery, pressed: ChangeFeed
) -> str | None:
    return await _shown(update, context, query, pressed.what)


async def _shown(
    update: Update, context: Context, query: CallbackQuery, change: Literal["make", "revoke"] | None
) -> str | None:
    visitor, texts = visitor_of(update), await context.texts_for(visitor_of(update))
    house = context.house
    if not await may_choose(update, context):
        return words.only_administrators(texts)
    if await context.run(house.counter.find, visitor.chat) is None:
        return words.not_subscribed_line(texts)
    if change == "make" and house.address:
        await context.run(house.feeds.make, visitor.chat, house.clock.now())
    elif change == "revoke":
        await context.run(house.feeds.revoke, visitor.chat)
    feed = await context.run(house.feeds.find, visitor.chat)
    await show_instead(query, feed_view(texts, house.address, feed))
    return None


def feed_view(texts: Texts, address: str | None, feed: Feed | None) -> View:
    """`address`: where people reach the HTTP side; None if there is none, or nobody has said where."""
    make, revoke = texts.gettext("Create the link"), texts.gettext("Revoke the link")
    if feed is not None:
        make = texts.gettext("New link")
    buttons = (
        *((Button("🔗 " + make, ChangeFeed("make")),) if address else ()),
        *((Button("🗑 " + revoke, ChangeFeed("revoke")),) if feed else ()),
    )
    back = Button(texts.gettext("« Settings"), OpenSettings())
    text = titled("📆 " + texts.gettext("Calendar link"), *_told(texts, address, feed))
    return View(text, (*((buttons,) if buttons else ()), (back,)))


def _told(texts: Texts, address: str | None, feed: Feed | None) -> tuple[Rich, ...]:
    if address is None:
        told = texts.gettext(
            "This bot has no address on the web, so there is nothing a calendar could subscribe to. "
            "Each event still has a calendar file of its own: /events."
        )
        return (plain(told),)
    what = texts.gettext(
        "Add this link to your phone's calendar as a subscription: it will show the events of your topics, in your "
        "language, and stay current by itself."
    )
    if feed is None:
        return (plain(what),)
    if not feed.secret:
        lost = texts.gettext(
            "Your link still works, but I cannot show it any more. A new one takes its place."
        )
        return plain(what), plain(lost)
    secret = texts.gettext(
        "Whoever has the link can read this calendar. A new link makes the old one useless."
    )
    return plain(what), code(address + PATH.format(secret=feed.secret)), plain(secret)


PRESSED: Mapping[type[Press], Pressed] = {OpenFeed: open_feed, ChangeFeed: change_feed}

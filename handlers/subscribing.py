"""Subscribing, settings and leaving, by commands, buttons and typed words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from telegram import CallbackQuery, Message, Update

from bot.subscribers import Refused, Subscriber
from bot.subscribing import TYPED
from handlers import callbacks, choosing, words
from handlers.chosen import Desk
from handlers.context import Context
from handlers.letters import rich_of
from handlers.placing import PLACE, put_away, with_place
from handlers.reading import is_private, visitor_of
from handlers.rights import may_choose
from handlers.sending import reply, show_instead
from handlers.view import View
from knowledge.texts import Texts

_LONGEST_REPLY = 64  # what is longer, or asks, is no city and no hour


async def subscribe(update: Update, context: Context) -> None:
    """`/subscribe`: what it would bring, with the button that does it."""
    message = update.effective_message
    if message is None:
        return
    texts, known = await _known(update, context)
    if known and known.next_due is not None:
        desk = await _desk(context, texts, known)
        await reply(message, choosing.subscribed_view(desk, known))
        return
    await reply(message, choosing.offer_view(await _desk(context, texts, None)))


async def settings(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    texts, known = await _known(update, context)
    desk = await _desk(context, texts, known)
    await context.run(context.house.counter.awaiting.forget, visitor_of(update).chat)
    await reply(message, choosing.settings_view(desk, known) if known else choosing.offer_view(desk))


async def unsubscribe(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    texts = await context.texts_for(visitor_of(update))
    if not await may_choose(update, context):
        await reply(message, View(words.said(words.only_administrators(texts))))
        return
    left = await context.run(context.house.counter.leave, visitor_of(update).chat)
    await reply(message, words.farewell(texts) if left else words.not_subscribed(texts))


async def press_subscribe(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.Subscribe
) -> str | None:
    visitor, texts = visitor_of(update), await context.texts_for(visitor_of(update))
    if not await may_choose(update, context):
        return words.only_administrators(texts)
    person = None if visitor.chat == visitor.person else visitor.person
    known = await context.run(context.house.counter.subscribe, visitor.chat, texts.lang, person)
    desk = await _desk(context, texts, known)
    view = choosing.settings_view(desk, known) if pressed.adjust else choosing.subscribed_view(desk, known)
    await show_instead(query, view)
    return None


async def press_leave(
    update: Update, context: Context, query: CallbackQuery, _pressed: callbacks.Leave
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    if not await may_choose(update, context):
        return words.only_administrators(texts)
    left = await context.run(context.house.counter.leave, visitor_of(update).chat)
    if left and isinstance(query.message, Message):
        await reply(query.message, words.farewell(texts))
        return None
    return words.not_subscribed_line(texts)


async def press_why(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.SayWhy
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    if not await may_choose(update, context):
        return words.only_administrators(texts)
    await context.run(context.house.counter.say_why, visitor_of(update).chat, pressed.reason)
    await show_instead(query, words.farewell_answered(texts))
    return None


async def press_settings(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.OpenSettings
) -> str | None:
    """The page of all settings or of one; what its page asks for may also be typed."""
    texts, known = await _known(update, context)
    if not await may_choose(update, context):
        return words.only_administrators(texts)
    if known is None:
        return words.not_subscribed_line(texts)
    desk, visitor = await _desk(context, texts, known), visitor_of(update)
    view = choosing.screen_view(desk, pressed.screen, pressed.page)
    awaiting, now = context.house.counter.awaiting, context.house.counter.now()
    if view and pressed.screen in TYPED:
        await context.run(awaiting.ask, visitor.chat, visitor.person, pressed.screen, now)
    else:
        await context.run(awaiting.forget, visitor.chat)
    if view and pressed.screen == "zone" and visitor.chat == visitor.person:
        view = with_place(view, texts)
    view = view or choosing.settings_view(desk, known)
    if pressed.fresh and isinstance(query.message, Message):
        await reply(query.message, view)
    else:
        await show_instead(query, view)
    return None


async def press_put(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.Put
) -> str | None:
    visitor, texts = visitor_of(update), await context.texts_for(visitor_of(update))
    if not await may_choose(update, context):
        return words.only_administrators(texts)
    counter = context.house.counter
    try:
        known = await context.run(counter.put, visitor.chat, pressed.setting, pressed.value)
    except Refused as refused:
        return refused.told(texts)
    if known is None:
        return words.not_subscribed_line(texts)
    if pressed.setting == "lang":
        await context.run(context.house.desk.choose, visitor, known.settings.language)
        texts = context.house.texts[known.settings.language]
    desk = await _desk(context, texts, known)
    if pressed.setting in choosing.CLOSING:
        await context.run(counter.awaiting.forget, visitor.chat)
        await show_instead(query, choosing.settings_view(desk, known))
    else:
        screen = choosing.SCREEN_OF.get(pressed.setting, pressed.setting)
        view = choosing.screen_view(desk, screen, pressed.page)
        await show_instead(query, view or choosing.settings_view(desk, known))
    return None


async def press_preview(
    update: Update, context: Context, query: CallbackQuery, _pressed: callbacks.Preview
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    message = query.message
    if not isinstance(message, Message):
        return words.gone(texts)
    letter = await context.run(context.house.counter.preview, message.chat.id, texts.lang)
    for part in letter.parts:
        await reply(message, View(rich_of(part, context.bot.username)))
    return None


async def typed(update: Update, context: Context, text: str) -> bool:
    """Take the words as what a page of the settings asks for; False if it asks for nothing, or they ask."""
    visitor, counter = visitor_of(update), context.house.counter
    if counter.awaiting.idle(visitor.chat, counter.now()):
        return False
    setting = await context.run(counter.awaiting.asked, visitor.chat, visitor.person, counter.now())
    if setting is None or update.edited_message is not None:
        return False
    if "?" in text or len(text) > _LONGEST_REPLY:
        await context.run(counter.awaiting.forget, visitor.chat)
        return False
    await _take(update, context, setting, lambda: counter.write(visitor.chat, setting, text))
    return True


async def location(update: Update, context: Context) -> bool:
    """A place on the map, if the page of time zones is open."""
    visitor, counter, message = visitor_of(update), context.house.counter, update.effective_message
    setting = await context.run(counter.awaiting.asked, visitor.chat, visitor.person, counter.now())
    if setting not in ("zone", PLACE) or message is None or message.location is None:
        return False
    place = message.location.latitude, message.location.longitude
    await _take(update, context, setting, lambda: counter.locate(visitor.chat, *place))
    return True


async def _take(
    update: Update, context: Context, setting: str, change: Callable[[], Subscriber | None]
) -> None:
    message, texts = update.effective_message, await context.texts_for(visitor_of(update))
    if message is None:
        return
    if not await may_choose(update, context):
        await reply(message, View(words.said(words.only_administrators(texts))))
        return
    try:
        known = await context.run(change)
    except Refused as refused:
        await reply(message, choosing.refused_view(texts, refused.told(texts)), quote=not is_private(message))
        return
    if known is None:
        await reply(message, words.not_subscribed(texts))
        return
    if setting == PLACE:
        await put_away(message, texts)
    await reply(message, choosing.settings_view(await _desk(context, texts, known), known))


async def _known(update: Update, context: Context) -> tuple[Texts, Subscriber | None]:
    visitor = visitor_of(update)
    texts = await context.texts_for(visitor)
    return texts, await context.run(context.house.counter.find, visitor.chat)


async def _desk(context: Context, texts: Texts, known: Subscriber | None) -> Desk:
    counter = context.house.counter
    chosen = known.settings if known else replace(counter.defaults(texts.lang), language=texts.lang)
    return Desk(chosen, texts, await context.catalogue(), counter.now())

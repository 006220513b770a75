"""Rights, asked anew at every command and every button: they are taken away, and buttons stay."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.editing.reviewing import Held
from bot.editors import Attempt, Role, may
from handlers.context import Context
from handlers.editing import words
from handlers.markup import plain
from handlers.reading import visitor_of
from handlers.sending import reply
from handlers.view import View

Command = Callable[[Update, Context], Coroutine[Any, Any, None]]


def guarded(role: Role, command: Command) -> Command:
    """The command, for those who may; everybody else is told so, and the attempt is noted."""

    @functools.wraps(command)
    async def gated(update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None:
            return
        name = (message.text or message.caption or "").split(maxsplit=1)[0][:64]
        if await permitted(update, context, role, name or command.__name__):
            try:
                await command(update, context)
            except Held as held:
                texts = await context.texts_for(visitor_of(update))
                await reply(message, View(plain(held.told(texts))))
        else:
            texts = await context.texts_for(visitor_of(update))
            await reply(message, View(words.refusal(texts, role)))

    return gated


async def permitted(update: Update, context: Context, role: Role, action: str) -> bool:
    """Whether whoever wrote or pressed has the right. Refusals are noted, and everything that owners do."""
    visitor = visitor_of(update)
    house = context.house
    allowed = may(await context.run(house.roles.role_of, visitor.person), role)
    if not allowed or role == "owner":
        attempt = Attempt(house.clock.now(), visitor.person, visitor.chat, action, allowed, _written(update))
        await context.run(house.audit.note, attempt)
    return allowed


async def role_of(update: Update, context: Context) -> Role | None:
    return await context.run(context.house.roles.role_of, visitor_of(update).person)


def _written(update: Update) -> str:
    message = update.message
    return (message.text or "") if message and update.callback_query is None else ""

"""Who has blocked the bot, and who has come back: Telegram says so by itself."""

from __future__ import annotations

from telegram import ChatMember, Update

from handlers.context import Context
from handlers.reading import visitor_of

_OUTSIDE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def changed(update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change is None:
        return
    counter, gone = context.house.counter, change.new_chat_member.status in _OUTSIDE
    if change.chat.type == change.chat.PRIVATE:
        await context.run(context.house.desk.lost, visitor_of(update), gone=gone)
    if gone:
        reason = "blocked" if change.chat.type == change.chat.PRIVATE else "kicked"
        await context.run(counter.gone, change.chat.id, reason)
    else:
        await context.run(counter.back, change.chat.id)


async def migrated(update: Update, context: Context) -> None:
    """A group has become a supergroup: both its chats say so, and its subscription moves once."""
    message = update.effective_message
    if message and message.migrate_to_chat_id:
        await context.run(context.house.counter.migrated, message.chat.id, message.migrate_to_chat_id)

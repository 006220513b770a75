"""Who has blocked the bot, and who has come back: Telegram says so by itself."""

from __future__ import annotations

from telegram import ChatMember, Update

from handlers.context import Context
from handlers.reading import visitor_of


async def changed(update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change and change.chat.type == change.chat.PRIVATE:
        gone = change.new_chat_member.status == ChatMember.BANNED
        await context.run(context.house.desk.lost, visitor_of(update), gone=gone)

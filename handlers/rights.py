"""Who may choose what a chat is sent: everybody for themselves, in a group its administrators."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.error import TelegramError

from handlers.context import Context
from handlers.reading import visitor_of

_MANAGING = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


async def may_choose(update: Update, context: Context) -> bool:
    """Asked anew each time, by the person's number: rights are taken away, and buttons stay."""
    chat, visitor = update.effective_chat, visitor_of(update)
    if chat is None or visitor.person is None:
        return False
    if chat.type == chat.PRIVATE:
        return True
    try:
        member = await context.bot.get_chat_member(chat.id, visitor.person)
    except TelegramError:
        return False
    return member.status in _MANAGING

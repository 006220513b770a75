"""Reading updates: who writes, and what is asked."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType
from telegram.ext import ExtBot

from bot.asking import Visitor

_NOBODY = frozenset({777000, 1087968824, 136817688})  # Telegram itself, anonymous administrators, channels
_LEAD_IN = re.compile(r"^[\s,:;.–—-]+")


def visitor_of(update: Update) -> Visitor:
    """Who is to be answered, and where. Whoever writes in the name of a chat is nobody in particular."""
    chat, user = update.effective_chat, update.effective_user
    person = user.id if user and _is_person(user, update) else None
    code = user.language_code if person and user else None
    return Visitor(chat.id if chat else 0, person, code or "")


def is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def question_in(message: Message, bot: ExtBot[None]) -> str | None:
    """The question of a text message; None if it is not meant for the bot."""
    text = message.text or ""
    if is_private(message):
        return text
    if message.is_automatic_forward or _written_by_bot(message):
        return None
    stripped = _without_mentions(message, text, bot)
    if stripped != text or _replies_to(message, bot):
        return _LEAD_IN.sub("", stripped).strip()
    return None


def argument_of(message: Message) -> str:
    """What stands behind the command."""
    _command, *argument = (message.text or "").split(maxsplit=1)
    return argument[0].strip() if argument else ""


def addressed_command(message: Message, bot: ExtBot[None]) -> str | None:
    """The unknown command, if it is this bot's to say something about it."""
    command, _, name = (message.text or "").split(maxsplit=1)[0].partition("@")
    if name.casefold() == bot.username.casefold() or (not name and is_private(message)):
        return command
    return None


def display_name(update: Update) -> str:
    """The first name in a private chat; a greeting to a group has none."""
    user, message = update.effective_user, update.effective_message
    return " ".join(user.first_name.split())[:64] if user and message and is_private(message) else ""


def is_somebody(user: User) -> bool:
    """A person, whom rights and settings can be given to."""
    return not user.is_bot and user.id not in _NOBODY


def _is_person(user: User, update: Update) -> bool:
    if not is_somebody(user):
        return False
    # A button is always pressed by a person; a message may be written in the name of a chat.
    message = update.effective_message
    return update.callback_query is not None or message is None or message.sender_chat is None


def _written_by_bot(message: Message) -> bool:
    user = message.from_user
    return user is not None and user.is_bot and user.id not in _NOBODY


def _replies_to(message: Message, bot: ExtBot[None]) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot.id


def _without_mentions(message: Message, text: str, bot: ExtBot[None]) -> str:
    own = f"@{bot.username}".casefold()
    mentions = message.parse_entities([MessageEntity.MENTION, MessageEntity.TEXT_MENTION])
    for entity, words in mentions.items():
        if words.casefold() == own or (entity.user and entity.user.id == bot.id):
            text = text.replace(words, " ")
    return text

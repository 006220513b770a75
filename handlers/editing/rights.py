"""`/admin`, `/grant` and `/revoke`: who may keep the record."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import Message, MessageEntity, MessageOriginHiddenUser, MessageOriginUser, Update, User
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.asking import Visitor
from bot.editors import GRANTED, Role, may
from bot.people import People
from handlers.context import Context
from handlers.editing import words
from handlers.editing.gate import role_of
from handlers.markup import Rich, to_html
from handlers.menus import set_menu_of
from handlers.reading import argument_of, is_somebody, visitor_of
from handlers.sending import reply
from handlers.view import View
from knowledge.texts import Texts

logger = logging.getLogger(__name__)

_MOST_REFUSED = 5
_WORDS: dict[str, Role] = {
    "editor": "editor",
    "редактор": "editor",
    "viewer": "viewer",
    "наблюдатель": "viewer",
    "бақылаушы": "viewer",
}


@dataclass(frozen=True, slots=True)
class _Target:
    person: int
    shown: str


async def admin(update: Update, context: Context) -> None:
    """What there is to do, and what the person may do."""
    message, role = update.effective_message, await role_of(update, context)
    if message is None or role is None:
        return
    texts, house = await context.texts_for(visitor_of(update)), context.house
    counts = await context.run(house.records.counts)
    facts = [
        texts.ngettext("{n} fact published", "{n} facts published", counts.published).format(
            n=counts.published
        ),
        texts.ngettext("{n} draft", "{n} drafts", counts.drafts).format(n=counts.drafts),
        texts.ngettext("{n} question in the inbox", "{n} questions in the inbox", counts.filed).format(
            n=counts.filed
        ),
    ]
    owner = may(role, "owner")
    grants = await context.run(house.roles.granted) if owner else ()
    latest = await context.run(house.audit.latest, 50) if owner else ()
    refused = [attempt for attempt in latest if not attempt.allowed][:_MOST_REFUSED]
    await reply(message, words.panel(texts, role, facts, grants, refused))


async def grant(update: Update, context: Context) -> None:
    """`/grant` by reply, forward, @mention or id, with the role: an editor unless it says viewer."""
    message = update.effective_message
    if message is None:
        return
    texts = await context.texts_for(visitor_of(update))
    role = _role(message)
    target = (
        words.no_such_role(texts, role) if role not in GRANTED else await _target(context, message, texts)
    )
    if not isinstance(target, _Target):
        await reply(message, View(target))
        return
    by, now = visitor_of(update).person or 0, context.house.clock.now()
    given = next(one for one in GRANTED if one == role)
    if await context.run(context.house.roles.grant, target.person, given, by=by, now=now):
        await reply(message, View(words.granted(texts, target.shown, given)))
        await _tell(context, target.person, given)
    else:
        has = await context.run(context.house.roles.role_of, target.person)
        await reply(message, View(words.has_it_already(texts, target.shown, has or given)))


async def revoke(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    texts = await context.texts_for(visitor_of(update))
    target = await _target(context, message, texts)
    if not isinstance(target, _Target):
        await reply(message, View(target))
        return
    had = await context.run(context.house.roles.revoke, target.person)
    said = words.revoked if had else words.had_none
    await reply(message, View(said(texts, target.shown)))
    if had:
        await set_menu_of(context.bot, context.house.texts, target.person, None)


def _role(message: Message) -> str:
    """The role that is named; else an editor's."""
    for word in argument_of(message).casefold().split():
        if not word.startswith("@") and not (word.isascii() and word.isdigit()):
            return _WORDS.get(word, word)
    return "editor"


async def _target(context: Context, message: Message, texts: Texts) -> _Target | Rich:
    """Whom the command means, or what is to be said instead."""
    for user in message.parse_entities([MessageEntity.TEXT_MENTION]):
        if user.user is not None:
            return _person(user.user, texts)
    for word in argument_of(message).split():
        if word.isascii() and word.isdigit() and len(word) <= 16:
            return _Target(int(word), word)
        if word.startswith("@"):
            person = await context.run(context.house.roles.known_as, word)
            return _Target(person, word) if person else words.unknown_name(texts, word)
    return _of_reply(message, texts)


def _of_reply(message: Message, texts: Texts) -> _Target | Rich:
    answered = message.reply_to_message
    command = (message.text or "/grant").split(maxsplit=1)[0].removeprefix("/").partition("@")[0]
    if answered is None:
        return words.whom(texts, command)
    origin = answered.forward_origin
    if isinstance(origin, MessageOriginUser):
        return _person(origin.sender_user, texts)
    if isinstance(origin, MessageOriginHiddenUser):
        return words.hidden(texts)
    if origin is not None or answered.sender_chat is not None or answered.from_user is None:
        return words.nobody(texts)
    return _person(answered.from_user, texts)


def _person(user: User, texts: Texts) -> _Target | Rich:
    if not is_somebody(user):
        return words.nobody(texts)
    return _Target(user.id, f"@{user.username}" if user.username else user.full_name)


async def _tell(context: Context, person: int, role: Role) -> None:
    """Whoever has never written to the bot cannot be told; the rights hold all the same."""
    known = await context.run(People(context.house.records).person, person)
    code = known.language_code if known else None
    texts = await context.texts_for(Visitor(person, person, code or ""))
    try:
        await context.bot.send_message(
            person, to_html(words.told_of_grant(texts, role)), parse_mode=ParseMode.HTML
        )
        await set_menu_of(context.bot, context.house.texts, person, role)
    except TelegramError as error:
        logger.info("%s could not be told of their rights: %s", person, error)

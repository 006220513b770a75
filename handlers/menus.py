"""The command menu and the bot's description, in each language, set only where they differ."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.editors import Role
from handlers import words
from handlers.editing.words import commands as commands_of_role
from knowledge.model import Lang
from knowledge.texts import Texts

logger = logging.getLogger(__name__)


async def set_menus(bot: ExtBot[None], texts: Mapping[Lang, Texts]) -> None:
    """English is what everybody else sees. Failing is no matter: the bot answers without a menu, too."""
    for lang, own in texts.items():
        code = None if lang == "en" else lang
        for put in (_put_commands, _put_description, _put_short_description):
            try:
                await put(bot, own, code)
            except TelegramError as error:
                logger.warning("the menu in %s could not be set: %s", lang, error)
                return


async def set_menu_of(bot: ExtBot[None], texts: Mapping[Lang, Texts], person: int, role: Role | None) -> None:
    """The menu in the private chat of somebody with rights, or (None) the one that everybody has."""
    scope = BotCommandScopeChat(person)
    try:
        for lang, own in texts.items():
            code = None if lang == "en" else lang
            if role is None:
                await bot.delete_my_commands(scope, language_code=code)
                continue
            named = (*words.commands(own), *commands_of_role(own, role))
            commands = tuple(BotCommand(*command) for command in named)
            if await bot.get_my_commands(scope, language_code=code) != commands:
                await bot.set_my_commands(commands, scope, language_code=code)
    except TelegramError as error:  # somebody who has never written to the bot has no chat with it yet
        logger.info("the menu of %s could not be set: %s", person, error)


async def _put_commands(bot: ExtBot[None], texts: Texts, code: str | None) -> None:
    commands = tuple(BotCommand(name, what) for name, what in words.commands(texts))
    if await bot.get_my_commands(language_code=code) != commands:
        await bot.set_my_commands(commands, language_code=code)


async def _put_description(bot: ExtBot[None], texts: Texts, code: str | None) -> None:
    description = words.description(texts)
    if (await bot.get_my_description(language_code=code)).description != description:
        await bot.set_my_description(description, language_code=code)


async def _put_short_description(bot: ExtBot[None], texts: Texts, code: str | None) -> None:
    description = words.short_description(texts)
    if (await bot.get_my_short_description(language_code=code)).short_description != description:
        await bot.set_my_short_description(description, language_code=code)

"""A bot small enough to test a server with."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ChatAction
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.sandbox import Server

Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Count", callback_data="count:1"),
                InlineKeyboardButton("Toast", callback_data="toast"),
            ]
        ]
    )
    name = html.escape(update.effective_user.first_name)
    await update.message.reply_html(f"Hello, <b>{name}</b>!", reply_markup=keyboard)


async def twice(update: Update, context: Context) -> None:
    await context.bot.send_chat_action(update.effective_chat.id, ChatAction.TYPING)
    await update.message.reply_text("one")
    await update.message.reply_text("two", link_preview_options=LinkPreviewOptions(is_disabled=True))


async def pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    if query.data == "toast":
        await query.answer("Saved", show_alert=True)
        return
    number = int(query.data.split(":")[1])
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Count", callback_data=f"count:{number + 1}")]])
    await query.answer()
    await query.edit_message_text(f"Pressed {number}", reply_markup=keyboard)


async def echo(update: Update, context: Context) -> None:
    message = update.effective_message
    prefix = "edited: " if update.edited_message else ""
    await message.reply_text(prefix + message.text)


async def document(update: Update, context: Context) -> None:
    file = await update.message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_document(
        content[::-1], filename="reversed.txt", caption=f"{len(content)} bytes"
    )


async def inline(update: Update, context: Context) -> None:
    await update.inline_query.answer([])


def add_handlers(application: Application) -> None:
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CommandHandler("twice", twice))
    application.add_handler(CommandHandler("silent", ignore))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(MessageHandler(filters.Document.ALL, document))
    application.add_handler(MessageHandler(filters.TEXT, echo))


async def ignore(update: Update, context: Context) -> None:
    """Says nothing."""


@asynccontextmanager
async def running_echo(server: Server) -> AsyncIterator[Application]:
    """The bot, connected to a sandbox and polling."""
    builder = ApplicationBuilder().token(server.state.token).concurrent_updates(True)
    # httpcore looks through its whole pool on every request: 256 connections cost more than they carry.
    builder = builder.connection_pool_size(8).pool_timeout(30)
    application = builder.base_url(server.base_url).base_file_url(server.base_file_url).build()
    add_handlers(application)
    async with application:
        await application.start()
        await application.updater.start_polling(drop_pending_updates=False)
        yield application
        await application.updater.stop()
        await application.stop()

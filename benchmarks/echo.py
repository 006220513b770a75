"""The echo bot of python-telegram-bot's examples: one handler, all else by default. What `throughput.py` compares with.

TELEGRAM_TOKEN=… TELEGRAM_API_URL=… python benchmarks/echo.py
"""

from __future__ import annotations

import logging
import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    url = os.environ["TELEGRAM_API_URL"]
    concurrent = bool(os.environ.get("ECHO_CONCURRENT"))
    builder = Application.builder().token(os.environ["TELEGRAM_TOKEN"]).base_url(f"{url}/bot")
    application = builder.concurrent_updates(concurrent).build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()

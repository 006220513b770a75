"""The "typing…" line while an answer is in the making."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator
from time import monotonic

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

_SHOWN_FOR = 5.0  # seconds that Telegram shows it
_AT_ONCE = 4  # more answers than this in the making: the line would only delay them
_CHATS = 1000  # remembered
_WORTH = 2.0  # seconds that the line is worth waiting for


class Typing:
    """Shows the line once in five seconds and chat, and not at all under load."""

    def __init__(self) -> None:
        self._shown: OrderedDict[int, float] = OrderedDict()
        self._busy = 0

    @contextlib.asynccontextmanager
    async def shown(self, bot: Bot, chat: int, thread: int | None = None) -> AsyncIterator[None]:
        """Show it while the body runs; it is over before anything is sent after the body."""
        self._busy += 1
        showing = asyncio.create_task(self._show(bot, chat, thread))
        try:
            yield
        finally:
            self._busy -= 1
            # Arriving after the answer it would be shown for five seconds to come.
            await showing

    async def _show(self, bot: Bot, chat: int, thread: int | None) -> None:
        if self._busy > _AT_ONCE or monotonic() - self._shown.get(chat, -_SHOWN_FOR) < _SHOWN_FOR:
            return
        self._shown[chat] = monotonic()
        self._shown.move_to_end(chat)
        if len(self._shown) > _CHATS:
            self._shown.popitem(last=False)
        with contextlib.suppress(TelegramError):
            await bot.send_chat_action(
                chat, ChatAction.TYPING, message_thread_id=thread, read_timeout=_WORTH, connect_timeout=_WORTH
            )

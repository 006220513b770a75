"""Delivery of updates to a webhook on this machine, one after the other, as Telegram retries them."""

from __future__ import annotations

import asyncio
import contextlib

import httpx

from bot.sandbox.updates import Update, Updates

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0


class Webhook:
    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._task: asyncio.Task[None] | None = None
        self.url = ""
        self.last_error = ""

    def set(self, url: str, secret: str = "") -> None:
        self.clear()
        self.url = url
        self._updates.webhook_active = True
        self._task = asyncio.create_task(self._deliver(url, secret))

    def clear(self) -> None:
        self.url = self.last_error = ""
        self._updates.webhook_active = False
        if self._task is not None:
            self._task.cancel()

    async def close(self) -> None:
        self.clear()
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _deliver(self, url: str, secret: str) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        pause = _FIRST_PAUSE
        # The environment's proxies have no business on loopback.
        async with httpx.AsyncClient(headers=headers, timeout=10, trust_env=False) as client:
            while True:
                await self._updates.arrival()
                update = next(iter(self._updates.waiting(1)), None)
                if update is None:
                    return
                if await self._post(client, url, update):
                    self._updates.confirm(update.id + 1)
                    pause = _FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(_LONGEST_PAUSE, pause * 2)

    async def _post(self, client: httpx.AsyncClient, url: str, update: Update) -> bool:
        try:
            answer = await client.post(url, json=update.json())
        except httpx.HTTPError as error:
            self.last_error = f"Connection failed: {type(error).__name__}"
            return False
        if answer.is_success:
            self.last_error = ""
            return True
        self.last_error = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        return False

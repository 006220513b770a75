"""A person at the keyboard, for tests: say something, press a button, and get what the bot did about it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from bot.sandbox.errors import ApiError


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of the bot as the person sees it; `raw` is the Bot API's `Message`."""

    id: int
    text: str
    rows: tuple[tuple[Button, ...], ...]
    raw: dict[str, Any]

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Reply:
        rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = tuple(
            tuple(Button(b["text"], b.get("callback_data"), b.get("url")) for b in row) for row in rows
        )
        return cls(raw["message_id"], raw.get("text") or raw.get("caption") or "", buttons, raw)

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)

    def button(self, wanted: str) -> Button:
        """The first button whose text or data contains `wanted`."""
        for button in self.buttons:
            if wanted in button.text or (button.data is not None and wanted in button.data):
                return button
        shown = ", ".join(repr(button.text) for button in self.buttons) or "no buttons"
        raise LookupError(f"No button has {wanted!r}; there is {shown}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What the bot did in one chat from one act of a person until it fell silent."""

    messages: tuple[Reply, ...]
    edited: tuple[Reply, ...]
    deleted: tuple[int, ...]
    toast: str | None
    """The answer to a pressed button; empty if it came without a text, None if there was none."""
    alert: bool
    events: tuple[dict[str, Any], ...]

    @property
    def last(self) -> Reply:
        """The newest message that this turn brought or changed."""
        if not self.messages and not self.edited:
            raise LookupError("The bot has shown nothing in this turn")
        return max((*self.edited, *self.messages), key=lambda reply: reply.id)

    @property
    def text(self) -> str:
        """The texts of all new messages, one below the other; of the edited ones if nothing is new."""
        return "\n".join(reply.text for reply in self.messages or self.edited)


class SandboxClient:
    """Talks to a running sandbox over its control API; an asynchronous context manager.

    A turn is over when the bot has done nothing for `quiet` seconds; it may take `patience` seconds at most.
    """

    def __init__(self, url: str, *, quiet: float = 0.05, patience: float = 5.0) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=30, trust_env=False)
        self._quiet, self._patience = quiet, patience
        self._events: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._ready = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._listening = asyncio.create_task(self._listen())
        await asyncio.wait_for(self._ready.wait(), self._patience)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError):
                await self._listening
        await self._http.aclose()

    async def _listen(self) -> None:
        async with self._http.stream("GET", "/sandbox/events", timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    self._events.append(json.loads(line.removeprefix("data: ")))
                    self._ready.set()
                    self._news.set()

    async def say(
        self,
        person: int,
        text: str,
        *,
        chat: int | None = None,
        reply_to: int | None = None,
        count: int | None = None,
    ) -> Turn:
        """Write `text` and wait for the bot.

        The turn ends when something new has come and the bot has been quiet since, or at once with message
        number `count`; `count=0` only waits for quiet. Raises `TimeoutError` if the bot stays silent.
        """
        path = f"/sandbox/people/{person}/messages"
        start = await self._act(path, text=text, chat_id=chat, reply_to=reply_to)
        return await self._settled(chat or person, start, count, _brought_something)

    async def press(
        self,
        person: int,
        message: int | Reply,
        data: str | Button,
        *,
        chat: int | None = None,
        count: int | None = None,
    ) -> Turn:
        """Press a button; the turn ends when the press was answered and the bot has been quiet since."""
        number = message.id if isinstance(message, Reply) else message
        pressed = data.data if isinstance(data, Button) else data
        path = f"/sandbox/people/{person}/press"
        start = await self._act(path, message_id=number, data=pressed, chat_id=chat)
        return await self._settled(chat or person, start, count, _answered)

    async def edit(self, person: int, message_id: int, text: str, *, count: int | None = None) -> Turn:
        path = f"/sandbox/people/{person}/messages/{message_id}"
        start = await self._act(path, method="PATCH", text=text)
        return await self._settled(person, start, count, _brought_something)

    async def send_file(
        self,
        person: int,
        name: str,
        content: bytes,
        *,
        kind: str = "document",
        mime: str = "",
        caption: str = "",
    ) -> Turn:
        start = len(self._events)
        await self.call(
            "POST",
            f"/sandbox/people/{person}/files",
            params={"kind": kind, "caption": caption},
            files={"file": (name, content, mime or "application/octet-stream")},
        )
        return await self._settled(person, start, None, _brought_something)

    async def chat(self, person: int) -> dict[str, Any]:
        """The chat as the page gets it: `messages`, `keyboard`, `commands`, `description` and more."""
        return dict(await self.call("GET", f"/sandbox/people/{person}/chat"))

    async def people(self) -> list[dict[str, Any]]:
        return list((await self.call("GET", "/sandbox/people"))["people"])

    async def change(self, person: int, **changes: str | bool) -> None:
        """`language_code=…`, `blocked=…`, `deactivated=…`."""
        await self.call("PATCH", f"/sandbox/people/{person}", json=changes)

    async def turn_clock(self, instant: datetime) -> None:
        await self.call("POST", "/sandbox/clock", json={"now": instant.isoformat()})

    async def waited(self, chat: int, act: Callable[[], Any], *, count: int | None = None) -> Turn:
        """What the bot does in `chat` after `act`, for what starts elsewhere: a clock, another person."""
        start = len(self._events)
        result = act()
        if asyncio.iscoroutine(result):
            await result
        return await self._settled(chat, start, count, _brought_something)

    async def call(self, method: str, path: str, **options: Any) -> Any:
        """Any request to the control API; raises `ApiError` with its message when it is refused."""
        answer = await self._http.request(method, path, **options)
        body = answer.json()
        if answer.is_error:
            raise ApiError(answer.status_code, body.get("error", "") or body.get("description", ""))
        return body

    async def _act(self, path: str, *, method: str = "POST", **body: Any) -> int:
        """Do it; returns where in the events its consequences begin."""
        start = len(self._events)
        await self.call(method, path, json={name: value for name, value in body.items() if value is not None})
        return start

    async def _settled(self, chat: int, start: int, count: int | None, over: Callable[[Turn], bool]) -> Turn:
        deadline = asyncio.get_running_loop().time() + self._patience
        while True:
            turn = _read(chat, self._events[start:])
            if count and len(turn.messages) >= count:
                return turn
            enough = count == 0 or (not count and over(turn))
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise TimeoutError(f"The bot has not answered within {self._patience} s; it did {turn}")
            if not await self._something_new(self._quiet if enough else left) and enough:
                return turn

    async def _something_new(self, within: float) -> bool:
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), within)
        except TimeoutError:
            return False
        return True


def _read(chat: int, events: list[dict[str, Any]]) -> Turn:
    ours = [event for event in events if event.get("chat_id") == chat]
    answers = [event for event in ours if event["kind"] == "answer"]
    return Turn(
        messages=_replies(ours, "message"),
        edited=_replies(ours, "edited"),
        deleted=tuple(event["message_id"] for event in ours if event["kind"] == "deleted"),
        toast=answers[-1]["text"] if answers else None,
        alert=bool(answers and answers[-1]["show_alert"]),
        events=tuple(ours),
    )


def _replies(events: list[dict[str, Any]], kind: str) -> tuple[Reply, ...]:
    raw = [event["message"] for event in events if event["kind"] == kind]
    return tuple(Reply.read(message) for message in raw if message["from"]["is_bot"])


def _brought_something(turn: Turn) -> bool:
    return bool(turn.messages or turn.edited)


def _answered(turn: Turn) -> bool:
    return turn.toast is not None

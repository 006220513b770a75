"""The sandbox as a web server on loopback: the Bot API, the control API and the page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.api import BotApi
from bot.sandbox.control import AfterTurn, Control
from bot.sandbox.state import State
from bot.web.serving import listening, uvicorn_server

LOOPBACK = "127.0.0.1"
# How long an answer under way may still take when the server stops.
_GRACE_SECONDS = 2.0
PAGE = Path(__file__).parent / "page"
_OUR_NAMES = frozenset({LOOPBACK, "localhost", "[::1]"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def create_app(state: State, *, after_turn: AfterTurn | None = None) -> Starlette:
    """`after_turn` is called with the new time whenever somebody has turned the clock."""
    app = Starlette(
        routes=[
            *BotApi(state).routes(),
            *Control(state, after_turn).routes(),
            Route("/", _page),
            Mount("/page", StaticFiles(directory=PAGE)),
        ]
    )
    app.add_middleware(_Local)
    return app


async def _page(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


class _Local:
    """Keeps other sites out, since any page can make a browser call loopback; sets our page's headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/bot"):
            await self._app(scope, receive, send)
        elif not _is_ours(Headers(scope=scope)):
            await PlainTextResponse("The sandbox answers on this machine only.", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))


def _is_ours(headers: Headers) -> bool:
    host = headers.get("host", "")
    origin = headers.get("origin")
    return host.rsplit(":", 1)[0] in _OUR_NAMES and (origin is None or origin == f"http://{host}")


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return send_with_headers


class Server:
    """Serves a state for as long as the `async with` block lasts, on the running loop.

    Port 0 takes a free one; `port` and `url` hold the real one from the start.
    No signal handlers are installed.
    """

    def __init__(self, state: State, *, port: int = 0, after_turn: AfterTurn | None = None) -> None:
        self.state = state
        self._socket = listening(LOOPBACK, port)
        self.port: int = self._socket.getsockname()[1]
        self._app = create_app(state, after_turn=after_turn)
        self._server = uvicorn_server(self._app, timeout_keep_alive=75)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    def add(self, *routes: BaseRoute) -> None:
        """Serve this, too: what the bot would serve itself, where it has an address of its own."""
        self._app.router.routes.extend(routes)

    async def __aenter__(self) -> Self:
        await self._server.startup(sockets=[self._socket])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends every wait and every connection; a second call does nothing."""
        if self.state.closed.is_set():
            return
        self.state.close()
        await self.state.webhook.close()
        await self._stop()

    async def _stop(self) -> None:
        """What uvicorn's `shutdown` does, without its tenth of a second: tests start hundreds of servers."""
        for listener in self._server.servers:
            listener.close()
        self._socket.close()
        running = self._server.server_state
        for connection in tuple(running.connections):
            connection.shutdown()
        if running.tasks:
            await asyncio.wait(running.tasks, timeout=_GRACE_SECONDS)
        for task in tuple(running.tasks):
            task.cancel()
        await asyncio.sleep(0)  # lets the closed transports be told

"""An application served for as long as an `async with` block lasts, on the running loop."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.types import ASGIApp

from knowledge.errors import Unavailable


def uvicorn_server(app: ASGIApp, **options: Any) -> uvicorn.Server:
    """A server to be started and stopped by hand: its own `serve()` would take over the process's signals."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        **options,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    return server


def listening(host: str, port: int) -> socket.socket:
    """A socket on that port, 0 for a free one. Raises Unavailable."""
    # Named in full: asyncio sets TCP_NODELAY only where it sees TCP, and each answer is two small writes.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise Unavailable(f"port {port} cannot be used (PORT, --port): {error.strerror or error}") from None
    return bound


class Serving:
    def __init__(self, app: ASGIApp, port: int, host: str = "0.0.0.0") -> None:  # noqa: S104
        self._socket = listening(host, port)
        self.port: int = self._socket.getsockname()[1]
        self._server = uvicorn_server(app, timeout_graceful_shutdown=5)

    async def __aenter__(self) -> Self:
        await self._server.startup(sockets=[self._socket])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.shutdown(sockets=[self._socket])

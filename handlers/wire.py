"""HTTP to the Bot API over kept connections, in one thin layer.

A call of the Bot API is one small POST to one host. Most of the processor time that an answer takes went into
httpx's layers for it; this takes a quarter of that. Uploads, downloads and proxies are left to httpx.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

_IDLE = 50.0  # seconds after which a kept connection is not trusted any more
_FAREWELL = 1.0  # seconds for connections to close
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_DEFAULT = BaseRequest.DEFAULT_NONE


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds; None is for ever."""

    connect: float | None = 10.0
    read: float | None = 20.0
    write: float | None = 20.0
    pool: float | None = 20.0


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used_at: float = field(default_factory=monotonic)

    def usable(self) -> bool:
        fresh = monotonic() - self.used_at < _IDLE
        return fresh and not self.reader.at_eof() and not self.writer.is_closing()


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    body: bytes
    keep: bool  # whether the connection may be used again


def reaches_directly(address: str) -> bool:
    """Whether no proxy of the environment stands between here and `address`; none can reach our loopback."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    between = {parts.scheme, "all"} & getproxies().keys()
    return host in _LOOPBACK or not between or bool(proxy_bypass(host))


class Wire(HTTPXRequest):
    """A request object of python-telegram-bot's for one Bot API server."""

    def __init__(self, address: str, connections: int, timeouts: Timeouts | None = None) -> None:
        waits = timeouts or Timeouts()
        self._direct = reaches_directly(address)
        self._timeouts = waits
        self._room = asyncio.Semaphore(connections)
        self._kept: list[_Connection] = []
        self._tls = httpx.create_ssl_context() if address.startswith("https:") else None
        super().__init__(
            connections,
            connect_timeout=waits.connect,
            read_timeout=waits.read,
            write_timeout=waits.write,
            pool_timeout=waits.pool,
            httpx_kwargs={"trust_env": not self._direct},
        )

    async def shutdown(self) -> None:
        """Close what is kept."""
        kept, self._kept = self._kept, []
        for connection in kept:
            connection.writer.close()
        with contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(_FAREWELL):
                await asyncio.gather(*(c.writer.wait_closed() for c in kept), return_exceptions=True)
        await super().shutdown()

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _DEFAULT,
        write_timeout: Any = _DEFAULT,
        connect_timeout: Any = _DEFAULT,
        pool_timeout: Any = _DEFAULT,
    ) -> tuple[int, bytes]:
        files = request_data is not None and request_data.contains_files
        if files or method != "POST" or not self._direct:
            waits = read_timeout, write_timeout, connect_timeout, pool_timeout
            return await super().do_request(url, method, request_data, *waits)
        own = self._timeouts
        timeouts = Timeouts(
            own.connect if connect_timeout is _DEFAULT else connect_timeout,
            own.read if read_timeout is _DEFAULT else read_timeout,
            own.write if write_timeout is _DEFAULT else write_timeout,
            own.pool if pool_timeout is _DEFAULT else pool_timeout,
        )
        body = json.dumps(request_data.parameters if request_data else {}).encode()
        return await self._post(urlsplit(url), body, timeouts)

    async def _post(self, url: SplitResult, body: bytes, timeouts: Timeouts) -> tuple[int, bytes]:
        # No message tells the address: it holds the token.
        try:
            async with self._connection(url, timeouts) as connection:
                response = await _exchange(connection, _written(url, body), timeouts)
                if response.keep:
                    connection.used_at = monotonic()
                    self._kept.append(connection)
                else:
                    connection.writer.close()
        except TimeoutError:
            raise TimedOut from None
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise NetworkError(f"the connection failed: {type(error).__name__}") from None
        return response.status, response.body

    @contextlib.asynccontextmanager
    async def _connection(self, url: SplitResult, timeouts: Timeouts) -> AsyncIterator[_Connection]:
        """A kept connection or a new one; one that fails underway is cut off."""
        async with asyncio.timeout(timeouts.pool):
            await self._room.acquire()
        try:
            connection = self._taken() or await self._opened(url, timeouts)
            try:
                yield connection
            except BaseException:
                connection.writer.transport.abort()
                raise
        finally:
            self._room.release()

    def _taken(self) -> _Connection | None:
        while self._kept:
            connection = self._kept.pop()
            if connection.usable():
                return connection
            connection.writer.close()
        return None

    async def _opened(self, url: SplitResult, timeouts: Timeouts) -> _Connection:
        port = url.port or (443 if self._tls else 80)
        async with asyncio.timeout(timeouts.connect):
            # Where there is but one address, nothing need race: asyncio leaves a socket open if that is cancelled.
            delay = None if url.hostname in _LOOPBACK else 0.25
            opening = asyncio.open_connection(url.hostname, port, ssl=self._tls, happy_eyeballs_delay=delay)
            return _Connection(*await opening)


class Hearing(Wire):
    """For `getUpdates` alone: what is still being worked on comes with every answer, and is not read again."""

    def __init__(self, address: str) -> None:
        super().__init__(address, 1)
        self.unheard = 0  # the first id that is news

    async def renew(self) -> None:
        """Connect anew."""
        await self.shutdown()
        await self.initialize()

    # A static method there, which the library asks of the object.
    def parse_json_payload(self, payload: bytes) -> dict[str, Any]:  # type: ignore[override]
        """What a call came to; of a list of updates only those that are news."""
        told: dict[str, Any] = super().parse_json_payload(payload)
        if isinstance(told.get("result"), list):
            told["result"] = [update for update in told["result"] if update["update_id"] >= self.unheard]
        return told


def _written(url: SplitResult, body: bytes) -> bytes:
    head = (
        f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nUser-Agent: {BaseRequest.USER_AGENT}\r\n\r\n"
    )
    return head.encode("ascii") + body


async def _exchange(connection: _Connection, request: bytes, timeouts: Timeouts) -> _Response:
    connection.writer.write(request)
    async with asyncio.timeout(timeouts.write):
        await connection.writer.drain()
    async with asyncio.timeout(timeouts.read):
        return await _read(connection.reader)


async def _read(reader: asyncio.StreamReader) -> _Response:
    """One response (RFC 9112). Raises ValueError, EOFError or LimitOverrunError if it is none."""
    version, status, headers = await _head(reader)
    while status < 200:  # an interim response, the real one follows
        version, status, headers = await _head(reader)
    keep = version == b"HTTP/1.1" and headers.get(b"connection", b"").lower() != b"close"
    if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
        return _Response(status, await _chunks(reader), keep)
    if b"content-length" in headers:
        return _Response(status, await reader.readexactly(int(headers[b"content-length"])), keep)
    return _Response(status, await reader.read(), keep=False)


async def _head(reader: asyncio.StreamReader) -> tuple[bytes, int, dict[bytes, bytes]]:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head[:-4].split(b"\r\n")
    version, status, *_reason = first.split(b" ", 2)
    if not version.startswith(b"HTTP/1."):
        raise ValueError("not HTTP")
    fields = (line.partition(b":") for line in lines)
    return version, int(status), {name.lower(): value.strip() for name, _colon, value in fields}


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts: list[bytes] = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass  # trailers
    return b"".join(parts)

"""The thin HTTP layer against servers of a few lines: polite ones, odd ones and broken ones."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from handlers.wire import Hearing, Timeouts, Wire, reaches_directly

Answer = Callable[[asyncio.StreamWriter, bytes], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class Server:
    """Answers every request with `replies`, the last one again and again; counts connections."""

    def __init__(self, *replies: bytes, close_after: bool = False, delay: float = 0) -> None:
        self.replies, self.close_after, self.delay = list(replies), close_after, delay
        self.connections = 0
        self.requests: list[tuple[bytes, bytes]] = []
        self.address = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length"))
                self.requests.append((head, await reader.readexactly(int(length.split(b":")[1]))))
                await asyncio.sleep(self.delay)
                writer.write(self.replies.pop(0) if len(self.replies) > 1 else self.replies[0])
                await writer.drain()
                if self.close_after:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def served(server: Server) -> AsyncIterator[str]:
    listening = await asyncio.start_server(server, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def wired(
    server: Server, connections: int = 4, timeouts: Timeouts | None = None
) -> AsyncIterator[Wire]:
    async with served(server) as address, Wire(address, connections, timeouts) as wire:
        server.address = address
        yield wire


async def call(wire: Wire, server: Server, **timeouts: float) -> tuple[int, bytes]:
    data = RequestData([RequestParameter.from_input("text", "Сәлем"), RequestParameter.from_input("n", 1)])
    return await wire.do_request(f"{server.address}/bot1:x/sendMessage", "POST", data, **timeouts)


async def test_a_call_is_one_small_post_on_a_kept_connection() -> None:
    server = Server(OK)
    async with wired(server) as wire:
        for _ in range(3):
            assert await call(wire, server) == (200, b"{}")
    head, body = server.requests[0]
    assert head.startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1")
    assert json.loads(body) == {"text": "Сәлем", "n": 1}
    assert (server.connections, len(server.requests)) == (1, 3)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (
            CHUNKED + b"3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
            b"abc0123456789",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:2\r\n\r\nok", b"ok"),
        (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", b""),
    ],
)
async def test_ways_to_end_a_response(reply: bytes, expected: bytes) -> None:
    server = Server(reply)
    async with wired(server) as wire:
        for _ in range(2):
            assert await call(wire, server) == (200, expected)
    assert server.connections == 1


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\n\r\nok",
    ],
)
async def test_a_connection_that_ends_is_not_used_again(reply: bytes) -> None:
    server = Server(reply, close_after=True)
    async with wired(server) as wire:
        for _ in range(2):
            assert await call(wire, server) == (200, b"ok")
    assert server.connections == 2


async def test_a_connection_that_was_closed_meanwhile_is_not_used_again() -> None:
    server = Server(OK, close_after=True)
    async with wired(server) as wire:
        assert await call(wire, server) == (200, b"{}")
        await asyncio.sleep(0.02)
        assert await call(wire, server) == (200, b"{}")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 two OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        CHUNKED + b"zz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
)
async def test_what_is_no_response_is_a_network_error_without_the_address(reply: bytes) -> None:
    server = Server(reply, close_after=True)
    async with wired(server) as wire:
        with pytest.raises(NetworkError) as caught:
            await call(wire, server)
    assert "bot1:x" not in str(caught.value)


async def test_nobody_there() -> None:
    async with Wire("http://127.0.0.1:9", 1) as wire:
        with pytest.raises(NetworkError):
            await wire.do_request("http://127.0.0.1:9/bot1:x/getMe", "POST")


async def test_silence_is_a_time_out_and_cuts_the_connection() -> None:
    server = Server(OK, delay=0.1)
    async with wired(server) as wire:
        with pytest.raises(TimedOut):
            await call(wire, server, read_timeout=0.02)
        server.delay = 0
        assert await call(wire, server) == (200, b"{}")
    assert server.connections == 2


async def test_there_are_so_many_connections_and_no_more() -> None:
    server = Server(OK, delay=0.02)
    async with wired(server, connections=3) as wire:
        await asyncio.gather(*(call(wire, server) for _ in range(12)))
        assert server.connections == 3
        with pytest.raises(TimedOut):
            await asyncio.gather(*(call(wire, server, pool_timeout=0.001) for _ in range(4)))


async def test_a_call_that_is_broken_off_leaves_nothing_behind() -> None:
    server = Server(OK, delay=0.05)
    async with wired(server, connections=1) as wire:
        task = asyncio.create_task(call(wire, server))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await call(wire, server) == (200, b"{}")


def test_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert reaches_directly("https://api.telegram.org")
    monkeypatch.setenv("all_proxy", "http://proxy.example.org:3128")
    assert not reaches_directly("https://api.telegram.org")
    monkeypatch.delenv("all_proxy")
    monkeypatch.setenv("https_proxy", "http://proxy.example.org:3128")
    assert not reaches_directly("https://api.telegram.org")
    assert reaches_directly("http://api.telegram.org")
    assert reaches_directly("http://127.0.0.1:8081")
    monkeypatch.setenv("no_proxy", "telegram.org")
    assert reaches_directly("https://api.telegram.org")


async def test_updates_that_are_known_are_not_read_again() -> None:
    body = json.dumps({"ok": True, "result": [{"update_id": number} for number in (5, 6, 7)]}).encode()
    server = Server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    async with served(server) as address, Hearing(address) as hearing:
        url = f"{address}/bot1:x/getUpdates"
        assert [update["update_id"] for update in await hearing.post(url)] == [5, 6, 7]
        hearing.unheard = 7
        assert [update["update_id"] for update in await hearing.post(url)] == [7]
        await hearing.renew()
        assert [update["update_id"] for update in await hearing.post(url)] == [7]
    assert server.connections == 2

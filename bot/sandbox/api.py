"""`/bot{token}/{method}` and `/file/bot{token}/{path}`: the Bot API over HTTP."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.sandbox.call import Call, read_call
from bot.sandbox.errors import ApiError, bad_request, not_found, too_many_requests, unauthorized
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.files import LARGEST_DOWNLOAD
from bot.sandbox.methods import METHODS, Method
from bot.sandbox.spec import Strictness, Violation
from bot.sandbox.state import State

_log = logging.getLogger(__name__)
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"


class Json(Response):
    """Leaner than Starlette's own: Bot API answers are compact and need no checks for NaN."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


class _Dropped(Response):
    """An answer that promises more than it sends; the server then closes the connection."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":', "more_body": True})


class BotApi:
    """The routes of the Bot API over one state."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self._endpoint, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file, methods=["GET"]),
        ]

    async def _endpoint(self, request: Request) -> Response:
        try:
            return await self._answer(request)
        except ApiError as error:
            return Json(error.json(), error.code)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            # A shape that no check foresaw is the caller's fault, as far as the caller is concerned.
            _log.exception("sandbox: a call of %s could not be read", request.path_params["method"])
            return Json(bad_request(f"{type(error).__name__}: {error}").json(), 400)

    async def _answer(self, request: Request) -> Response:
        self._check_token(request.path_params["token"])
        name = request.path_params["method"]
        method = METHODS.get(name.lower())
        if method is None:
            raise not_found()
        call = await read_call(name, request)
        self._state.calls.append(name)
        self._check_spec(call)
        fault = self._state.faults.take(name)
        if fault is None:
            return Json({"ok": True, "result": await self._run(method, call)})
        if fault.after_work:
            await self._run(method, call)
        return await self._go_wrong(fault, request)

    async def _run(self, method: Method, call: Call) -> Any:
        result = method(self._state, call)
        return await result if inspect.isawaitable(result) else result

    def _check_token(self, token: str) -> None:
        if token == self._state.token:
            return
        raise unauthorized() if _TOKEN.fullmatch(token) else not_found()

    def _check_spec(self, call: Call) -> None:
        spec = self._state.spec
        if spec is None:
            return
        problems = spec.problems(call.method, call.given, frozenset(call.uploads))
        self._state.violations += [Violation(call.method, problem) for problem in problems]
        if problems and spec.strictness is Strictness.REFUSE:
            raise bad_request(f"not in the Bot API: {'; '.join(problems)}")

    async def _go_wrong(self, fault: Fault, request: Request) -> Response:
        match fault.kind:
            case FaultKind.BAD_GATEWAY:
                return HTMLResponse(_BAD_GATEWAY, 502)
            case FaultKind.TOO_MANY:
                raise too_many_requests(fault.retry_after)
            case FaultKind.DROP:
                return _Dropped()
            case FaultKind.TIME_OUT:
                await self._until_given_up(request)
                return HTMLResponse(_BAD_GATEWAY, 504)

    async def _until_given_up(self, request: Request) -> None:
        gone = asyncio.ensure_future(_disconnected(request))
        closed = asyncio.ensure_future(self._state.closed.wait())
        try:
            await asyncio.wait({gone, closed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            closed.cancel()

    async def _file(self, request: Request) -> Response:
        try:
            self._check_token(request.path_params["token"])
            stored = self._state.files.find_path(request.path_params["path"])
            if stored is None or stored.size > LARGEST_DOWNLOAD:
                raise not_found()
        except ApiError as error:
            return Json(error.json(), error.code)
        return Response(stored.content, media_type="application/octet-stream")


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

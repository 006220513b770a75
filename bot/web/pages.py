"""Addresses: the webhook that Telegram calls, `/healthz` for whatever keeps us running, `/metrics`."""

from __future__ import annotations

import hmac
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

Receive = Callable[[Any], Awaitable[None]]
Endpoint = Callable[[Request], Awaitable[Response]]
Check = Callable[[], Awaitable[str | None]]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not its value
_LARGEST_UPDATE = 1_000_000  # bytes
_REMEMBERED = 1000  # updates that Telegram may send again


@dataclass(frozen=True)
class Health:
    """What there is to say about the process; `checks` return what is wrong, or None."""

    checks: tuple[Check, ...] = ()
    counters: Callable[[], Mapping[str, int]] = dict
    began: float = field(default_factory=monotonic)

    async def problems(self) -> list[str]:
        return [problem for check in self.checks if (problem := await check())]


@dataclass(frozen=True)
class Webhook:
    path: str
    secret: str
    receive: Receive  # takes one update, as Telegram sends it


def create_app(health: Health, webhook: Webhook | None = None, *further: BaseRoute) -> Starlette:
    routes: list[BaseRoute] = [
        Route("/healthz", _healthz(health), methods=["GET"]),
        Route("/metrics", _metrics(health), methods=["GET"]),
        *further,
    ]
    if webhook:
        routes.append(Route(webhook.path, _received(webhook), methods=["POST"]))
    return Starlette(routes=routes)


def _healthz(health: Health) -> Endpoint:
    async def answer(_request: Request) -> Response:
        problems = await health.problems()
        body = {"status": "failing" if problems else "ok", "problems": problems}
        return JSONResponse(body, 503 if problems else 200)

    return answer


def _metrics(health: Health) -> Endpoint:
    """Prometheus' text format."""

    async def answer(_request: Request) -> Response:
        counters = (f"agreement_{name}_total {value}" for name, value in sorted(health.counters().items()))
        age = f"agreement_uptime_seconds {monotonic() - health.began:.0f}"
        return PlainTextResponse("\n".join((*counters, age, "")))

    return answer


def _received(webhook: Webhook) -> Endpoint:
    """Telegram hears "ok" once the update has been worked off, so that it sends again whatever was not."""
    done: OrderedDict[int, None] = OrderedDict()

    async def answer(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), webhook.secret.encode()):
            return PlainTextResponse("", 403)
        update = await _update(request)
        if update is None:
            return PlainTextResponse("", 400)
        number = update["update_id"]
        if number not in done:
            await webhook.receive(update)
            done[number] = None
            if len(done) > _REMEMBERED:
                done.popitem(last=False)
        return PlainTextResponse("")

    return answer


async def _update(request: Request) -> dict[str, Any] | None:
    """The body as an update; None if it is none."""
    if int(request.headers.get("content-length") or 0) > _LARGEST_UPDATE:
        return None
    try:
        body = json.loads(await request.body())
    except ValueError:
        return None
    return body if isinstance(body, dict) and isinstance(body.get("update_id"), int) else None

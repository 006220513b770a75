"""`/calendar/<secret>.ics`: the calendar that a phone keeps up to date."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.feeds import Calendar
from bot.feeds.feeds import PATH

Opening = Callable[[str], Awaitable[Calendar | None]]

# Asked again each time, kept by nobody on the way, and found by no search engine.
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def calendar_route(opening: Opening) -> Route:
    async def answer(request: Request) -> Response:
        calendar = await opening(request.path_params["secret"])
        if calendar is None:
            return PlainTextResponse("There is no calendar here.\n", 404, headers=_HEADERS)
        headers = {
            **_HEADERS,
            "ETag": f'"{calendar.tag}"',
            "Last-Modified": format_datetime(calendar.modified.astimezone(UTC), usegmt=True),
        }
        if _is_current(request, headers["ETag"], headers["Last-Modified"]):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="events.ics"'
        return Response(calendar.body, headers=headers, media_type="text/calendar")

    return Route(PATH, answer, methods=["GET"])


def _is_current(request: Request, tag: str, modified: str) -> bool:
    """Whether whoever asks has it already (RFC 9110, 13.2.2: a tag that is given decides)."""
    tags = request.headers.get("if-none-match")
    if tags is None:
        # Only the very date that was given: a later one may belong to what was chosen before.
        return request.headers.get("if-modified-since") == modified
    given = {one.strip().removeprefix("W/") for one in tags.split(",")}
    return bool({tag, "*"} & given)

"""`/sandbox/…`: what the page and the tests do with people, groups, the clock and faults."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import acts
from bot.sandbox.api import Json
from bot.sandbox.commands import private_scopes
from bot.sandbox.errors import ApiError
from bot.sandbox.events import Event
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.files import LARGEST_UPLOAD, Upload
from bot.sandbox.multipart import read_form
from bot.sandbox.people import Person
from bot.sandbox.state import State

AfterTurn = Callable[[datetime], Awaitable[None]]
"""Called after the clock was turned, with the new time."""

_CHANGEABLE = {
    "language_code": str,
    "first_name": str,
    "last_name": str,
    "blocked": bool,
    "deactivated": bool,
}
_FILE_KINDS = frozenset({"photo", "document", "voice", "audio", "video", "sticker"})
# What a browser may show or play; everything else is downloaded, so that nothing sent here can run here.
_SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "audio/ogg", "audio/mpeg"})


class Control:
    def __init__(self, state: State, after_turn: AfterTurn | None = None) -> None:
        self._state, self._after_turn = state, after_turn

    def routes(self) -> list[Route]:
        person, get, post = "/sandbox/people/{id:int}", ["GET"], ["POST"]
        table: list[tuple[str, list[str], Callable[[Request], Awaitable[Response]]]] = [
            ("/sandbox/people", get, self._people),
            (person, ["PATCH"], self._change_person),
            (f"{person}/chat", get, self._chat),
            (f"{person}/chat", ["DELETE"], self._clear_chat),
            (f"{person}/messages", post, self._say),
            (f"{person}/messages/{{message_id:int}}", ["PATCH"], self._edit),
            (f"{person}/press", post, self._press),
            (f"{person}/files", post, self._send_file),
            (f"{person}/location", post, self._send_location),
            (f"{person}/contact", post, self._send_contact),
            (f"{person}/inline", post, self._inline),
            ("/sandbox/groups", post, self._open_group),
            ("/sandbox/groups/{id}/migrate", post, self._migrate),
            ("/sandbox/clock", get, self._clock),
            ("/sandbox/clock", post, self._turn),
            ("/sandbox/faults", post, self._order_fault),
            ("/sandbox/violations", get, self._violations),
            ("/sandbox/events", get, self._events),
            ("/sandbox/files/{file_id}", get, self._file),
        ]
        return [Route(path, _guarded(endpoint), methods=methods) for path, methods, endpoint in table]

    async def _people(self, _request: Request) -> Response:
        people = [self._overview(person) for person in self._state.people.all()]
        groups = [group.chat() for group in self._state.groups.all()]
        bot = {**self._state.bot_user(), "online": "getMe" in self._state.calls}
        return Json({"bot": bot, "people": people, "groups": groups, "now": self._now()})

    def _overview(self, person: Person) -> dict[str, Any]:
        last = self._state.messages.last(person.id)
        return {**acts.describe(person), "last_message": last.json() if last else None}

    async def _change_person(self, request: Request) -> Response:
        body = await _body(request)
        changes = {
            name: value for name, value in body.items() if isinstance(value, _CHANGEABLE.get(name, ()))
        }
        if len(changes) != len(body):
            raise ApiError(400, f"Only these can be changed: {', '.join(sorted(_CHANGEABLE))}")
        person_id = request.path_params["id"]
        if "blocked" in changes:
            acts.block(self._state, person_id, blocked=bool(changes.pop("blocked")))
        return Json(acts.describe(acts.change_person(self._state, person_id, **changes)))

    async def _chat(self, request: Request) -> Response:
        person = self._state.people.get(request.path_params["id"])
        menu = self._state.commands.menu(private_scopes(person.id), person.language_code)
        texts = self._state.texts
        return Json(
            {
                "person": acts.describe(person),
                "messages": [
                    {**message.json(), "reaction": list(message.reaction)}
                    for message in self._state.messages.of(person.id)
                ],
                "keyboard": self._state.reply_keyboards.get(person.id),
                "pinned": self._state.pinned.get(person.id),
                "commands": [command.json() for command in menu],
                "bot_name": texts.get("name", person.language_code) or self._state.name,
                "description": texts.get("description", person.language_code),
                "short_description": texts.get("short_description", person.language_code),
            }
        )

    async def _clear_chat(self, request: Request) -> Response:
        acts.clear_chat(self._state, request.path_params["id"])
        return Json({})

    async def _say(self, request: Request) -> Response:
        body = await _body(request)
        reply_to, chat_id = body.get("reply_to"), body.get("chat_id")
        said = acts.say(
            self._state,
            request.path_params["id"],
            str(body.get("text", "")),
            reply_to=reply_to,
            chat_id=chat_id,
        )
        return Json({"message": said.json()}, 201)

    async def _edit(self, request: Request) -> Response:
        body, ids = await _body(request), request.path_params
        edited = acts.edit(self._state, ids["id"], ids["message_id"], str(body.get("text", "")))
        return Json({"message": edited.json()})

    async def _press(self, request: Request) -> Response:
        body = await _body(request)
        number, data = int(body.get("message_id", 0)), str(body.get("data", ""))
        query = acts.press(self._state, request.path_params["id"], number, data, chat_id=body.get("chat_id"))
        return Json({"query_id": query.id}, 201)

    async def _send_file(self, request: Request) -> Response:
        kind = request.query_params.get("kind", "document")
        if kind not in _FILE_KINDS:
            raise ApiError(400, f"A file is one of: {', '.join(sorted(_FILE_KINDS))}")
        upload = await _upload(request)
        caption = request.query_params.get("caption", "")
        sent = acts.send_file(self._state, request.path_params["id"], kind, upload, caption=caption)
        return Json({"message": sent.json()}, 201)

    async def _send_location(self, request: Request) -> Response:
        body = await _body(request)
        place = float(body.get("latitude", 0)), float(body.get("longitude", 0))
        sent = acts.send_location(self._state, request.path_params["id"], *place)
        return Json({"message": sent.json()}, 201)

    async def _send_contact(self, request: Request) -> Response:
        return Json({"message": acts.send_contact(self._state, request.path_params["id"]).json()}, 201)

    async def _inline(self, request: Request) -> Response:
        body = await _body(request)
        query = acts.ask_inline(self._state, request.path_params["id"], str(body.get("query", "")))
        return Json({"query_id": query.id}, 201)

    async def _open_group(self, request: Request) -> Response:
        body = await _body(request)
        members, admins = (tuple(map(int, body.get(name, ()))) for name in ("members", "admins"))
        return Json(self._state.groups.open(str(body.get("title", "Group")), members, admins).chat(), 201)

    async def _migrate(self, request: Request) -> Response:
        return Json(acts.migrate(self._state, int(request.path_params["id"])).chat())

    def _now(self) -> str:
        return self._state.clock.now().isoformat()

    async def _clock(self, _request: Request) -> Response:
        return Json({"now": self._now()})

    async def _turn(self, request: Request) -> Response:
        body = await _body(request)
        instant = _instant(str(body.get("now", "")))
        self._state.clock.turn_to(instant)
        if self._after_turn is not None:
            await self._after_turn(instant)
        self._state.events.publish(Event("clock", body={"now": self._now()}))
        return Json({"now": self._now()})

    async def _order_fault(self, request: Request) -> Response:
        body = await _body(request)
        fault = Fault(
            method=str(body.get("method", "")),
            kind=FaultKind(body.get("kind")),
            times=int(body.get("times", 1)),
            after_work=bool(body.get("after_work", False)),
            retry_after=int(body.get("retry_after", 1)),
        )
        self._state.faults.order(fault)
        return Json({}, 201)

    async def _violations(self, _request: Request) -> Response:
        return Json([str(violation) for violation in self._state.violations])

    async def _events(self, _request: Request) -> Response:
        listener = self._state.events.listen()

        async def frames() -> AsyncIterator[bytes]:
            try:
                yield Event("ready", body={"now": self._now()}).frame()
                async for event in listener:
                    yield event.frame()
            finally:
                listener.close()

        return StreamingResponse(
            frames(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _file(self, request: Request) -> Response:
        stored = self._state.files.get(request.path_params["file_id"])
        inline = stored.mime in _SHOWN_INLINE
        shown = "inline" if inline else "attachment"
        disposition = f"{shown}; filename*=UTF-8''{quote(stored.name)}"
        kind = stored.mime if inline else "application/octet-stream"
        return Response(stored.content, media_type=kind, headers={"Content-Disposition": disposition})


def _guarded(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ApiError as error:
            return Json({"error": error.description}, error.code)
        except (ValueError, TypeError) as error:
            return Json({"error": str(error)}, 400)

    return answer


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise ApiError(400, "The body must be JSON") from None
    if not isinstance(body, dict):
        raise ApiError(400, "The body must be a JSON object")
    return body


async def _upload(request: Request) -> Upload:
    if int(request.headers.get("content-length") or 0) > LARGEST_UPLOAD + 1_000_000:
        raise ApiError(413, "This file is larger than 50 MB")
    form = read_form(request.headers.get("content-type", ""), await request.body())
    if "file" not in form.uploads:
        raise ApiError(400, 'The form needs a file named "file"')
    return form.uploads["file"]


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ApiError(400, f"{text!r} is no time; write it as 2026-06-01T09:00:00+05:00") from None
    if instant.tzinfo is None:
        raise ApiError(400, "The time needs its offset, as in 2026-06-01T09:00:00+05:00")
    return instant

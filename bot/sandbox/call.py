"""One call of a Bot API method: its parameters, however they were sent, and typed ways to read them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import LARGEST_UPLOAD, Upload
from bot.sandbox.multipart import read_form

_TRUE = frozenset({"true", "1", "yes"})


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    given: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.given.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The parameter as text; empty if it is missing."""
        value = self.given.get(name)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in _TRUE

    def integer(self, name: str, default: int = 0) -> int:
        if not self.has(name):
            return default
        try:
            return int(self.text(name))
        except ValueError:
            raise bad_request(f'invalid parameter "{name}" specified: it must be a number') from None

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f'invalid parameter "{name}" specified: it must be a number') from None

    def chat_id(self, name: str = "chat_id") -> int:
        if not self.has(name):
            raise bad_request(f"{name} is empty")
        try:
            return int(self.text(name))
        except ValueError:  # @names of channels and supergroups, of which the sandbox has none
            raise bad_request("chat not found") from None

    def json(self, name: str) -> Any:
        """The parameter as JSON; None if it is missing."""
        value = self.given.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def object(self, name: str) -> dict[str, Any] | None:
        value = self.json(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value

    def array(self, name: str) -> list[Any]:
        value = self.json(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"array expected as {name.replace('_', ' ')}")
        return value or []


async def read_call(method: str, request: Request) -> Call:
    """Query string and body together, as Telegram takes them: URL, form, JSON or multipart."""
    given: dict[str, Any] = dict(request.query_params)
    if request.method == "GET":
        return Call(method, given)
    # A little room for the other parameters beside the largest file.
    if int(request.headers.get("content-length") or 0) > LARGEST_UPLOAD + 1_000_000:
        raise ApiError(413, "Request Entity Too Large")
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        form = read_form(kind, body)
        return Call(method, {**given, **form.values}, form.uploads)
    if kind.startswith("application/json"):
        return Call(method, {**given, **_json_body(body)})
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return Call(method, {**given, **dict(pairs)})


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(read, dict):
        raise bad_request("request JSON must be an object")
    return read

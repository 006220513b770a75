"""`multipart/form-data`, read from a whole body (RFC 7578)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.errors import bad_request
from bot.sandbox.files import Upload

_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^\s;]+))', re.IGNORECASE)
_NAME = re.compile(r';\s*name="((?:[^"\\]|\\.)*)"')
_FILE_NAME = re.compile(r';\s*filename="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Form:
    values: dict[str, str]
    uploads: dict[str, Upload]


def read_form(content_type: str, body: bytes) -> Form:
    """Fields and files; raises 400 when the body is no such form."""
    match = _BOUNDARY.search(content_type)
    if match is None:
        raise bad_request("multipart boundary is missing")
    delimiter = b"--" + (match[1] or match[2]).encode()
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for part in body.split(delimiter)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = _headers(head.decode("utf-8", "replace"))
        disposition = headers.get("content-disposition", "")
        name, file_name = _NAME.search(disposition), _FILE_NAME.search(disposition)
        if name is None:
            raise bad_request("multipart part has no name")
        data = content.removesuffix(b"\r\n")
        if file_name is None:
            values[_plain(name[1])] = data.decode("utf-8", "replace")
        else:
            mime = headers.get("content-type", "application/octet-stream")
            uploads[_plain(name[1])] = Upload(_plain(file_name[1]), mime, data)
    return Form(values, uploads)


def _headers(head: str) -> dict[str, str]:
    lines = (line.partition(":") for line in head.split("\r\n") if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _plain(quoted: str) -> str:
    """Undo what senders do to quotes in names: a backslash, or a percent sign (HTML 5)."""
    return re.sub(r"\\(.)", r"\1", quoted).replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")

"""Files that went either way, in memory."""

from __future__ import annotations

import hashlib
import itertools
import secrets
import struct
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

LARGEST_DOWNLOAD = 20_000_000
LARGEST_UPLOAD = 50_000_000
LARGEST_PHOTO = 10_000_000
_FOLDERS = {"photo": "photos", "voice": "voice", "sticker": "stickers", "video": "videos", "audio": "music"}


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes on their way in."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    unique_id: str
    name: str
    mime: str
    path: str
    content: bytes
    kind: str

    @property
    def size(self) -> int:
        return len(self.content)

    def json(self) -> dict[str, Any]:
        """What every kind of file has in the Bot API."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count()

    def keep(self, upload: Upload, kind: str) -> StoredFile:
        largest = LARGEST_PHOTO if kind == "photo" else LARGEST_UPLOAD
        if upload.content == b"":
            raise bad_request("file must be non-empty")
        if len(upload.content) > largest:
            raise ApiError(413, "Request Entity Too Large")
        number = next(self._numbers)
        suffix = f".{upload.name.rsplit('.', 1)[-1]}" if "." in upload.name else ""
        file = StoredFile(
            id="BQACAgI" + secrets.token_urlsafe(36),
            unique_id=hashlib.sha256(upload.content).hexdigest()[:15],
            name=upload.name,
            mime=upload.mime,
            path=f"{_FOLDERS.get(kind, 'documents')}/file_{number}{suffix if suffix.isascii() else ''}",
            content=upload.content,
            kind=kind,
        )
        self._by_id[file.id] = self._by_path[file.path] = file
        return file

    def get(self, file_id: str) -> StoredFile:
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return file

    def find_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG or GIF; raises 400 `IMAGE_PROCESS_FAILED` for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:4] == b"GIF8" and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:2] == b"\xff\xd8" and (size := _jpeg_size(content)):
        return size
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # a frame header, not a table
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None

"""What two processes of the bot tell each other over a pipe: values, each with its length before it.

Only the bot's own child is at the other end, so pickled values can be trusted.
"""

from __future__ import annotations

import pickle
import struct
from asyncio import StreamReader
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")


def framed(value: object) -> bytes:
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def read_frame(file: BinaryIO) -> Any:
    """The next value. Raises EOFError when the other end is closed."""
    return pickle.loads(_exactly(file, *_LENGTH.unpack(_exactly(file, _LENGTH.size))))  # noqa: S301


async def receive_frame(stream: StreamReader) -> Any:
    """The same in an event loop."""
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    return pickle.loads(await stream.readexactly(length))  # noqa: S301


def _exactly(file: BinaryIO, length: int) -> bytes:
    found = file.read(length)
    if len(found) < length:
        raise EOFError
    return found

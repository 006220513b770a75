"""The only crossing from the event loop to threads."""

from __future__ import annotations

import asyncio
import functools
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Writes go one at a time anyway (SQLite has one writer); reads rarely take a millisecond.
_WORKERS = 4
# A thread that computes lets the event loop go on after so long. Python's 5 ms come at each of the loop's steps, of
# which an answer has several: beside digests that were being claimed it took four times as long.
_TURN = 0.001  # seconds


class Workers:
    """A small pool for whatever may take longer than a millisecond."""

    def __init__(self, number: int = _WORKERS) -> None:
        sys.setswitchinterval(_TURN)
        self._pool = ThreadPoolExecutor(max_workers=number, thread_name_prefix="worker")

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        call = functools.partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def close(self) -> None:
        self._pool.shutdown(wait=True)

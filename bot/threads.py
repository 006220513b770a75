"""The only crossing from the event loop to threads."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Writes go one at a time anyway (SQLite has one writer); reads rarely take a millisecond.
_WORKERS = 4


class Workers:
    """A small pool for whatever may take longer than a millisecond."""

    def __init__(self, number: int = _WORKERS) -> None:
        self._pool = ThreadPoolExecutor(max_workers=number, thread_name_prefix="worker")

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        call = functools.partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def close(self) -> None:
        self._pool.shutdown(wait=True)

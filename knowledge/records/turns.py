"""A lock whose waiters have their turn in the order in which they came.

Python's own goes to whoever asks first once it is free, which is the thread that has just let go of it: one that
writes a thousand digests, transaction upon transaction, would keep everybody else waiting until it is done.
"""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class Turns:
    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        ticket.acquire()  # let go of by whoever is before us, who hands the turn over

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

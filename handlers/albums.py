"""Albums arrive as one message for each picture; one reply is enough."""

from __future__ import annotations

from collections import deque

_REMEMBERED = 200


class Albums:
    def __init__(self) -> None:
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)

    def goes_on(self, album: str | None) -> bool:
        """Whether another message of this album was here before; None is no album."""
        if album is None:
            return False
        before = album in self._seen
        self._seen.append(album)
        return before

"""Sorted strings in one block of bytes, searched where they lie."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TypeAlias

Numbers: TypeAlias = "memoryview | array[int]"


class Strings:
    """Strings in the order of their code points (which is that of their UTF-8 bytes)."""

    def __init__(self, blob: memoryview, starts: Numbers) -> None:
        self._blob = blob
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> str:
        return str(self._blob[self._starts[place] : self._starts[place + 1]], "utf-8")

    def place(self, wanted: str, low: int = 0, high: int | None = None) -> int:
        """The first place whose string is not below the wanted one."""
        high = len(self) if high is None else high
        key, blob, starts = wanted.encode(), self._blob, self._starts
        while low < high:
            middle = (low + high) // 2
            if bytes(blob[starts[middle] : starts[middle + 1]]) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, wanted: str, low: int = 0, high: int | None = None) -> int:
        """The place of a string, -1 if it is not there."""
        place = self.place(wanted, low, high)
        end = len(self) if high is None else high
        return place if place < end and self[place] == wanted else -1


class Packing:
    """Strings laid end to end, and where each starts."""

    def __init__(self, strings: Iterable[str] = ()) -> None:
        self.blob = bytearray()
        self.starts = array("Q", [0])
        for string in strings:
            self.add(string)

    def add(self, string: str) -> None:
        self.blob += string.encode()
        self.starts.append(len(self.blob))

    def __getitem__(self, place: int) -> str:
        return self.blob[self.starts[place] : self.starts[place + 1]].decode()

"""Faults that tests order: the next calls of a method go wrong in a chosen way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class FaultKind(Enum):
    BAD_GATEWAY = "bad_gateway"
    """502, with a page instead of JSON, as proxies send it."""
    TOO_MANY = "too_many_requests"
    """429 with `retry_after`."""
    TIME_OUT = "time_out"
    """No answer at all, until the caller gives up."""
    DROP = "drop"
    """The connection breaks in the middle of the answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    method: str
    kind: FaultKind
    times: int = 1
    after_work: bool = False
    """Whether the work is done first: the message is sent, only the bot does not learn of it."""
    retry_after: int = 1


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._ordered.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault for this call, if one is due; each call uses it up once."""
        for at, fault in enumerate(self._ordered):
            if fault.method.lower() == method.lower():
                if fault.times > 1:
                    self._ordered[at] = replace(fault, times=fault.times - 1)
                else:
                    del self._ordered[at]
                return fault
        return None

    def clear(self) -> None:
        self._ordered.clear()

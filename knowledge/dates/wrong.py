"""What can be wrong with a date, as a kind, so that it can be said in any language."""

from __future__ import annotations

from typing import Literal

from knowledge.errors import InvalidInput

# words: it is no date; day … time: there is none such; weekday: that day is another one; order: it ends before it
# begins; far: beyond the calendar; endless: it repeats for ever; vague: it repeats, but from which day?; rule: it
# cannot repeat in this way.
Kind = Literal[
    "words", "day", "weekday", "month", "quarter", "time", "order", "far", "endless", "vague", "rule"
]


class WrongDate(InvalidInput):
    """`reason` is the same in English, in one line."""

    def __init__(self, kind: Kind, reason: str) -> None:
        self.kind = kind
        super().__init__(reason)

"""The process that reads files which nobody vouches for. It writes one JSON object a line, and then ends.

`{"total": n}` and `{"done": n}` tell how far it is; `{"document": …}`, `{"topic": …}` and so on for entities, facts,
events and synonyms are records as in `knowledge.plain`; `{"pack": …}` names them all; `{"skipped": …}` is a row left
out; the last line is `{"end": …}` or `{"refused": reason, "line": n}`.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from knowledge.documents.confining import Forbidden, confine, peak_memory
from knowledge.documents.sniffing import LARGEST, Format, check_contents, kind_of
from knowledge.errors import AgreementError, InvalidInput
from knowledge.plain import document_data, entity_data, event_data, fact_data, synonym_data, topic_data

# What is loaded and read stays until the process ends, which is soon; by Python's default a quarter of the time goes
# into looking through it for garbage.
_GARBAGE = (20_000, 20, 20)
_TOO_DEEP = "the file is nested too deeply"
_TOO_MUCH = "reading this file takes more memory than is allowed"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read. `name` is what the file is called; `path` where it lies. `today`: an ISO date."""

    path: str
    name: str
    form: Format
    today: str
    skip_bad: bool = False
    memory: int = 0
    cpu_seconds: int = 0
    lexicon: str = ""  # where it lies, as `lexicon_to_hand_over` gave it; else it is made when it is needed


def main(order: str) -> None:
    """Read what `order` (JSON of an `Order`) says and write the lines to standard output."""
    gc.set_threshold(*_GARBAGE)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False)
    told = Order(**json.loads(order))
    confine(told.memory, told.cpu_seconds)
    # Said when everything that was read is let go of again: there may be no memory left for a word.
    refused = _attempt(told, Telling(out))
    if refused is not None:
        _write(out, refused)
    out.flush()


def _attempt(order: Order, telling: Telling) -> dict[str, Any] | None:
    """Read; what is to be said if that failed."""
    try:
        _read(order, telling)
    except Exception as error:  # noqa: BLE001 - whatever a parser trips over, people get one line
        return {"refused": _reason(error), "line": getattr(error, "line", None) or 0}
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, InvalidInput):
        return error.reason
    if isinstance(error, AgreementError):
        return str(error)
    if isinstance(error, Forbidden):
        return f"the file makes its reader do what it must not ({error})"
    return {MemoryError: _TOO_MUCH, RecursionError: _TOO_DEEP}.get(
        type(error), f"the file is damaged ({type(error).__name__})"
    )


def _write(out: TextIO, line: dict[str, Any]) -> None:
    json.dump(line, out, ensure_ascii=False, separators=(",", ":"))
    out.write("\n")


class Telling:
    """The lines that the parent hears."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def line(self, **said: Any) -> None:
        _write(self._out, said)

    def total(self, number: int) -> None:
        self.line(total=number)
        self._out.flush()

    def done(self, number: int) -> None:
        self.line(done=number)
        self._out.flush()


def _read(order: Order, telling: Telling) -> None:
    path = Path(order.path)
    with path.open("rb") as file:
        head = file.read(4096)
    if path.stat().st_size > LARGEST and order.form not in ("jsonl", "csv"):
        raise InvalidInput(f"larger than {LARGEST // 1_000_000} MB")
    check_contents(order.form, head)
    # Loaded here and after the limits are set: a parser's own weight counts too.
    from knowledge.documents.drawing_up import draw_up  # noqa: PLC0415

    if order.lexicon:
        from knowledge.documents.tokens import take_lexicon_over  # noqa: PLC0415 - rows do without

        take_lexicon_over(Path(order.lexicon).read_bytes())
    draft = draw_up(
        path,
        order.name,
        order.form,
        today=date.fromisoformat(order.today),
        skip_bad=order.skip_bad,
        telling=telling,
    )
    pack = draft.pack
    sections: tuple[tuple[str, tuple[Any, ...], Callable[[Any], dict[str, Any]]], ...] = (
        ("document", pack.documents, document_data),
        ("topic", pack.topics, topic_data),
        ("entity", pack.entities, entity_data),
        ("fact", pack.facts, fact_data),
        ("event", pack.events, event_data),
        ("synonym", pack.synonyms, synonym_data),
    )
    telling.line(pack=pack.id, title=dict(pack.title))
    for name, values, data in sections:
        for value in values:
            telling.line(**{name: data(value)})
    for skipped in draft.skipped:
        telling.line(skipped=asdict(skipped))
    telling.line(end=kind_of(order.form), bad=draft.skipped_count, memory=peak_memory())

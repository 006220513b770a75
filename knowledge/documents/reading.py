"""A file into a draft, read in a process of its own that is limited in memory, time and rights."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from knowledge.documents.confining import CPU_SECONDS, MEMORY
from knowledge.documents.drafts import Draft, FileKind, Skipped
from knowledge.documents.sniffing import LARGEST, format_of, kind_of
from knowledge.documents.worker import Order
from knowledge.errors import InvalidInput, Unavailable
from knowledge.model import Pack
from knowledge.plain import document_of, entity_of, event_of, fact_of, synonym_of, topic_of

Progress = Callable[[int, int], None]  # how many are done, and of how many; 0 while that is not known

_ROOT: Final = Path(__file__).parents[2]
_START: Final = "; ".join(  # noqa: FLY002 - one statement a line is easier to read
    (
        "import sys",
        "sys.path.insert(0, sys.argv[1])",
        "from knowledge.documents.worker import main",
        "main(sys.argv[2])",
    )
)
_LARGEST_TOLD: Final = 400_000_000  # bytes that the process may write
_PIECE: Final = 1 << 18
_KINDS: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "document": document_of,
    "topic": topic_of,
    "entity": entity_of,
    "fact": fact_of,
    "event": event_of,
    "synonym": synonym_of,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: bytes, seconds of computing, seconds on the clock."""

    memory: int = MEMORY
    cpu_seconds: int = CPU_SECONDS
    seconds: float = 150.0
    largest: int = LARGEST  # bytes of the file itself; rows on the command line may be more


def read_file(
    path: Path,
    *,
    today: date,
    skip_bad: bool = False,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Draft:
    """What is in the file, by the ending of its name.

    InvalidInput says in one line why it cannot be taken: too large, damaged, something else than its name says, or
    more than the limits allow. Unavailable: it cannot be read at all.
    """
    limits = limits or Limits()
    shown = str(path)
    form = format_of(path.name)
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror}") from error
    if size > limits.largest:
        raise InvalidInput(f"larger than {limits.largest // 1_000_000} MB", file=shown)
    order = Order(
        path=str(path.absolute()),
        name=path.name,
        form=form,
        today=today.isoformat(),
        skip_bad=skip_bad,
        memory=limits.memory,
        cpu_seconds=limits.cpu_seconds,
    )
    return _gather(order, shown, limits, progress or (lambda _done, _total: None))


def _gather(order: Order, shown: str, limits: Limits, progress: Progress) -> Draft:
    gathered = _Gathered(shown)
    with tempfile.TemporaryDirectory(prefix="agreement-import-") as folder:
        process = _started(_with_lexicon(order, Path(folder)), folder)
        try:
            for line in _lines(process, time.monotonic() + limits.seconds, shown):
                gathered.take(line, progress)
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError):
            if gathered.end is None:
                raise InvalidInput(_why(process.poll()), file=shown) from None
        finally:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
    if gathered.end is None:
        raise InvalidInput(_why(process.returncode), file=shown)
    return gathered.draft(kind_of(order.form))


def _with_lexicon(order: Order, folder: Path) -> Order:
    """The order for a document with the lexicon beside it, so that the process need not make it from its files."""
    if kind_of(order.form) != "document":
        return order
    from knowledge.documents.tokens import lexicon_to_hand_over  # noqa: PLC0415 - slow to load, for documents alone

    (written := folder / "lexicon").write_bytes(lexicon_to_hand_over())
    return replace(order, lexicon=str(written))


def _started(order: Order, folder: str) -> subprocess.Popen[bytes]:
    # Isolated (-I), and without this process's environment: a token has no business there.
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT), json.dumps(asdict(order))]
    return subprocess.Popen(  # noqa: S603 - the command is ours; the file's name is an argument in JSON
        command,
        cwd=folder,
        # Numerical libraries that something may load set memory aside for each processor.
        env={"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _lines(process: subprocess.Popen[bytes], deadline: float, shown: str) -> Iterator[bytes]:
    """Whole lines of the process's output until it closes it. InvalidInput when time runs out."""
    assert process.stdout is not None
    rest, told = b"", 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise InvalidInput("reading this file takes longer than is allowed", file=shown)
            piece = os.read(process.stdout.fileno(), _PIECE)
            if not piece:
                break
            told += len(piece)
            if told > _LARGEST_TOLD:
                raise InvalidInput("there is too much in this file", file=shown)
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
    process.wait()


def _why(code: int | None) -> str:
    """In one line, why a process ended without a word."""
    if code == -getattr(signal, "SIGXCPU", 0) and code:
        return "reading this file takes longer than is allowed"
    if code is not None and code < 0:
        return "reading this file takes more memory than is allowed, or it is damaged"
    return "the file could not be read"


@dataclass(slots=True)
class _Gathered:
    file: str
    id: str = ""
    title: dict[Any, str] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})
    skipped: list[Skipped] = field(default_factory=list)
    total: int = 0
    bad: int = 0
    memory: int = 0
    end: FileKind | None = None

    def take(self, line: bytes, progress: Progress) -> None:
        said = json.loads(line)
        name = next(iter(said))
        if name in _KINDS:
            self.values[name].append(_KINDS[name](said[name]))
        elif name == "total":
            self.total = int(said["total"])
        elif name == "done":
            progress(int(said["done"]), self.total)
        elif name == "pack":
            self.id, self.title = str(said["pack"]), dict(said["title"])
        elif name == "skipped":
            self.skipped.append(Skipped(self.file, int(said[name]["line"]), str(said[name]["reason"])))
        elif name == "refused":
            raise InvalidInput(str(said["refused"])[:400], file=self.file, line=int(said["line"]) or None)
        elif name == "end":
            self.end, self.bad, self.memory = said["end"], int(said["bad"]), int(said["memory"])

    def draft(self, kind: FileKind) -> Draft:
        pack = Pack(
            id=self.id,
            title=self.title,
            documents=tuple(self.values["document"]),
            topics=tuple(self.values["topic"]),
            entities=tuple(self.values["entity"]),
            facts=tuple(self.values["fact"]),
            events=tuple(self.values["event"]),
            synonyms=tuple(self.values["synonym"]),
        )
        return Draft(
            file=self.file,
            kind=kind,
            pack=pack,
            fragment=kind in ("rows", "calendar"),
            skipped=tuple(self.skipped),
            skipped_count=self.bad,
            peak_memory=self.memory,
        )

"""How fast a question is answered over ten thousand to a million facts, and whether the right one comes first.

    python benchmarks/speed.py [--sizes 10000,100000,1000000] [--questions 300] [--no-peers]

Synthetic facts of 12-20 words with word frequencies after Zipf; a question has five words of its fact, one of them
misspelt. Prints Markdown: median and 99th percentile in ms, by the clock and of the processor (which does not mind
other work on the machine), how often the fact comes first, seconds to build and to open, resident memory of a process
that searches, and milliseconds until an added fact is found.
"""

from __future__ import annotations

import multiprocessing
import platform
import random
import resource
import sys
import tempfile
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import click
import peers
from disturbing import slip
from peers import Passage

from knowledge.ranking import Doc, Ranker

_SYLLABLES = [one + two for one in "бвгдзклмнпрстфх" for two in "аеиоуыя"]
_PEERS = ("FTS5, OR of words", "tantivy, exact + fuzzy", "bm25s over stems")
Row = dict[str, Any]


class Language:
    """Invented words, the n-th as frequent as one of n."""

    def __init__(self, words: int) -> None:
        rng = random.Random("words")
        found: dict[str, None] = {}
        while len(found) < words:
            found[
                "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 2, 3, 3, 3, 4)))) + rng.choice("нткрмл")
            ] = None
        self.words = list(found)
        self._shares = list(accumulate(1 / (place + 1) for place in range(words)))

    def some(self, count: int, rng: random.Random) -> list[str]:
        most = self._shares[-1]
        return [self.words[bisect(self._shares, rng.random() * most)] for _ in range(count)]


def facts(count: int) -> Iterator[Doc]:
    language = Language(max(20_000, min(200_000, count)))
    for place in range(count):
        rng = random.Random(place)
        yield Doc(f"fact-{place}", "ru", " ".join(language.some(rng.randint(12, 20), rng)))


def questions(docs: Iterator[Doc], count: int, step: int) -> list[tuple[str, str]]:
    asked = []
    for place, doc in enumerate(docs):
        if place % step == 0 and len(asked) < count:
            rng = random.Random(f"question {place}")
            words = rng.sample(doc.text.split(), 5)
            words[2] = slip(words[2], "ru", rng)
            asked.append((" ".join(words), doc.id))
    return asked


def _resident() -> float:
    """Resident megabytes now, where the system tells; the most there ever were otherwise."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(search: Any, asked: Sequence[tuple[str, str]]) -> Row:
    for question, _ in asked[:20]:
        search(question, 1)
    times, busy, right = [], [], 0
    for question, wanted in asked:
        begun, worked = perf_counter(), process_time()
        found = search(question, 1)
        times.append(1_000 * (perf_counter() - begun))
        busy.append(1_000 * (process_time() - worked))
        right += bool(found) and (getattr(found[0], "id", None) or found[0][0]) == wanted
    times.sort()
    busy.sort()
    return {
        "median ms": times[len(times) // 2],
        "p99 ms": times[len(times) * 99 // 100],
        "CPU median": busy[len(busy) // 2],
        "CPU p99": busy[len(busy) * 99 // 100],
        "first %": 100 * right / len(asked),
    }


def _ours(folder: Path, asked: Sequence[tuple[str, str]], results: Any) -> None:
    """In a process of its own, so that the memory is that of searching only."""
    begun = perf_counter()
    ranker = Ranker.open(folder)
    opened = perf_counter() - begun
    row = _timed(ranker.search, asked) | {"open s": opened}
    times = []
    for place in range(20):
        begun = perf_counter()
        ranker.add([Doc(f"added-{place}", "ru", f"новейшее известие номер {place} о жаворонках")])
        assert ranker.search(f"известие номер {place} о жаворонках", 1)[0].id == f"added-{place}"
        times.append(1_000 * (perf_counter() - begun))
    results.put(row | {"add ms": max(times), "RSS MB": _resident()})


def measure_ours(count: int, asked: Sequence[tuple[str, str]]) -> Row:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        begun = perf_counter()
        Ranker.build(folder, facts(count))
        generated = perf_counter()
        for _ in facts(count):
            pass
        build = 2 * generated - begun - perf_counter()
        results = context.Queue()
        process = context.Process(target=_ours, args=(Path(folder), asked, results))
        process.start()
        row: Row = results.get(timeout=600)
        process.join()
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
    return row | {"build s": build, "disk MB": size}


def measure_peer(name: str, count: int, asked: Sequence[tuple[str, str]]) -> Row:
    begun = perf_counter()
    peer = peers.installed()[name]([Passage(doc.id, doc.lang, doc.text) for doc in facts(count)])
    build = perf_counter() - begun
    return _timed(peer.search, asked) | {"build s": build}


@click.command()
@click.option("--sizes", default="10000,100000,1000000")
@click.option("--questions", "wanted", default=300)
@click.option("--peers/--no-peers", "with_peers", default=True)
def main(sizes: str, wanted: int, with_peers: bool) -> None:
    heads = [
        "median ms",
        "p99 ms",
        "CPU median",
        "CPU p99",
        "first %",
        "build s",
        "open s",
        "add ms",
        "RSS MB",
        "disk MB",
    ]
    print("| facts | | " + " | ".join(heads) + " |\n" + "|---" * (len(heads) + 2) + "|")
    names = [name for name in _PEERS if with_peers and name in peers.installed()]
    for count in map(int, sizes.split(",")):
        asked = questions(facts(count), wanted, max(1, count // wanted))
        with click.progressbar(["ours", *names], label=f"{count:,} facts", file=sys.stderr) as bar:
            rows = {
                name: measure_ours(count, asked) if name == "ours" else measure_peer(name, count, asked)
                for name in bar
            }
        for name, row in rows.items():
            cells = [f"{row[head]:.2f}" if head in row else "-" for head in heads]
            print(f"| {count:,} | {name} | " + " | ".join(cells) + " |", flush=True)
    print(f"\nPython {platform.python_version()}, {peers.versions()}")


if __name__ == "__main__":
    main()

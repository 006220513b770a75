"""Several processes and threads on one database."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from knowledge.model import Fact, Pack, Topic
from knowledge.records import Question, Records

WRITER = Path(__file__).with_name("record_writer.py")
NOW = datetime(2020, 1, 1, tzinfo=UTC)
SMALL = Pack("p", {}, topics=(Topic("t", {"en": "T"}),), facts=(Fact("before", "t", {"en": "It was here."}),))


def start(url: str, *task: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", str(WRITER), url, *task]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.strip()


def test_processes_write_at_once(url: str) -> None:
    Records.open(url).close()
    processes = [start(url, "write", name, "25") for name in ("ann", "bob", "cat")]
    for process in processes:
        finish(process)
    with Records.open(url) as records:
        assert records.counts().facts == 76
        assert records.counts().questions == 75
        assert records.revision() == 75
        assert records.check() == []
        history = records.history("fact", "shared", limit=100)
        shared = records.fact("shared")
        assert shared is not None
        assert shared.version == len(history) == 75
        # Each change began where the one before it had ended.
        assert all(later.before == earlier.after for later, earlier in pairwise(history))


def test_a_new_database_is_made_once(url: str) -> None:
    processes = [start(url, "open") for _ in range(5)]
    assert sorted(map(finish, processes)) == ["created", *["found"] * 4]
    with Records.open(url) as records:
        assert records.check() == []


def test_what_a_killed_process_began_never_was(url: str) -> None:
    with Records.open(url) as records:
        records.apply(SMALL, actor="a", now=NOW)
        process = start(url, "flood")
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == ["found", "half"]
        # Readers see the record as it was, all the while.
        assert [fact.id for fact in records.pack().facts] == ["before"]
        process.kill()
        process.communicate(timeout=60)
        assert [fact.id for fact in records.pack().facts] == ["before"]
        assert records.revision() == 1
        assert records.check() == []
        assert records.apply(SMALL, actor="a", now=NOW).unchanged == 1
    with Records.open(url) as records:
        assert records.counts().facts == 1
        assert records.file_question(Question("Q?", "en", NOW, "answered")) > 0


def test_a_writer_waits_for_another_process_longer_than_sqlite_does(sqlite_url: str) -> None:
    with Records.open(sqlite_url) as records:
        process = start(sqlite_url, "flood")
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == ["found", "half"]
        threading.Timer(6, process.kill).start()
        began = time.monotonic()
        records.apply(SMALL, actor="a", now=NOW)
        assert time.monotonic() - began > 5
        process.communicate(timeout=60)
        assert records.counts().facts == 1


def test_threads_write_and_read_at_once(records: Records) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(15):
                fact = Fact(f"{name}-{number}", "t", {"en": "Statement"})
                records.apply(Pack("p", {}, topics=SMALL.topics, facts=(fact,)), actor=name, now=NOW)
                assert fact in records.pack().facts
        except BaseException as failure:  # noqa: BLE001 - told below, in the thread of the test
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(f"thread{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert records.counts().facts == 90
    assert records.revision() == 90

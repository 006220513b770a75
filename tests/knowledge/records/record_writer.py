"""A process of its own for the tests: `record_writer.py URL open | write NAME COUNT | flood`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from knowledge.model import Fact, Pack, Topic
from knowledge.records import Question, Records

NOW = datetime(2020, 1, 1, tzinfo=UTC)
TOPIC = Topic("t", {"en": "T"})


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def write(records: Records, name: str, count: int) -> None:
    """As many changes of the record, and questions in between."""
    for number in range(count):
        facts = (
            Fact(f"{name}-{number}", "t", {"en": "Statement"}),
            Fact("shared", "t", {"en": f"{name} {number}"}),
        )
        records.apply(Pack("p", {}, topics=(TOPIC,), facts=facts), actor=name, now=NOW)
        records.file_question(Question(name, "en", NOW, "answered"))


def flood(records: Records) -> None:
    """A large pack, and a word when it is half stored; then it waits to be killed."""
    facts = tuple(Fact(f"flood-{number}", "t", {"en": "Statement"}) for number in range(10_000))

    def half(done: int) -> None:
        if done >= len(facts) // 2:
            say("half")
            sys.stdin.read()

    records.apply(Pack("p", {}, topics=(TOPIC,), facts=facts), actor="flood", now=NOW, progress=half)


def main(url: str, task: str, *more: str) -> None:
    with Records.open(url) as records:
        say("created" if records.created else "found")
        if task == "write":
            write(records, more[0], int(more[1]))
        elif task == "flood":
            flood(records)


if __name__ == "__main__":
    main(*sys.argv[1:])

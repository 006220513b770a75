"""The benchmarks run; what they measure is another matter."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

import asking
import throughput

from knowledge.evaluation import read_labelled


def test_asking() -> None:
    rows = read_labelled(min((asking.HERE / "questions").glob("*.yaml")))
    table = asking.measure(rows[:5], passes=2, starts=1)
    assert "| a question, each for the first time, ms | " in table
    assert "agreement-bot 0." in table


def test_percentiles() -> None:
    assert asking.percentile(range(1, 101), 0.99) == 100
    assert asking.percentile([3, 1, 2], 0.5) == 2


def test_throughput(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(throughput, "_WARM_UP", 1)
    both = throughput.contestants(tmp_path)[:2]
    monkeypatch.setattr(throughput, "contestants", lambda _folder: both)
    results = asyncio.run(throughput.compete(people=2, rounds=1, seconds=0.3, anew=False))
    assert all(one.answers for rounds in results.values() for one in rounds)
    assert "Ratio to the echo bot: **" in throughput.report(results, 2)


def test_the_ratio_is_that_of_neighbouring_rounds() -> None:
    fast, slow = (throughput.Round(n, 1, 0, 0, 2 * n) for n in (100, 50))
    results = {name: [fast, slow, fast] for name in ("agreement-bot", "echo", "echo, concurrent updates")}
    assert "**1.00** (target 0.8: reached)" in throughput.report(results, 1)

"""Fit the confidence of answers on our own labelled questions and on those that no record answers.

Prints how well it holds, writes the weights:

    python benchmarks/calibrate.py [--write]

Logistic regression with an L2 penalty by Newton's method (Bishop 2006, "Pattern Recognition and Machine Learning",
4.3.3), judged by five-fold cross-validation: expected calibration error (Naeini et al. 2015) and the bands' outcomes.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from knowledge.assistant import understand
from knowledge.evaluation import Labelled, read_labelled
from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.lexicon import load_lexicon
from knowledge.matching.anchoring import is_adrift
from knowledge.matching.compose import compose
from knowledge.matching.confidence import MODEL
from knowledge.matching.decision import ANSWER_FROM, SUGGEST_FROM
from knowledge.matching.thread import Thread
from knowledge.model import Lang
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs

QUESTIONS = Path(__file__).with_name("questions")
OFF_TOPIC = Path(__file__).with_name("off_topic.yaml")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PENALTY = 1.0
FOLDS = 5
BINS = 10


@dataclass(frozen=True)
class Sample:
    features: tuple[float, ...]
    right: bool
    row: Labelled


def shipped_base() -> Base:
    pack, lexicon = read_pack(shipped_packs()[0]), load_lexicon()
    return Base.of(compile_base(pack, lexicon), pack, lexicon, 1)


def sample(row: Labelled, base: Base) -> tuple[tuple[str, ...], Sample] | None:
    """The evidence for the best answer to a question, and whether that answer is right; None if there is none."""
    thread: Thread | None = None
    for turn in row.after:
        thread = understand(turn, base, thread, NOW).thread
    last = understand(row.question, base, thread, NOW)
    reading, decision = last.reading, last.decision
    evidence = decision.evidence
    if evidence is None or is_adrift(
        reading
    ):  # how sure an answer is does not matter where none may be given
        return None
    # Where nothing was answered, what the nearest fact would have been worth.
    decision = replace(decision, matches=decision.matches or decision.ranked[:1])
    words = compose(decision, reading, base, reading.lang)
    text = "\n".join((words.lead, *words.items, *words.notes))
    right = row.expect is not None and all(pattern.search(text) for pattern in row.expect)
    named = asdict(evidence)
    return tuple(named), Sample(tuple(named.values()), right, row)


def fit(samples: Sequence[Sample], rounds: int = 30) -> list[float]:
    """Weights, the constant first."""
    rows = [(1.0, *one.features) for one in samples]
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(rounds):
        gradient = [-PENALTY * w * (at > 0) for at, w in enumerate(weights)]
        hessian = [[(PENALTY if a == b and a else 1e-6 * (a == b)) for b in range(size)] for a in range(size)]
        for row, one in zip(rows, samples, strict=True):
            p = sigmoid(sum(w * x for w, x in zip(weights, row, strict=True)))
            for a in range(size):
                gradient[a] += row[a] * (one.right - p)
                for b in range(size):
                    hessian[a][b] += p * (1 - p) * row[a] * row[b]
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(abs(s) for s in step) < 1e-6:
            break
    return weights


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivoting."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda r: abs(rows[r][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for other in range(size):
            if other != at:
                factor = rows[other][at] / rows[at][at]
                rows[other] = [x - factor * y for x, y in zip(rows[other], rows[at], strict=True)]
    return [row[size] / row[at] for at, row in enumerate(rows)]


def predict(weights: Sequence[float], one: Sample) -> float:
    return sigmoid(sum(w * x for w, x in zip(weights, (1.0, *one.features), strict=True)))


def crossed(samples: Sequence[Sample]) -> list[float]:
    """Every sample's probability by a model that has not seen it."""
    found = [0.0] * len(samples)
    for fold in range(FOLDS):
        weights = fit([one for at, one in enumerate(samples) if at % FOLDS != fold])
        for at, one in enumerate(samples):
            if at % FOLDS == fold:
                found[at] = predict(weights, one)
    return found


def reliability(samples: Sequence[Sample], chances: Sequence[float]) -> float:
    """Print the reliability table; returns the expected calibration error."""
    error = 0.0
    print("| confidence | answers | mean | right |\n|---|---|---|---|")
    for at in range(BINS):
        part = [
            (p, one.right)
            for p, one in zip(chances, samples, strict=True)
            if min(int(p * BINS), BINS - 1) == at
        ]
        if part:
            mean, right = (sum(column) / len(part) for column in zip(*part, strict=True))
            error += len(part) / len(samples) * abs(mean - right)
            print(f"| {at / BINS:.1f}-{(at + 1) / BINS:.1f} | {len(part)} | {mean:.2f} | {right:.2f} |")
    return error


def off_topic() -> list[Labelled]:
    """What is asked of an assistant and is on no record; every answer to it is wrong."""
    loaded: dict[Lang, list[str]] = yaml.safe_load(OFF_TOPIC.read_text(encoding="utf-8"))
    return [
        Labelled(f"off-{lang}-{at}", lang, "far", question, None)
        for lang, questions in loaded.items()
        for at, question in enumerate(questions)
    ]


def main() -> None:
    base = shipped_base()
    rows = [row for path in sorted(QUESTIONS.glob("*.yaml")) for row in read_labelled(path)] + off_topic()
    found = [one for row in rows if (one := sample(row, base))]
    names, samples = found[0][0], [one for _, one in found]
    chances = crossed(samples)
    right = sum(one.right for one in samples)
    print(f"{len(rows)} questions, {len(samples)} with an answer to judge, {right} of these right\n")
    print(f"\nexpected calibration error, cross-validated: {reliability(samples, chances):.3f}")
    for low, high, band in (
        (ANSWER_FROM, 1.01, "answered"),
        (SUGGEST_FROM, ANSWER_FROM, "suggested"),
        (0.0, SUGGEST_FROM, "unanswered"),
    ):
        part = [one.right for p, one in zip(chances, samples, strict=True) if low <= p < high]
        print(f"{band}: {len(part)}, of which right {sum(part)}")
    weights = dict(zip(("bias", *names), (round(w, 4) for w in fit(samples)), strict=True))
    print(json.dumps(weights, indent=1))
    if "--write" in sys.argv:
        MODEL.write_text(json.dumps({"weights": weights}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Fits the numbers of knowledge/ranking/weights.json on labelled data of our own: the shipped record.

    python benchmarks/fit_ranking.py [--no-features] [--write]

A known question of a fact, asked of a base that lacks this question (every fifth is held out in turn), has one right
answer; asked of a base without the fact, it has none. The bases: statements alone, and statements with the other
known questions, in each language; the questions: as they are, and disturbed. Weights of features are fitted by
pairwise logistic loss (T. Joachims, "Optimizing search engines using clickthrough data", KDD 2002, with the loss of
RankNet), drawn towards those there are; confidence by logistic regression. Both by plain gradient descent.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

import click
from disturbing import KINDS, disturbed
from reliability import auroc

from knowledge.model import LANGS, Fact, Lang
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.ranking import Doc, Hit, Ranker
from knowledge.ranking.choosing import evidence, weights

FOLDS = 5
WEIGHTS = Path(__file__).parents[1] / "knowledge" / "ranking" / "weights.json"
_STEPS = 400
Row = Mapping[str, float]


@dataclass(frozen=True)
class Asked:
    fold: int
    right: str
    hits: Sequence[Hit]


def _docs(facts: Sequence[Fact], lang: Lang, fold: int, *, known: bool) -> Iterator[Doc]:
    for fact in facts:
        kept = (one for place, one in enumerate(fact.questions.get(lang, ())) if place % FOLDS != fold)
        yield Doc(fact.id, lang, fact.statement.get(lang, ""), tuple(kept) if known else ())


def ask() -> list[Asked]:
    """Every held-out question, clean and disturbed, of every base."""
    facts = [fact for fact in read_pack(shipped_packs()[0]).facts if fact.status == "published"]
    bases = [(lang, fold, known) for lang in LANGS for fold in range(FOLDS) for known in (False, True)]
    asked = []
    with click.progressbar(bases, label="bases") as bar, tempfile.TemporaryDirectory() as folder:
        for lang, fold, known in bar:
            ranker = Ranker.build(folder, _docs(facts, lang, fold, known=known))
            for fact in facts:
                for question in fact.questions.get(lang, ())[fold::FOLDS]:
                    texts = [question, *(disturbed(kind, question, lang, question) for kind in KINDS)]
                    asked += [Asked(fold, fact.id, ranker.search(text, 6)) for text in texts if text]
    return asked


def _difference(right: Row, wrong: Row, names: Sequence[str]) -> list[float]:
    return [right[name] - wrong[name] for name in names]


def fit_features(asked: Sequence[Asked], strength: float = 0.02) -> dict[str, float]:
    """Weights under which the right hit beats the others; BM25 keeps 1, which sets the scale."""
    prior = dict(weights()["features"])
    names = list(prior)
    pairs = [
        _difference(right.features, hit.features, names)
        for one in asked
        for right in one.hits
        if right.id == one.right
        for hit in one.hits
        if hit.id != one.right
    ]
    chosen = [prior[name] for name in names]
    fixed = names.index("bm25")
    for step in range(_STEPS):
        slopes = [0.0] * len(names)
        for pair in pairs:
            lost = 1 / (1 + exp(min(sum(a * b for a, b in zip(chosen, pair, strict=True)), 30)))
            for place, value in enumerate(pair):
                slopes[place] += lost * value / len(pairs)
        for place, name in enumerate(names):
            if place != fixed:
                pull = strength * (prior[name] - chosen[place])
                chosen[place] += (slopes[place] + pull) / (1 + step / 100)
    return {name: round(value, 3) for name, value in zip(names, chosen, strict=True)}


def rows(asked: Sequence[Asked]) -> list[tuple[int, int, Row]]:
    """Fold, whether it is right, evidence: of the best hit, and of the best one once the right one is taken away."""
    found = []
    for one in asked:
        rest = [hit for hit in one.hits if hit.id != one.right]
        for hits in (one.hits, rest):
            if hits:
                told = evidence(hits[0].features, hits[0].score)
                found.append((one.fold, int(hits[0].id == one.right), told))
    return found


def fit_confidence(examples: Sequence[tuple[int, int, Row]]) -> dict[str, float]:
    names = list(examples[0][2])
    chosen = [0.0] * (len(names) + 1)
    inputs = [([1.0, *(told[name] for name in names)], right) for _, right, told in examples]
    for _ in range(_STEPS):
        slopes = [0.0] * len(chosen)
        for values, right in inputs:
            miss = right - 1 / (1 + exp(-sum(map(float.__mul__, chosen, values))))
            for place, value in enumerate(values):
                slopes[place] += miss * value / len(inputs)
        chosen = [weight + 4.0 * slope - 0.001 * weight for weight, slope in zip(chosen, slopes, strict=True)]
    return dict(zip(("constant", *names), (round(value, 3) for value in chosen), strict=True))


def _confidence(told: Row, chosen: Mapping[str, float]) -> float:
    return 1 / (1 + exp(-chosen["constant"] - sum(chosen[name] * value for name, value in told.items())))


def held_out(examples: Sequence[tuple[int, int, Row]]) -> str:
    """AUROC, log loss and expected calibration error (ten bins) on folds that the fit did not see."""
    told: list[tuple[float, int]] = []
    for fold in range(FOLDS):
        chosen = fit_confidence([row for row in examples if row[0] != fold])
        told += [(_confidence(row[2], chosen), row[1]) for row in examples if row[0] == fold]
    bins: list[list[tuple[float, int]]] = [[] for _ in range(10)]
    for confidence, right in told:
        bins[min(int(10 * confidence), 9)].append((confidence, right))
    error = sum(abs(sum(c for c, _ in some) - sum(r for _, r in some)) for some in bins) / len(told)
    loss = -sum(log(c if right else 1 - c) for c, right in told) / len(told)
    area = auroc([c for c, right in told if right], [c for c, right in told if not right])
    return f"{len(told)} examples, AUROC {100 * area:.1f}, log loss {loss:.3f}, calibration error {error:.3f}"


@click.command()
@click.option("--write", is_flag=True, help="Write the confidence to weights.json.")
@click.option(
    "--features/--no-features", "with_features", default=True, help="Fit the weights of features, too."
)
def main(write: bool, with_features: bool) -> None:
    asked = ask()
    first = sum(bool(one.hits) and one.hits[0].id == one.right for one in asked)
    examples = rows(asked)
    confidence = fit_confidence(examples)
    print(f"{len(asked)} questions, right at first: {100 * first / len(asked):.1f} %")
    if with_features:
        print("features", fit_features(asked))
    print("confidence", confidence, "| held out:", held_out(examples))
    if write:
        told = dict(weights()) | {"confidence": confidence}
        lines = ",\n".join(f'  "{name}": {json.dumps(told[name])}' for name in told)
        WEIGHTS.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

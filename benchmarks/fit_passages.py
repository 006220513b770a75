"""Fits how surely a passage answers (knowledge/passages/confidence.json) on questions of our own.

    python benchmarks/fit_passages.py [--write]

The bases: the statements of the shipped record, the same with known questions, and the known questions alone, in
each language. The questions: known ones that the base lacks (every fifth in turn), asked of the base as it is and of
what it has besides the right one; the labelled ones of benchmarks/questions, on record and off it; and those of
benchmarks/off_topic.yaml. Each kind of base and language weighs alike, questions with an answer three times as much
as those without. Nothing of the shipped record is a page long: what a page's length takes away, and what the lead over
the next hit adds, is set by judgement and left as it is.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

import click
import yaml
from calibrate import QUESTIONS, solve
from reliability import Judged, table

from knowledge.evaluation import read_labelled
from knowledge.model import LANGS, Fact, Lang
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.passages.confidence import Evidence, evidence, model
from knowledge.ranking import Doc, Hit, Ranker

MODEL = Path(__file__).parents[1] / "knowledge" / "passages" / "confidence.json"
OFF_TOPIC = Path(__file__).with_name("off_topic.yaml")
FOLDS = 5
KINDS = ("statements", "known", "questions")
_ANSWERABLE = 3.0  # what a question with an answer weighs
_PULL = 10.0  # towards zero
_ROUNDS = 30


@dataclass(frozen=True)
class Example:
    told: Evidence
    right: bool
    group: tuple[str, Lang, bool]  # kind of base, language, whether anything answers
    fold: int


def _docs(facts: Sequence[Fact], lang: Lang, fold: int, kind: str) -> Iterator[Doc]:
    for fact in facts:
        kept = (one for place, one in enumerate(fact.questions.get(lang, ())) if place % FOLDS != fold)
        text = "" if kind == "questions" else fact.statement.get(lang, "")
        yield Doc(fact.id, lang, text, () if kind == "statements" else tuple(kept))


def _asked(
    facts: Sequence[Fact], docs: Sequence[Doc], lang: Lang, fold: int
) -> Iterator[tuple[str, set[str]]]:
    """Questions with the texts that answer them."""
    for fact in facts:
        for question in fact.questions.get(lang, ())[fold::FOLDS]:
            yield question, {fact.id}
    rows = [row for path in sorted(QUESTIONS.glob("*.yaml")) for row in read_labelled(path) if not row.after]
    for row in rows[fold::FOLDS]:
        if row.lang == lang:
            found = {doc.id for doc in docs if row.expect and all(p.search(doc.text) for p in row.expect)}
            if found or row.expect is None:
                yield row.question, found
    for question in yaml.safe_load(OFF_TOPIC.read_text(encoding="utf-8"))[lang][fold::FOLDS]:
        yield question, set()


def _judged(hits: Sequence[Hit], right: set[str]) -> Iterator[tuple[Hit, bool, bool]]:
    """The best hit, and the best one once the right ones are taken away; is it right, and is there an answer."""
    if hits:
        yield hits[0], hits[0].id in right, bool(right)
    rest = [hit for hit in hits if hit.id not in right]
    if right and rest:
        lead = (rest[0].score - rest[1].score) / abs(rest[0].score or 1.0) if rest[1:] else 1.0
        yield Hit(rest[0].id, rest[0].score, 0.0, {**rest[0].features, "lead": lead}), False, False


def examples() -> list[Example]:
    facts = [fact for fact in read_pack(shipped_packs()[0]).facts if fact.status == "published"]
    bases = [(lang, fold, kind) for lang in LANGS for fold in range(FOLDS) for kind in KINDS]
    found = []
    with click.progressbar(bases, label="bases") as bar, tempfile.TemporaryDirectory() as folder:
        for lang, fold, kind in bar:
            docs = list(_docs(facts, lang, fold, kind))
            ranker = Ranker.build(folder, docs)
            for question, right in _asked(facts, docs, lang, fold):
                for hit, good, answerable in _judged(ranker.search(question, 20), right):
                    found.append(Example(evidence(hit), good, (kind, lang, answerable), fold))
    return found


def weighed(chosen: Sequence[Example]) -> list[float]:
    """What each example counts; one on average."""
    sizes = Counter(one.group for one in chosen)
    shares = [(_ANSWERABLE if one.group[2] else 1.0) / sizes[one.group] for one in chosen]
    return [share * len(chosen) / sum(shares) for share in shares]


def fit(chosen: Sequence[Example]) -> dict[str, float]:
    """Logistic regression by Newton's method; what is set by judgement is an offset."""
    fitted, fixed = list(model()["fitted"]), model()["set"]
    shares = weighed(chosen)
    rows = [
        (
            [one.told[name] for name in fitted],
            sum(w * one.told[n] for n, w in fixed.items()),
            one.right,
            share,
        )
        for one, share in zip(chosen, shares, strict=True)
    ]
    places = range(len(fitted))
    weights = [0.0] * len(fitted)
    for _ in range(_ROUNDS):
        gradient = [-_PULL * weights[at] * (at > 0) for at in places]
        hessian = [[(_PULL if a else 1e-6) if a == b else 0.0 for b in places] for a in places]
        for values, offset, right, share in rows:
            p = 1 / (1 + exp(-offset - sum(map(float.__mul__, weights, values))))
            for a in places:
                gradient[a] += share * values[a] * (right - p)
                for b in places:
                    hessian[a][b] += share * p * (1 - p) * values[a] * values[b]
        weights = [weight + step for weight, step in zip(weights, solve(hessian, gradient), strict=True)]
    return {name: round(weight, 3) for name, weight in zip(fitted, weights, strict=True)}


def held_out(found: Sequence[Example]) -> Iterator[Judged]:
    """Every example's probability by a model that has not seen it, whether it is right, and what it counts."""
    shares = weighed(found)
    for fold in range(FOLDS):
        weights = {**model()["set"], **fit([one for one in found if one.fold != fold])}
        for one, share in zip(found, shares, strict=True):
            if one.fold == fold:
                logit = sum(weight * one.told[name] for name, weight in weights.items())
                yield 1 / (1 + exp(-logit)), one.right, share


@click.command()
@click.option("--write", is_flag=True, help="Write the weights to confidence.json.")
def main(write: bool) -> None:
    found = examples()
    print(table(held_out(found)))
    fitted = fit(found)
    print(json.dumps(fitted))
    if write:
        told = {"fitted": fitted, "set": model()["set"]}
        lines = ",\n".join(f'  "{name}": {json.dumps(told[name])}' for name in told)
        MODEL.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""What each part of the ranker gives: R@1 with it, and how much is lost without it.

    python benchmarks/ablation.py [--share 0.4] [--write]

On the question sets of quality.py, an index for each. `--write` puts the table into docs/ranking.md.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
from disturbing import KINDS, disturbed
from quality import Set, load

from knowledge.ranking import Ranker, choosing, expanding, scoring, weighing
from knowledge.ranking.expanding import Expander

NOTE = Path(__file__).parents[1] / "docs" / "ranking.md"
_BETWEEN = re.compile(r"(<!-- ablation -->\n).*?(\n<!-- end -->)", re.DOTALL)
Patch = AbstractContextManager[Any]


def _weight(group: str, **changed: float) -> Callable[[], Patch]:
    told = choosing.weights()
    return lambda: patch.object(choosing, "weights", lambda: {**told, group: {**told[group], **changed}})


def _method(name: str) -> Callable[[], Patch]:
    return lambda: patch.object(Expander, name, lambda *_: None)


def _constant(module: Any, name: str, value: Any) -> Callable[[], Patch]:
    return lambda: patch.object(module, name, value)


PARTS: Mapping[str, Callable[[], Patch]] = {
    "the very words": _weight("features", exact=0),
    "order": _weight("features", order=0),
    "the best sentence": _weight("features", sentence=0),
    "what is missing": _weight("features", missing=0),
    "length": _constant(weighing, "_BY_LENGTH", 0.0),
    "question words count less in statements": _constant(scoring, "_ASKING", 1.0),
    "the next known questions": _weight("questions", other=0),
    "naive Bayes over known questions": _weight("questions", likelihood=0),
    "neighbours in known questions": _weight("questions", chain=0),
    "slips": _method("_by_slips"),
    "slips in stems": _method("_by_slips_of_stem"),
    "words of one family": _method("_by_neighbours"),
    "Russian verb roots": _method("_by_verb"),
    "deeper Kazakh stems": _method("_by_deeper_stems"),
    "sounds": _method("_by_sound"),
    "I for you": _method("_by_turning"),
    "other layouts": _constant(expanding, "retype", lambda _: ()),
}


def figures(sets: Sequence[Set], rankers: Mapping[str, Path]) -> dict[str, float]:
    """R@1 in % of each set and kind of question, with rankers that know nothing of what was asked before."""
    found = {}
    for one in sets:
        ranker = Ranker.open(rankers[one.name])
        for kind in ("clean", *KINDS):
            right = total = 0
            for question in (question for question in one.questions if question.right):
                key = f"{one.name}:{question.id}"
                clean = kind == "clean"
                text = question.text if clean else disturbed(kind, question.text, question.lang, key)
                if text is not None:
                    hits = ranker.search(text, 1)
                    right += bool(hits) and hits[0].id in question.right
                    total += 1
            if total:
                found[f"{one.name} {kind}"] = 100 * right / total
    return found


def table(sets: Sequence[Set]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        paths = {one.name: Path(folder) / one.name for one in sets}
        for one in sets:
            Ranker.build(paths[one.name], one.docs)
        whole = figures(sets, paths)
        lines = [f"| without | {' | '.join(whole)} |", "|---" * (len(whole) + 1) + "|"]
        lines.append(f"| (nothing is left out) | {' | '.join(f'{value:.1f}' for value in whole.values())} |")
        with click.progressbar(PARTS.items(), label="parts", file=sys.stderr) as bar:
            for name, left_out in bar:
                with left_out():
                    without = figures(sets, paths)
                cells = (f"{without[kind] - value:+.1f}" for kind, value in whole.items())
                lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


@click.command()
@click.option("--share", default=0.4, help="A sample of the questions.")
@click.option("--sets", default="", help="Only these, with commas between them.")
@click.option("--write", is_flag=True, help="Write the table to docs/ranking.md.")
def main(share: float, sets: str, write: bool) -> None:
    made = table(load(sets, share))
    print(made)
    if write:
        note = NOTE.read_text(encoding="utf-8")
        NOTE.write_text(_BETWEEN.sub(lambda found: found[1] + made + found[2], note), encoding="utf-8")


if __name__ == "__main__":
    main()

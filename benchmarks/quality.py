"""How often the right passage comes first, on questions that nobody here wrote; every peer in the same run.

    python benchmarks/quality.py [--sets xquad-ru,kazqad] [--share 0.2] [--no-peers] [--index each|one|both]

Reads the public question sets of ../shared/eval where they are, a small set made of the shipped record otherwise.
Two tables: an index for each set, and one index for all of them; the same configuration everywhere. Prints Markdown:
R@1 in % for clean and disturbed questions, and how well the confidence tells questions that the passages answer from
those they do not (AUROC); of ours also the expected calibration error (ECE, in %), and how often the first is right by
how sure it was, of all sets together.
"""

from __future__ import annotations

import json
import platform
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import click
import peers
from disturbing import KINDS, disturbed
from peers import Passage, Peer, Ranked
from reliability import Judged, auroc, calibration_error
from reliability import table as reliability_table

from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.lexicon import load_lexicon
from knowledge.model import Fact, Pack
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.passages import Shelf
from knowledge.ranking import Doc

PUBLIC = Path(__file__).parents[2] / "shared" / "eval" / "public"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TARGETS = {
    "xquad-en": {"clean": 95, "typo": 92, "auroc": 97.5},
    "xquad-ru": {"clean": 94, "typo": 91, "translit": 85, "layout": 93, "auroc": 97},
    "koziev-ru": {"clean": 95, "typo": 88, "translit": 80, "layout": 94},
    "kazqad": {"clean": 66, "typo": 62, "translit": 52, "ru-keys": 60, "auroc": 80},
    "clinc": {"clean": 84, "typo": 76, "auroc": 91},
}


@dataclass(frozen=True)
class Question:
    id: str
    lang: str
    text: str
    right: frozenset[str]  # empty where nothing answers


@dataclass(frozen=True)
class Set:
    name: str
    docs: Sequence[Doc]
    questions: Sequence[Question]

    def passages(self) -> Iterable[Passage]:
        """The texts for peers, which know no aliases: a known question is a passage of its own."""
        for doc in self.docs:
            texts = ([doc.text] if doc.text else []) + list(doc.questions)
            yield from (Passage(doc.id, doc.lang, text) for text in texts)


class Ours:
    """The whole way of a question, with the texts as facts that have no structure."""

    def __init__(self, sets: Sequence[Set], folder: Path) -> None:
        facts = [_fact(doc) for one in sets for doc in one.docs]
        shelf = Shelf(folder)
        shelf.catch_up(1, lambda _since: facts)
        lexicon, nothing = load_lexicon(), Pack("nothing", {})
        base = Base.of(compile_base(nothing, lexicon), nothing, lexicon, 1, shelf)
        self._assistant = Assistant(lambda: base)

    def search(self, question: str, k: int) -> Ranked:
        answer = self._assistant.ask(question, now=NOW)
        return [(one.id, one.confidence) for one in answer.candidates[:k]]

    def confidence(self, question: str) -> float:
        return next((confidence for _, confidence in self.search(question, 1)), 0.0)

    def judged(self, questions: Iterable[Question]) -> list[Judged]:
        """How sure it is of its first, and whether that is right."""
        firsts = ((question, self.search(question.text, 1)) for question in questions)
        return [
            (found[0][1], found[0][0] in question.right, 1.0) if found else (0.0, False, 1.0)
            for question, found in firsts
        ]


def _fact(doc: Doc) -> Fact:
    questions = {doc.lang: doc.questions} if doc.questions else {}
    return Fact(doc.id, "imported", {doc.lang: doc.text} if doc.text else {}, questions=questions)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_set(folder: Path) -> Set:
    name = folder.name
    by_fact: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(folder / "passages.jsonl"):
        by_fact[f"{name}:{row.get('fact', row['id'])}"].append(row)
    docs = [
        Doc(fact, rows[0]["lang"], "", tuple(row["text"] for row in rows))
        if "fact" in rows[0]
        else Doc(fact, rows[0]["lang"], rows[0]["text"])
        for fact, rows in by_fact.items()
    ]
    questions = []
    for row in _rows(folder / "questions.jsonl"):
        right = row.get("passage_ids") or ([row["passage_id"]] if row["passage_id"] else [])
        questions.append(
            Question(row["id"], row["lang"], row["question"], frozenset(f"{name}:{one}" for one in right))
        )
    return Set(name, docs, questions)


def own_sets() -> list[Set]:
    """The shipped record: statements to be found by their known questions, which are not indexed."""
    sets = []
    facts = [fact for fact in read_pack(shipped_packs()[0]).facts if fact.status == "published"]
    for lang in ("en", "ru", "kk"):
        name = f"first-meeting-{lang}"
        docs = [
            Doc(f"{name}:{fact.id}", lang, fact.statement[lang]) for fact in facts if lang in fact.statement
        ]
        questions = [
            Question(f"{fact.id}-{place}", lang, question, frozenset({f"{name}:{fact.id}"}))
            for fact in facts
            for place, question in enumerate(fact.questions.get(lang, ()))
        ]
        sets.append(Set(name, docs, questions))
    return sets


def load(names: str, share: float) -> list[Set]:
    wanted = set(names.split(",")) if names else set()
    if not PUBLIC.is_dir():
        return own_sets()
    found = [read_set(folder) for folder in sorted(PUBLIC.iterdir())]
    return [
        Set(one.name, one.docs, _sampled(one.questions, share))
        for one in found
        if not wanted or one.name in wanted
    ]


def _sampled(questions: Sequence[Question], share: float) -> Sequence[Question]:
    if share >= 1:
        return questions
    return [question for question in questions if random.Random(question.id).random() < share]


def measure(
    peer: Peer, one: Set, confidence: Callable[[str], float], tick: Callable[[], None]
) -> dict[str, float]:
    figures: dict[str, float] = {}
    asked = [question for question in one.questions if question.right]
    for kind in ("clean", *KINDS):
        right, total = 0, 0
        for question in asked:
            text = (
                question.text
                if kind == "clean"
                else disturbed(kind, question.text, question.lang, f"{one.name}:{question.id}")
            )
            if text is not None:
                found = peer.search(text, 1)
                right += bool(found) and found[0][0] in question.right
                total += 1
        tick()
        if total:
            figures[kind] = 100 * right / total
    others = [question for question in one.questions if not question.right]
    if others:
        yes, no = ([confidence(question.text) for question in some] for some in (asked, others))
        figures["auroc"] = 100 * auroc(yes, no)
    tick()
    return figures


def _top(peer: Peer) -> Callable[[str], float]:
    return lambda question: next((score for _, score in peer.search(question, 1)), 0.0)


_TITLES = {"each": "An index for each set", "one": "One index for all sets"}
Figures = dict[str, dict[str, dict[str, float]]]  # contestant, set, kind


def run(sets: Sequence[Set], *, with_peers: bool) -> tuple[Figures, dict[str, float], list[Judged]]:
    figures: Figures = {}
    seconds: dict[str, float] = {}
    makers = peers.installed() if with_peers else {}
    steps = (len(makers) + 1) * len(sets) * (len(KINDS) + 2)
    passages = [passage for one in sets for passage in one.passages()]
    with (
        tempfile.TemporaryDirectory() as folder,
        click.progressbar(length=steps, label="questions", file=sys.stderr) as bar,
    ):

        def contest(name: str, peer: Peer, confidence: Callable[[str], float]) -> None:
            begun = perf_counter()
            figures[name] = {one.name: measure(peer, one, confidence, lambda: bar.update(1)) for one in sets}
            seconds[name] = perf_counter() - begun

        ours = Ours(sets, Path(folder) / "ours")
        contest("ours", ours, ours.confidence)
        judged: list[Judged] = []
        for one in sets:
            told = ours.judged(one.questions)
            figures["ours"][one.name]["ece"] = 100 * calibration_error(told)
            judged += told
        for name, make in makers.items():
            peer = make(passages)
            contest(name, peer, _top(peer))
    return figures, seconds, judged


def table(figures: Figures, seconds: Mapping[str, float]) -> str:
    columns = [(one, kind) for one, kinds in figures["ours"].items() for kind in kinds]
    heads = [f"{one} {kind}" for one, kind in columns]
    lines = ["| | " + " | ".join(heads) + " | s |", "|---" * (len(heads) + 2) + "|"]
    targets = [TARGETS.get(one, {}).get(kind, "") for one, kind in columns]
    lines.append("| to reach | " + " | ".join(map(str, targets)) + " | |")
    for name, of_sets in figures.items():
        cells = [f"{of_sets[one][kind]:.1f}" if kind in of_sets[one] else "-" for one, kind in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {seconds[name]:.0f} |")
    return "\n".join(lines)


@click.command()
@click.option("--sets", default="", help="Only these, with commas between them.")
@click.option("--share", default=1.0, help="A sample of the questions.")
@click.option("--peers/--no-peers", "with_peers", default=True)
@click.option("--index", "how", type=click.Choice(["each", "one", "both"]), default="both")
def main(sets: str, share: float, with_peers: bool, how: str) -> None:
    loaded = load(sets, share)
    judged: list[Judged] = []
    groups = {"each": [[one] for one in loaded], "one": [loaded]}
    for name in ("each", "one") if how == "both" else (how,):
        print(f"{_TITLES[name]}\n")
        for group in groups[name]:
            figures, seconds, told = run(group, with_peers=with_peers)
            print(f"{table(figures, seconds)}\n")
            judged += told
    print(f"{reliability_table(judged)}\n")
    print(f"Python {platform.python_version()}, {peers.versions()}")


if __name__ == "__main__":
    main()

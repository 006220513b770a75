"""Importing files: a book of 300 pages as .docx and .pdf, and 100,000 rows.

    python benchmarks/importing.py [--pages 300] [--rows 100000]

Each file is imported with `agreement-bot import` into an empty base: from the start of the command to the end, with the
index brought up to date; and once more, which changes nothing. The memory is the most that the reading process held.
While the .docx is read and taken in one process, another one answers questions about the same base. Prints Markdown.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import click
import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from knowledge.documents import Limits, read_file

_WORDS = (
    "museum",
    "exhibition",
    "painter",
    "river",
    "railway",
    "horse",
    "winter",
    "camp",
    "guide",
    "story",
    "visitor",
    "country",
    "century",
    "steppe",
    "pier",
    "ferry",
    "lighthouse",
    "captain",
    "engineer",
    "bridge",
)
_NAMES = ("Anna", "Boris", "Clara", "Daniyar", "Elena", "Farida", "Gulnara", "Henry")
_SURNAMES = ("Akhmetov", "Petrova", "Smith", "Sidorov", "Omarova", "Ivanov")
_POSTS = (
    "director of the museum",
    "rector of the university",
    "head of the archive",
    "engineer of the railway",
)
_PARAGRAPHS = 5  # on a page


def sentence(chance: random.Random) -> str:
    words = " ".join(chance.choices(_WORDS, k=chance.randint(9, 18)))
    if chance.random() < 0.1:
        name = f"{chance.choice(_NAMES)} {chance.choice(_SURNAMES)}"
        return f"The {words} was shown by {name}, {chance.choice(_POSTS)}."
    return f"The {words}, as they say, since {chance.randint(1900, 2020)}."


def paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(5))


def write_docx(path: Path, pages: int) -> None:
    chance = random.Random(1)
    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"Chapter {page + 1}", 1)
        for _ in range(_PARAGRAPHS):
            document.add_paragraph(paragraph(chance))
        document.add_page_break()
    document.save(str(path))


def write_pdf(path: Path, pages: int) -> None:
    chance = random.Random(2)
    styles = getSampleStyleSheet()
    flow: list[object] = []
    for page in range(pages):
        flow.append(Paragraph(f"Chapter {page + 1}", styles["Heading1"]))
        flow += [Paragraph(paragraph(chance), styles["BodyText"]) for _ in range(_PARAGRAPHS)]
        flow.append(PageBreak())
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)


def write_rows(path: Path, rows: int) -> None:
    chance = random.Random(3)
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            row = {
                "id": f"r{number}",
                "lang": "en",
                "text": sentence(chance),
                "topic": f"Topic {number % 50}",
            }
            file.write(json.dumps(row) + "\n")


def bot(folder: Path, base: str, *command: str, typed: str = "") -> tuple[float, str]:
    """Seconds that a command took, and what it wrote."""
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--database", f"sqlite:///{base}.db", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        input=typed,
        capture_output=True,
        text=True,
        check=True,
    )
    return perf_counter() - began, done.stdout


def measure(folder: Path, name: str) -> list[str]:
    base = name.replace(".", "-")
    bot(folder, base, "init", "--empty")
    first, told = bot(folder, base, "import", name)
    again, _ = bot(folder, base, "import", name)
    limits = Limits(memory=2_000_000_000, cpu_seconds=600, seconds=900, largest=1_000_000_000)
    began = perf_counter()
    draft = read_file(folder / name, today=date(2026, 1, 1), limits=limits)
    reading = perf_counter() - began
    size = (folder / name).stat().st_size / 1e6
    facts = told.split(": ", 1)[1].split(" added")[0]
    return [
        name,
        f"{size:.1f}",
        facts,
        f"{reading:.1f}",
        f"{draft.peak_memory / 1e6:.0f}",
        f"{first:.1f}",
        f"{again:.1f}",
    ]


def meanwhile(folder: Path) -> tuple[int, float, float]:
    """How many questions are answered while a book is imported, and in how many ms (median, slowest)."""
    bot(folder, "busy", "init")
    command = [sys.executable, "-m", "bot", "--database", "sqlite:///busy.db", "import", "book.docx"]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    importing = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.DEVNULL)
    asked: list[float] = []
    questions = "".join(json.dumps({"question": "Who headed the Russian side?"}) + "\n" for _ in range(50))
    while importing.poll() is None:
        _, out = bot(folder, "busy", "ask", "--batch", "-", typed=questions)
        asked += [json.loads(line)["elapsed_ms"] for line in out.splitlines()[1:]]
    return len(asked), statistics.median(asked), max(asked)


@click.command()
@click.option("--pages", default=300, show_default=True)
@click.option("--rows", default=100_000, show_default=True)
def main(pages: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lines = []
        with click.progressbar(length=7, label="Importing", file=sys.stderr) as bar:
            write_docx(folder / "book.docx", pages)
            bar.update(1)
            write_pdf(folder / "book.pdf", pages)
            bar.update(1)
            write_rows(folder / "rows.jsonl", rows)
            bar.update(1)
            for name in ("book.docx", "book.pdf", "rows.jsonl"):
                lines.append(measure(folder, name))
                bar.update(1)
            count, median, slowest = meanwhile(folder)
            bar.update(1)
    click.echo(f"pypdfium2 {version('pypdfium2')}, lxml {version('lxml')}; {pages} pages, {rows} rows\n")
    click.echo("| file | MB | facts | reading alone, s | its memory, MB | imported, s | once more, s |")
    click.echo("|---|---|---|---|---|---|---|")
    for line in lines:
        click.echo(f"| {' | '.join(line)} |")
    click.echo(f"\nMeanwhile {count} questions, median {median:.1f} ms, slowest {slowest:.0f} ms.")


if __name__ == "__main__":
    main()

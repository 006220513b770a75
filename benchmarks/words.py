"""How fast a misspelt word is found again, and how often the language of two words is told right.

    python benchmarks/words.py [--words 200000] [--lookups 2000]

The vocabulary is invented (see speed.py), one slip in each word looked up. The pairs of words are neighbours in the
known questions of the shipped record; pairs that more languages have are left out. Prints Markdown.
"""

from __future__ import annotations

import platform
import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from time import perf_counter

import click
from disturbing import slip
from speed import Language

from knowledge.language import SpellingIndex, detect, normalise, tokenize
from knowledge.model import LANGS
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs


def spelling(words: Sequence[str], lookups: int) -> str:
    begun = perf_counter()
    index = SpellingIndex(words)
    built = perf_counter() - begun
    rng = random.Random("slips")
    times, found = [], 0
    for word in rng.choices(words, k=lookups):
        typed = slip(word, "ru", rng)
        begun = perf_counter()
        corrections = index.lookup(typed)
        times.append(1_000 * (perf_counter() - begun))
        found += word in {one.word for one in corrections}
    times.sort()
    cells = [f"{len(words):,}", f"{times[lookups // 2]:.3f}", f"{times[lookups * 99 // 100]:.3f}"]
    cells += [f"{100 * found / lookups:.1f}", f"{built:.1f}"]
    return f"| words | median ms | p99 ms | found % | build s |\n|{'---|' * 5}\n| {' | '.join(cells)} |"


def languages() -> str:
    """Of pairs of words in one language only, how many are told right."""
    seen: dict[str, set[str]] = defaultdict(set)
    for fact in read_pack(shipped_packs()[0]).facts:
        for lang in LANGS:
            for question in fact.questions.get(lang, ()):
                words = [token.text for token in tokenize(normalise(question))]
                for pair in pairwise(words):
                    seen[" ".join(pair)].add(lang)
    lines = ["| language | pairs | told right % |", "|---|---|---|"]
    for lang in LANGS:
        pairs = [pair for pair, langs in seen.items() if langs == {lang}]
        right = sum(detect(pair) == lang for pair in pairs)
        lines.append(f"| {lang} | {len(pairs)} | {100 * right / len(pairs):.1f} |")
    return "\n".join(lines)


@click.command()
@click.option("--words", default=200_000)
@click.option("--lookups", default=2_000)
def main(words: int, lookups: int) -> None:
    print(spelling(Language(words).words, lookups), languages(), sep="\n\n")
    print(f"\nPython {platform.python_version()}")


if __name__ == "__main__":
    main()

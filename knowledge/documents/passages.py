"""Blocks into passages: what is answered from, one paragraph or a part of a long one, under its headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.documents.blocks import Block, Locator
from knowledge.documents.naming import fingerprint
from knowledge.language import detect
from knowledge.model import LANGS, Lang

_LONGEST = 1200  # characters of a paragraph that stays whole
_AIM = 800  # of the parts of a longer one
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”»\"')]*\s+(?=[«“\"'(–—-]?\s*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])|(?<=;)\s+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Jr|Sr|vs|etc|e\.g|i\.e|Gen|Col|Inc|Ltd|Co|г|гг|ул|им|см|стр|тыс|млн"
    r"|млрд|руб|проф|акад|д|т\.е|т\.д|т\.п|др|ред|ст|п|б|ж|жж|т\.б|атын)|\b[^\W\d_]{1,5}\.\s*[^\W\d_A-ZА-Я]{1,5})\.$"
)
_LEAST = 2  # letters of a passage


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to answer from. `key` is made of its words: the same passage has the same in every edition."""

    key: str
    text: str
    lang: Lang
    number: int
    kind: Locator
    heading: str = ""


def passages_of(blocks: Iterable[Block]) -> Iterator[Passage]:
    """The passages of a document, each told which headings it stands under."""
    headings: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for block in blocks:
        if block.level:
            headings = {level: text for level, text in headings.items() if level < block.level}
            headings[block.level] = block.text
            continue
        for part in split(block.text):
            if sum(map(str.isalpha, part)) < _LEAST:
                continue
            key = fingerprint(part)
            seen[key] += 1
            yield Passage(
                key=key if seen[key] == 1 else f"{key}-{seen[key]}",
                text=part,
                lang=detect(part[:2000]),
                number=block.number,
                kind=block.kind,
                heading=" › ".join(headings[level] for level in sorted(headings)),
            )


def split(text: str, longest: int = _LONGEST, aim: int = _AIM) -> Iterator[str]:
    """A text in parts of whole sentences, about equally long; a short one as it is."""
    if len(text) <= longest:
        yield text
        return
    part = ""
    for sentence in sentences(text):
        for piece in _pieces(sentence, longest):
            if part and len(part) + len(piece) > aim:
                yield part
                part = ""
            part = f"{part} {piece}".strip()
    if part:
        yield part


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, and what stands between semicolons."""
    found: list[str] = []
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        if _ABBREVIATED.search(text[max(start, gap.start() - 14) : gap.start()].rstrip()):
            continue
        end = gap.end() - len(gap[0]) + len(gap[0].rstrip())
        found.append(text[start:end].strip())
        start = gap.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def whole_sentences(text: str) -> list[str]:
    """Sentences, what stands between semicolons together: a list goes on behind them."""
    whole: list[list[str]] = []
    for part in sentences(text):
        if whole and whole[-1][-1].endswith(";"):
            whole[-1].append(part)
        else:
            whole.append([part])
    return [" ".join(parts) for parts in whole]


def _pieces(sentence: str, longest: int) -> Iterator[str]:
    """A sentence that is too long by itself is cut between words."""
    while len(sentence) > longest:
        cut = sentence.rfind(" ", 0, longest)
        cut = cut if cut > longest // 2 else longest
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence


def main_language(passages: Iterable[Passage]) -> Lang:
    """The language that most of the letters are in."""
    letters: Counter[Lang] = Counter()
    for passage in passages:
        letters[passage.lang] += len(passage.text)
    return max(LANGS, key=lambda lang: letters[lang])

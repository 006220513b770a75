"""The words of a sentence as they are written, with what the lexicon knows about them."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass

from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.index.ground import words_of
from knowledge.language import script
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.model import Lang, Pack

_TOKEN = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]\.){1,3}(?![^\W\d_]{2})"  # initials and «и.о.»
    r"|(?i:\b(?:st|dr|mr|mrs|ms|prof|gen|col|hon|им|проф|акад|гр|атын)\.(?=\s*\w))"
    r"|[^\W\d_]+(?:['’-](?=[^\W\d_])[^\W\d_]+)*"
    r"|\d+(?:[.,:/–-]\d+)*|[^\w\s]"
)
_INITIAL = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{1,2}\.?|(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\.){2}")
_LONGEST = 4000  # characters of a sentence that is looked at


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark. `units`: concepts of the lexicon that it is (a part of)."""

    text: str
    start: int
    end: int
    units: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    first: bool = False  # of a run that is a concept together
    alone: bool = False  # that run by itself

    @property
    def word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def initial(self) -> bool:
        return self.text.endswith(".") and _INITIAL.fullmatch(self.text) is not None

    def means(self, *concepts: str) -> bool:
        return any(f"c:{concept}" in self.units for concept in concepts)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words. `text` of a part is cut out of it as it is written."""

    text: str
    lang: Lang
    tokens: tuple[Token, ...]

    def said(self, start: int, end: int) -> str:
        """What stands from one token up to before another."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def has(self, *concepts: str) -> bool:
        return any(token.means(*concepts) for token in self.tokens)

    def concepts(self, kind: str, start: int = 0, end: int | None = None) -> list[str]:
        """The concepts of a kind from token to token, in order, each once."""
        lexicon = _base().lexicon
        found: dict[str, None] = {}
        for token in self.tokens[start:end]:
            for unit in sorted(token.units):
                concept = lexicon.concepts.get(unit[2:])
                if concept is not None and concept.kind == kind:
                    found[concept.id] = None
        return list(found)


# The lexicon alone, as the matcher reads questions by it; as it was last made or handed over.
_bases: list[Base] = []
_written: dict[str, bytes] = {}


def _base() -> Base:
    if not _bases:
        _bases.append(_made(load_lexicon()))
    return _bases[0]


def _made(lexicon: Lexicon) -> Base:
    nothing = Pack("nothing", {})
    return Base.of(compile_base(nothing, lexicon), nothing, lexicon, 0)


def lexicon_to_hand_over() -> bytes:
    """What sentences are read by, for another process of ours: it would spend half a second on making it."""
    lexicon = load_lexicon()
    written = _written.get(lexicon.digest)
    if written is None:
        _written.clear()
        written = _written[lexicon.digest] = pickle.dumps(_made(lexicon))
    return written


def take_lexicon_over(written: bytes) -> None:
    """Read sentences by what `lexicon_to_hand_over` gave. These bytes must be from nobody else."""
    _bases[:] = [pickle.loads(written)]  # noqa: S301 - the process that started this one wrote it


def broader(concept: str) -> tuple[str, ...]:
    """The concept and everything that it falls under."""
    return _base().lexicon.with_broader(concept)


def read_sentence(text: str, lang: Lang) -> Sentence:
    text = text[:_LONGEST]
    spans = [found.span() for found in _TOKEN.finditer(text)]
    words: list[str] = []
    owners: list[int] = []
    for at, (start, end) in enumerate(spans):
        for word in words_of(text[start:end]):
            words.append(word)
            owners.append(at)
    units: list[set[str]] = [set() for _ in spans]
    firsts: set[int] = set()
    alone: set[int] = set()
    base = _base()
    for run in base.annotator.annotate(words, lambda word: base.words.strict(word, _spoken(word, lang))):
        if run.span.units:
            firsts.add(owners[run.span.start])
            if owners[run.span.start] == owners[run.span.end - 1]:
                alone.add(owners[run.span.start])
            for place in range(run.span.start, run.span.end):
                units[owners[place]].update(run.span.units)
    tokens = (
        Token(
            text[start:end],
            start,
            end,
            frozenset(units[at]),
            frozenset(base.annotator.kind_of(unit) for unit in units[at]),
            at in firsts,
            at in alone,
        )
        for at, (start, end) in enumerate(spans)
    )
    return Sentence(text, lang, tuple(tokens))


def _spoken(word: str, lang: Lang) -> Lang:
    """A Latin word in a Russian sentence is looked up as English."""
    return "en" if script(word) == "latin" else "ru" if lang == "en" else lang

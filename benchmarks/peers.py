"""What the ranker is measured against: FTS5 three ways, TF-IDF over character n-grams, bm25s, tantivy, rapidfuzz."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final, Protocol

from rapidfuzz import fuzz, process

from knowledge.language import detect, normalise, stem, tokenize

Ranked = list[tuple[str, float]]  # ids, best first, with scores


@dataclass(frozen=True)
class Passage:
    """One text to be found; several may stand for one fact, which is what `answer` names."""

    answer: str
    lang: str
    text: str


class Peer(Protocol):
    def search(self, question: str, k: int) -> Ranked: ...


def _words(text: str) -> list[str]:
    return [token.text for token in tokenize(normalise(text, 100_000))]


def _stems(text: str, lang: str) -> list[str]:
    return [stem(word, lang) for word in _words(text)]  # type: ignore[arg-type]


def best_per_answer(rows: Sequence[tuple[str, float]], k: int) -> Ranked:
    best: dict[str, float] = {}
    for answer, score in rows:
        best.setdefault(answer, score)
    return list(best.items())[:k]


class Fts5:
    """SQLite's FTS5 with bm25, an OR of all words (or trigrams) of the question."""

    def __init__(self, passages: Sequence[Passage], how: str) -> None:
        self._how = how
        self._answers = [passage.answer for passage in passages]
        self._base = sqlite3.connect(":memory:")
        tokens = "trigram" if how == "trigram" else "unicode61"
        self._base.execute(f"CREATE VIRTUAL TABLE passage USING fts5(text, tokenize='{tokens}')")
        self._base.executemany(
            "INSERT INTO passage(rowid, text) VALUES (?, ?)",
            ((place, self._text(passage)) for place, passage in enumerate(passages, 1)),
        )

    def _text(self, passage: Passage) -> str:
        if self._how == "stems":
            return " ".join(_stems(passage.text, passage.lang))
        return normalise(passage.text, 100_000)

    def search(self, question: str, k: int) -> Ranked:
        if self._how == "stems":
            terms = _stems(question, detect(question))
        elif self._how == "trigram":
            text = normalise(question)
            terms = [text[start : start + 3] for start in range(len(text) - 2)]
        else:
            terms = _words(question)
        if not terms:
            return []
        match = " OR ".join('"{}"'.format(term.replace('"', '""')) for term in dict.fromkeys(terms))
        rows = self._base.execute(
            "SELECT rowid, -rank FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?", (match, k * 20)
        )
        return best_per_answer([(self._answers[rowid - 1], score) for rowid, score in rows], k)


class CharacterTfIdf:
    """scikit-learn's TF-IDF over character 3-5-grams, cosine."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - not always installed

        self._answers = [passage.answer for passage in passages]
        self._vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        self._matrix = self._vectors.fit_transform(normalise(passage.text, 100_000) for passage in passages)

    def search(self, question: str, k: int) -> Ranked:
        scores = (self._matrix @ self._vectors.transform([normalise(question)]).T).toarray().ravel()
        order = (-scores).argsort(kind="stable")[: k * 20]
        return best_per_answer([(self._answers[place], float(scores[place])) for place in order], k)


class Bm25s:
    """bm25s over Snowball stems (Kazakh: ours)."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s  # noqa: PLC0415 - not always installed

        self._answers = [passage.answer for passage in passages]
        self._index = bm25s.BM25()
        self._index.index([_stems(passage.text, passage.lang) for passage in passages], show_progress=False)

    def search(self, question: str, k: int) -> Ranked:
        terms = [term for term in _stems(question, detect(question)) if term in self._index.vocab_dict]
        if not terms:
            return []
        wanted = min(k * 20, len(self._answers))
        found, scores = self._index.retrieve([terms], k=wanted, show_progress=False)
        rows = [
            (self._answers[place], float(score))
            for place, score in zip(found[0], scores[0], strict=True)
            if score > 0
        ]
        return best_per_answer(rows, k)


class Tantivy:
    """tantivy: exact words and words at a distance of one, over stems."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import tantivy  # noqa: PLC0415 - not always installed

        self._tantivy: Any = tantivy
        self._answers = [passage.answer for passage in passages]
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="whitespace")
        builder.add_integer_field("place", stored=True, indexed=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(100_000_000, 1)
        for place, passage in enumerate(passages):
            text = " ".join(_stems(passage.text, passage.lang))
            writer.add_document(tantivy.Document(text=text, place=place))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: str, k: int) -> Ranked:
        query, occur = self._tantivy.Query, self._tantivy.Occur.Should
        clauses = []
        for term in dict.fromkeys(_stems(question, detect(question))):
            clauses.append((occur, query.term_query(self._schema, "text", term)))
            if len(term) >= 4 and not term[0].isdigit():
                clauses.append((occur, query.boost_query(self._fuzzy(term), 0.5)))
        if not clauses:
            return []
        hits = self._searcher.search(query.boolean_query(clauses), k * 20, count=False).hits
        rows = [
            (self._answers[self._searcher.doc(address)["place"][0]], float(score)) for score, address in hits
        ]
        return best_per_answer(rows, k)

    def _fuzzy(self, term: str) -> Any:
        return self._tantivy.Query.fuzzy_term_query(self._schema, "text", term, distance=1)


class TokenSet:
    """rapidfuzz's token_set_ratio over everything."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._answers = [passage.answer for passage in passages]
        self._texts = [_bare(passage.text) for passage in passages]

    def search(self, question: str, k: int) -> Ranked:
        found = process.extract(_bare(question), self._texts, scorer=fuzz.token_set_ratio, limit=k * 20)
        return best_per_answer([(self._answers[place], score) for _, score, place in found], k)


def _bare(text: str) -> str:
    return re.sub(r"[^\w ]", " ", normalise(text, 100_000))


_PEERS: Final[Mapping[str, tuple[str, Callable[[Sequence[Passage]], Peer]]]] = {
    "FTS5, OR of words": ("sqlite3", lambda passages: Fts5(passages, "words")),
    "FTS5 over stems": ("sqlite3", lambda passages: Fts5(passages, "stems")),
    "FTS5 trigram": ("sqlite3", lambda passages: Fts5(passages, "trigram")),
    "bm25s over stems": ("bm25s", Bm25s),
    "tantivy, exact + fuzzy": ("tantivy", Tantivy),
    "TF-IDF, character 3-5-grams": ("sklearn", CharacterTfIdf),
    "rapidfuzz token_set_ratio": ("rapidfuzz", TokenSet),
}


def installed() -> dict[str, Callable[[Sequence[Passage]], Peer]]:
    """The peers that can be measured here, by name."""
    return {name: make for name, (module, make) in _PEERS.items() if importlib.util.find_spec(module)}


def versions() -> str:
    named = {"bm25s": "bm25s", "tantivy": "tantivy", "sklearn": "scikit-learn", "rapidfuzz": "rapidfuzz"}
    told = [
        f"{package} {version(package)}"
        for module, package in named.items()
        if importlib.util.find_spec(module)
    ]
    return ", ".join([f"SQLite {sqlite3.sqlite_version}", *told])

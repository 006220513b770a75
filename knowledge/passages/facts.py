"""Facts as the ranker's texts, and back."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from knowledge.model import LANGS, Fact, Lang
from knowledge.plain import fact_data, fact_of
from knowledge.ranking import Doc

KEY: Final = 11


def is_structured(fact: Fact) -> bool:
    """Whether there is more to a fact than its text: what it states of whom is matched, not searched for."""
    return fact.relation != "states" or bool(fact.about or fact.tags or fact.gives)


def record_key(record_id: str) -> str:
    """Eleven characters for an id of any length: the same in every process and at every start."""
    digest = hashlib.blake2b(record_id.encode(), digest_size=8).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def fact_id_of(doc_id: str) -> str:
    return doc_id[KEY + 2 :]


def lang_of(doc_id: str) -> Lang:
    found = doc_id[KEY : KEY + 2]
    return next(lang for lang in LANGS if lang == found)


def docs_of(fact: Fact) -> Iterator[Doc]:
    """A text for each language that the fact has a statement or known questions in."""
    data = fact_data(fact)
    del data["id"]
    key = record_key(fact.id)
    for lang in LANGS:
        questions = fact.questions.get(lang, ())
        if fact.statement.get(lang) or questions:
            rest = _without(data, lang)
            extra = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
            yield Doc(f"{key}{lang}{fact.id}", lang, fact.statement.get(lang, ""), questions, extra)


def fact_of_doc(doc: Doc) -> Fact:
    """The fact that a text is of, whole."""
    data = json.loads(doc.extra)
    statement = {**data.get("statement", {}), **({doc.lang: doc.text} if doc.text else {})}
    questions = {**data.get("questions", {}), **({doc.lang: list(doc.questions)} if doc.questions else {})}
    return fact_of(
        {**data, "id": fact_id_of(doc.id), "statement": _in_order(statement), "questions": questions}
    )


def _without(data: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """What the text itself does not hold."""
    rest = {}
    for name, value in data.items():
        left = {other: text for other, text in value.items() if other != lang} if name in _SPOKEN else value
        if left:
            rest[name] = left
    return rest


_SPOKEN: Final = frozenset({"statement", "questions"})


def _in_order(texts: dict[Lang, str]) -> dict[Lang, str]:
    return {lang: texts[lang] for lang in LANGS if lang in texts}

"""The record as text: a pack that imports back to the same base, or rows for a spreadsheet or a script."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping

from knowledge.model import LANGS, Fact, Lang, Pack, Text
from knowledge.packs import write_pack
from knowledge.records import Records

_COLUMNS = ("id", "lang", "text", "questions", "topic", "source")
# A cell that begins with one of these is run as a formula by spreadsheets (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(records: Records, form: str) -> str:
    """Everything published, as one of `FORMATS`."""
    return FORMATS[form](records.pack())


def _rows(pack: Pack) -> Iterator[dict[str, object]]:
    titles = {document.id: document.title for document in pack.documents}
    for fact in pack.facts:
        for lang in LANGS:
            if fact.statement.get(lang):
                yield _row(fact, lang, titles)


def _row(fact: Fact, lang: Lang, titles: Mapping[str, Text]) -> dict[str, object]:
    title = titles.get(fact.source.document, {}) if fact.source else {}
    values = (
        fact.id,
        lang,
        fact.statement[lang],
        list(fact.questions.get(lang, ())),
        fact.topic,
        title.get(lang) or next(iter(title.values()), ""),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _jsonl(pack: Pack) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(pack))


def _csv(pack: Pack) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(pack):
        questions = row["questions"]
        assert isinstance(questions, list)
        writer.writerow(
            {key: _cell(value) for key, value in {**row, "questions": "|".join(questions)}.items()}
        )
    return out.getvalue()


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


FORMATS: Mapping[str, Callable[[Pack], str]] = {"yaml": write_pack, "jsonl": _jsonl, "csv": _csv}

"""A lexicon of a few words, for records that change all the time: an index of it is made in milliseconds."""

from __future__ import annotations

import pytest

import knowledge.index
from knowledge.lexicon import Concept, Lexicon

_FEW = (
    Concept("planned", "relation", {"en": ("planned",), "ru": ("запланировано",), "kk": ("жоспарланған",)}),
    Concept("who", "ask", {"en": ("who",), "ru": ("кто",), "kk": ("кім",)}, wants=("person",)),
    Concept("glue", "filler", {"en": ("is", "the", "of"), "ru": ("и",), "kk": ("мен",)}),
)


@pytest.fixture
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = Lexicon({concept.id: concept for concept in _FEW}, "few")
    monkeypatch.setattr(knowledge.index, "load_lexicon", lambda: lexicon)
    monkeypatch.setattr(knowledge.index, "lexicon_digest", lambda: lexicon.digest)

"""The shipped record, compiled once; and a lexicon of a few words for records that change all the time."""

from __future__ import annotations

import pytest

import knowledge.index
from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.lexicon import Concept, Lexicon, load_lexicon
from knowledge.model import Pack
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs

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


@pytest.fixture(scope="session")
def shipped() -> Pack:
    (path,) = shipped_packs()
    return read_pack(path)


@pytest.fixture(scope="session")
def base(shipped: Pack) -> Base:
    lexicon = load_lexicon()
    return Base.of(compile_base(shipped, lexicon), shipped, lexicon, 1)

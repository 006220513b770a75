"""The shipped record, compiled once."""

from __future__ import annotations

import pytest
from few_words import few_words

from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.lexicon import load_lexicon
from knowledge.model import Pack
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs

__all__ = ["few_words"]


@pytest.fixture(scope="session")
def shipped() -> Pack:
    (path,) = shipped_packs()
    return read_pack(path)


@pytest.fixture(scope="session")
def base(shipped: Pack) -> Base:
    lexicon = load_lexicon()
    return Base.of(compile_base(shipped, lexicon), shipped, lexicon, 1)

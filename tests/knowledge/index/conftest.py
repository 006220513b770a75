"""A lexicon of a few words, so that an index is made in milliseconds and nothing depends on the shipped one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import knowledge.index
from knowledge.lexicon import Lexicon, lexicon_digest, load_lexicon

WORDS = """\
- {id: institution, kind: category, en: [institution], ru: [учреждение], kk: [мекеме]}
- {id: library, kind: category, broader: institution, en: [library, libraries], ru: [библиотека, библиотеки], kk: [кітапхана]}
- {id: museum, kind: category, broader: institution, en: [museum], ru: [музей], kk: [музей]}
- {id: heads, kind: relation, en: [head, headed], ru: [возглавить, возглавлял], kk: [басқар, басқарды]}
- {id: takes_part, kind: relation, en: [take part, took part], ru: [участвовать], kk: [қатыс]}
- {id: deputy, kind: post, en: [deputy], ru: [заместитель], kk: [орынбасар]}
- {id: director, kind: post, broader: heads, en: [director], ru: [директор], kk: [директор]}
- {id: director-deputy, kind: post, broader: deputy, en: [deputy director], ru: [заместитель директора], kk: [директордың орынбасары]}
- {id: side-kz, kind: side, en: [Kazakhstan, Kazakh], ru: [Казахстан, казахский], kk: [Қазақстан]}
- {id: side-ru, kind: side, en: [Russia, Russian], ru: [Россия, российский], kk: [Ресей]}
- {id: city-shymkent, kind: place, en: [Shymkent], ru: [Шымкент], kk: [Шымкент]}
- {id: who, kind: ask, wants: person, en: [who], ru: [кто], kk: [кім]}
- {id: glue, kind: filler, en: [the, of, a], ru: [и, по], kk: [мен]}
"""  # noqa: E501 - a table


@pytest.fixture
def lexicon_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "words.yaml").write_text(WORDS, encoding="utf-8")
    return folder


@pytest.fixture
def few_words(lexicon_folder: Path) -> Lexicon:
    return load_lexicon(lexicon_folder)


@pytest.fixture
def in_few_words(lexicon_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let every Index read the small lexicon; the folder, to change it."""
    monkeypatch.setattr(knowledge.index, "load_lexicon", partial(load_lexicon, lexicon_folder))
    monkeypatch.setattr(knowledge.index, "lexicon_digest", partial(lexicon_digest, lexicon_folder))
    return lexicon_folder

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from pack_strategies import packs, unhurried

from knowledge.model import Fact, Pack, Topic
from knowledge.packs import pack_of, read_pack, write_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.plain import event_data, event_of, fact_data, fact_of, pack_data


@unhurried
@given(packs())
def test_what_is_written_is_read_back(pack: Pack) -> None:
    assert pack_of(write_pack(pack), "pack.yaml", complete=False) == pack


@unhurried
@given(packs())
def test_any_yaml_reader_can_read_it(pack: Pack) -> None:
    # As strings all over: PyYAML's base loader resolves no types.
    found = yaml.load(write_pack(pack), yaml.BaseLoader)
    assert found.pop("incomplete", "no") in {"yes", "no"}
    assert found == _strings(pack_data(pack))


@unhurried
@given(packs())
def test_plain_data_is_read_back(pack: Pack) -> None:
    assert [fact_of(fact_data(fact)) for fact in pack.facts] == list(pack.facts)
    assert [event_of(event_data(event)) for event in pack.events] == list(pack.events)


@pytest.mark.parametrize("path", shipped_packs(), ids=lambda path: path.stem)
def test_the_shipped_packs_are_read_and_written(path: Path) -> None:
    pack = read_pack(path)
    assert pack_of(write_pack(pack), path.name) == pack


def test_it_is_written_for_people() -> None:
    pack = Pack(
        "small",
        {"en": "A small one", "ru": "Маленькая"},
        topics=(Topic("t", {"en": "Topic: the only one"}),),
        facts=(Fact("f", "t", {"en": "Two\nlines", "kk": "Бір жол"}, gives=("person", "post")),),
    )
    assert write_pack(pack).splitlines() == [
        "pack: small",
        'incomplete: "yes"',
        "title:",
        "  en: A small one",
        "  ru: Маленькая",
        "topics:",
        "  - id: t",
        "    title:",
        '      en: "Topic: the only one"',
        "facts:",
        "  - id: f",
        "    topic: t",
        "    gives: [person, post]",
        "    statement:",
        '      en: "Two\\nlines"',
        "      kk: Бір жол",
    ]


def _strings(data: object) -> object:
    if isinstance(data, dict):
        return {name: _strings(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_strings(value) for value in data]
    return str(data)

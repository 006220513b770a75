"""Compiling anew with what the last time left comes to the same as compiling everything."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from knowledge.index.compile import Compiled, compile_base
from knowledge.index.phrases import Phrasebook
from knowledge.index.reuse import Shop
from knowledge.lexicon import load_lexicon
from knowledge.model import Entity, Fact, Pack, Synonym
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs

PACK = read_pack(next(iter(shipped_packs())))
NEWCOMER = Entity(
    "aida-serik", "person", {"en": ("Aida Serik", "Serik"), "ru": ("Аида Серик",)}, ("Aida Serikova",), "kz"
)
MUSEUM = Entity("carpet-museum", "organisation", {"en": ("Carpet Museum of Abai",)}, tags=("museum",))
POST = Fact(
    "post-serik",
    "participants",
    {"en": "Aida Serik of the Carpet Museum took part, as Stepanov said.", "ru": "Участвовала Аида Серик."},
    "kz",
    "takes_part",
    about=("aida-serik", "carpet-museum"),
    tags=("director",),
    gives=("person", "post", "organisation", "side"),
)
SYNONYM = Synonym("film", "en", ("movie night", "cinema"))


def told(compiled: Compiled) -> tuple[object, ...]:
    return (
        compiled.words.forms,
        compiled.words.lexemes,
        compiled.words.proper,
        compiled.phrases,
        compiled.profiles,
    )


def check(packs: list[Pack]) -> None:
    lexicon, shop = load_lexicon(), Shop()
    for pack in packs:
        again, anew = compile_base(pack, lexicon, shop), compile_base(pack, lexicon)
        assert told(again) == told(anew)
        slow = Phrasebook()
        for lexemes, unit, written in anew.phrases:
            slow.add(lexemes, unit, written)
        assert again.book is not None
        assert (again.book.root, again.book.members) == (slow.root, slow.members)


def with_facts(pack: Pack, *facts: Fact) -> Pack:
    others = tuple(fact for fact in pack.facts if fact.id not in {one.id for one in facts})
    return replace(pack, facts=tuple(sorted((*others, *facts), key=lambda fact: fact.id)))


def changed(fact: Fact, text: str) -> Fact:
    return replace(fact, statement={**fact.statement, "en": text})


def test_a_text_a_person_and_back() -> None:
    first = next(fact for fact in PACK.facts if fact.about)
    edited = with_facts(PACK, changed(first, "Quite another text about Aida Serik and carpets."))
    grown = with_facts(replace(edited, entities=(*edited.entities, NEWCOMER, MUSEUM)), POST)
    check([PACK, edited, grown, edited, PACK])


def test_a_name_that_facts_mention_already() -> None:
    renamed = tuple(
        replace(entity, names={**entity.names, "en": ("Cooperation", *entity.names.get("en", ()))})
        if entity.kind == "person"
        else entity
        for entity in PACK.entities
    )
    check([PACK, replace(PACK, entities=renamed), PACK])


def test_a_synonym() -> None:
    check([PACK, replace(PACK, synonyms=(SYNONYM,)), PACK])


def test_another_post_of_who_is_quoted() -> None:
    head = next(fact for fact in PACK.facts if fact.id == "head-russia")
    check([PACK, with_facts(PACK, replace(head, tags=("ambassador",))), PACK])


@pytest.mark.parametrize("seed", range(2))
def test_any_changes_one_after_the_other(seed: int) -> None:
    chance = random.Random(seed)
    packs, entities, facts = [PACK], list(PACK.entities), list(PACK.facts)
    for _ in range(3):
        one, other = chance.sample(range(len(facts)), 2)
        facts[one] = replace(facts[one], statement=facts[other].statement, tags=facts[other].tags)
        which, from_ = chance.sample(range(len(entities)), 2)
        entities[which] = replace(entities[which], names=entities[from_].names)
        packs.append(replace(PACK, facts=tuple(facts), entities=tuple(entities)))
        gone = chance.randrange(len(facts))
        packs.append(replace(packs[-1], facts=tuple(facts[:gone] + facts[gone + 1 :])))
    check(packs)

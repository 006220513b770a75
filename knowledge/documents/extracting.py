"""The facts and events in a document: people with posts, what a meeting was about, plans with dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.documents.blocks import Block, Progress
from knowledge.documents.naming import named
from knowledge.documents.passages import Passage, whole_sentences
from knowledge.documents.people import People, propose_people, read_people
from knowledge.documents.reports import Place, events_in, held_in, published_in, said_in, told_in
from knowledge.documents.tokens import read_sentence
from knowledge.language import detect
from knowledge.model import Entity, Event, Fact, Lang, Side

_MOST_MEETINGS = 2  # sentences that say when and where; a report has one or two
_LONGEST_REPORT = 400  # paragraphs; what is longer is no report of a meeting
_STEP = 20
_OFFERS = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.’'-]*\s+(?:\w{2,4}\s+)?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]")
_INTRO = re.compile(r"[:：]\s*$")


@dataclass(frozen=True, slots=True)
class Extracted:
    facts: tuple[Fact, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]


def extract(blocks: Sequence[Block], place: Place, telling: Progress) -> Extracted:
    """Everything that is proposed besides the passages themselves."""
    people = People()
    passages = []
    telling.total(2 * len(blocks))
    for count, (passage, before) in enumerate(_with_what_is_over(blocks)):
        passages.append(passage)
        if count % _STEP == 0:
            telling.done(count)
        for sentence in whole_sentences(passage.text):
            if _OFFERS.search(sentence):
                read_people(people, passage, read_sentence(sentence, passage.lang), before)
    proposed = propose_people(people, place.document, place.topic)
    entities = {entity.id: entity for entity in proposed.entities}
    facts = list(proposed.facts)
    events: dict[str, Event] = {}
    report = people.meeting and len(passages) <= _LONGEST_REPORT
    for count, passage in enumerate(passages, len(blocks)):
        if count % _STEP == 0:
            telling.done(count)
        told = list(_reported(passage, people, place, entities)) if report else []
        facts += told
        events.update((event.id, event) for event in events_in(passage, told, place))
    facts += _sides(proposed.facts, place)
    if report:
        held = [fact for passage in passages for fact in held_in(passage, place)]
        facts += held[:_MOST_MEETINGS]
    return Extracted(tuple(_distinct(facts)), tuple(entities.values()), tuple(events.values()))


def _with_what_is_over(blocks: Iterable[Block]) -> Iterator[tuple[Passage, str]]:
    """Each paragraph whole, and the words that introduce it: its heading, or a line that ends in a colon."""
    heading = intro = ""
    for block in blocks:
        if block.level:
            heading, intro = block.text, ""
            continue
        yield Passage("", block.text, detect(block.text[:2000]), block.number, block.kind), intro or heading
        if _INTRO.search(block.text):
            intro = block.text
        elif len(block.text) > 300:
            intro = ""


def _reported(passage: Passage, people: People, place: Place, entities: dict[str, Entity]) -> Iterator[Fact]:
    said = list(said_in(passage, people, place))
    for person, fact in said:
        entity = entities.get(person.key) or Entity(
            person.key, "person", {passage.lang: (person.full, person.surname)}
        )
        entities[entity.id] = entity
        yield replace(fact, side=entity.side or "both")
    if not said:
        yield from told_in(passage, place)
    yield from published_in(passage, place)


def _sides(facts: Iterable[Fact], place: Place) -> Iterator[Fact]:
    """The two sides and who heads them, where the document names both."""
    heads: dict[tuple[Lang, Side], Fact] = {}
    for fact in facts:
        if fact.relation == "heads":
            heads.setdefault((next(iter(fact.statement)), fact.side), fact)
    for lang in {lang for lang, _ in heads}:
        both = [heads[lang, side] for side in ("kz", "ru") if (lang, side) in heads]
        if len(both) == 2:
            statement = " ".join(dict.fromkeys(fact.statement[lang] for fact in both))
            yield named(
                place.document,
                Fact(
                    id="",
                    topic=place.topic,
                    statement={lang: statement},
                    relation="summary",
                    about=tuple(fact.about[0] for fact in both),
                    gives=("statement", "side", "person"),
                    source=both[0].source,
                ),
            )


def _distinct(facts: Iterable[Fact]) -> Iterator[Fact]:
    seen: set[str] = set()
    for fact in facts:
        if fact.id not in seen:
            seen.add(fact.id)
            yield fact

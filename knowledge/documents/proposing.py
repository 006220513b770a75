"""A document into a pack: its passages, and the facts and events that can be read out of them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from knowledge import limits
from knowledge.documents.blocks import Block, Contents
from knowledge.documents.extracting import extract
from knowledge.documents.naming import shortened, slug
from knowledge.documents.passages import Passage, main_language, passages_of
from knowledge.documents.reports import Place
from knowledge.errors import InvalidInput
from knowledge.model import Document, Fact, Pack, Source, Topic

PASSAGE = "states"  # the relation of a fact that is a passage as it stands
_TITLE = 80  # characters of a passage that its title shows
_STEP = 50


class Progress(Protocol):
    def total(self, number: int) -> None: ...

    def done(self, number: int) -> None: ...


def propose(contents: Contents, name: str, *, today: date, telling: Progress) -> Pack:
    """The pack of a document called `name`. InvalidInput if there is no text in it."""
    telling.total(contents.total)
    blocks = _told(contents, telling)
    passages = list(passages_of(blocks))
    if not passages:
        raise InvalidInput("there is no text in this file")
    lang = main_language(passages)
    title = (contents.title or name)[: limits.TITLE]
    document = Document(slug(name, "file"), {lang: title})
    place = Place(document.id, document.id, today)
    found = extract(blocks, place)
    return Pack(
        id=document.id,
        title=document.title,
        documents=(document,),
        topics=(Topic(document.id, {lang: title}),),
        entities=found.entities,
        facts=(*(_fact(passage, document) for passage in passages), *found.facts),
        events=found.events,
    )


def _told(contents: Contents, telling: Progress) -> list[Block]:
    blocks = []
    for count, block in enumerate(contents.blocks, 1):
        blocks.append(block)
        if count % _STEP == 0:
            telling.done(count)
    return blocks


def _fact(passage: Passage, document: Document) -> Fact:
    return Fact(
        id=f"{document.id}.{passage.key}",
        topic=document.id,
        statement={passage.lang: passage.text},
        relation=PASSAGE,
        title={passage.lang: title_of(passage, document.title.get(passage.lang, ""))},
        source=Source(document.id, passage.kind, passage.number),
    )


def title_of(passage: Passage, document: str) -> str:
    """The passage's heading, unless that is the document's own, and how it begins."""
    begins = shortened(passage.text, _TITLE)
    heading = passage.heading.rsplit(" › ", 1)[-1] if passage.heading != document else ""
    return f"{heading}: {begins}"[: limits.TITLE] if heading else begins

"""A document into a pack: its passages, and the facts and events that can be read out of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from knowledge import limits
from knowledge.documents.blocks import Block, Contents, Progress
from knowledge.documents.extracting import extract
from knowledge.documents.naming import shortened, slug
from knowledge.documents.passages import Passage, main_language, passages_of
from knowledge.documents.plain_text import looks_like_heading
from knowledge.documents.reports import Place
from knowledge.errors import InvalidInput
from knowledge.model import Document, Fact, Pack, Source, Topic

PASSAGE = "states"  # the relation of a fact that is a passage as it stands
_TITLE = 80  # characters of a passage that its title shows
_STEP = 50


# Words of web pages around a text, not of the text.
_FURNITURE = re.compile(
    r"(?i)(?:skip to (?:main )?content|menu|share|print|back to top|перейти к содержан\w+|перейти к контенту|меню"
    r"|поделиться|печать|версия для печати|мазмұнына өту|бөлісу|мәзір|басып шығару"
    r"|page \d+(?: of .{0,40})?|стр(?:аница|\.)? ?\d+.{0,20}|\d+[ -]?бет)\W*"
)


# What programs put for a title that nobody gave.
_NO_TITLE = re.compile(r"(?i)\(?(?:anonymous|untitled|unspecified|без названия|document\d*|документ\d*)\)?")


def propose(contents: Contents, name: str, *, today: date, telling: Progress) -> Pack:
    """The pack of a document called `name`. InvalidInput if there is no text in it."""
    telling.total(contents.total)
    blocks = _titled([block for block in _told(contents, telling) if not _FURNITURE.fullmatch(block.text)])
    passages = list(passages_of(blocks))
    if not passages:
        raise InvalidInput("there is no text in this file")
    lang = main_language(passages)
    title = (_own(contents.title) or _first_heading(blocks) or name)[: limits.TITLE]
    document = Document(slug(name, "file"), {lang: title})
    place = Place(document.id, document.id, today)
    found = extract(blocks, place, telling)
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


def _own(title: str) -> str:
    """A title that somebody gave."""
    title = re.sub(r"^Microsoft Word - |\.(?:docx?|pdf|html?)$", "", title).strip()
    return "" if _NO_TITLE.fullmatch(title) else title


def _titled(blocks: list[Block]) -> list[Block]:
    """A document whose first line looks like a title but was not marked as one."""
    if len(blocks) > 1 and not blocks[0].level and looks_like_heading(blocks[0].text):
        return [replace(blocks[0], level=1), *blocks[1:]]
    return blocks


def _first_heading(blocks: list[Block]) -> str:
    return next((block.text for block in blocks if block.level), "")


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

"""What a report of a meeting says besides its people: when and where, what was discussed and planned, who said what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge import limits
from knowledge.dates import find_interval, write_edtf
from knowledge.documents.names import Person, people_in
from knowledge.documents.naming import fingerprint, named, shortened
from knowledge.documents.passages import Passage, sentences, whole_sentences
from knowledge.documents.people import People
from knowledge.documents.tables import table
from knowledge.documents.tokens import Sentence, read_sentence
from knowledge.language import normalise
from knowledge.model import Event, EventStatus, Fact, Gives, Source

_QUOTE = re.compile(r"\s*[-–—“«„\"]\s*")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_NEAR: Final = 6  # tokens between a verb of speaking and who speaks
_SHORT: Final = 15  # characters of a clause that says something
_TITLE: Final = 90
_MOST_CLAUSES: Final = 40  # of one sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Where facts stand: the document and its topic, both by id."""

    document: str
    topic: str
    today: date


def said_in(passage: Passage, people: People, place: Place) -> Iterator[tuple[Person, Fact]]:
    """What is quoted in a paragraph, sentence by sentence, and who said it."""
    quoted: list[str] = []
    in_quote = _QUOTE.match(passage.text) is not None
    for part in sentences(passage.text):
        read = read_sentence(part, passage.lang)
        speaker = _speaker(read, people)
        if speaker is None:
            quoted.append(part)
            continue
        person, verb = speaker
        if in_quote:
            quoted.append(read.text[: read.tokens[verb].start])
            yield from ((person, _quoted(quote, person, passage, place)) for quote in _cleaned(quoted))
        else:
            yield person, _said(part, person, passage, place)
        # Whoever is named as the speaker ends the quotation.
        quoted, in_quote = [], False


def _cleaned(parts: Iterable[str]) -> Iterator[str]:
    """Sentences of a quotation without its marks."""
    for part in parts:
        quote = _QUOTE.sub("", part, count=1).strip(' ,–—-”»"')
        if len(quote) >= _SHORT:
            yield quote


def _quoted(quote: str, person: Person, passage: Passage, place: Place) -> Fact:
    way: str = table("wording")["sentences"][passage.lang]["said"]
    return _said(way.format(name=person.full, quote=quote), person, passage, place)


def _said(statement: str, person: Person, passage: Passage, place: Place) -> Fact:
    return named(
        place.document,
        Fact(
            id="",
            topic=place.topic,
            statement={passage.lang: statement[: limits.STATEMENT]},
            relation="said",
            title={passage.lang: shortened(statement, _TITLE)},
            about=(person.key,),
            gives=("statement",),
            source=Source(place.document, passage.kind, passage.number),
        ),
    )


def _speaker(sentence: Sentence, people: People) -> tuple[Person, int] | None:
    """Who speaks in a sentence, and the token of the verb: "said X", "X noted", "according to the minister X"."""
    named_here = people_in(sentence)
    for at, token in enumerate(sentence.tokens):
        if not token.means("said"):
            continue
        for person in named_here:
            gap = person.start - at if person.start > at else at - person.end
            posts = sum("post" in other.kinds for other in sentence.tokens[at : person.start])
            if 0 <= gap <= _NEAR + (30 if posts else 0):
                return people.standings[person.key][
                    0
                ].person if person.key in people.standings else person, at
        for other in (*sentence.tokens[at + 1 : at + 3], *sentence.tokens[max(0, at - 2) : at]):
            known = people.by_surname(other.text) if other.capital else None
            if known is not None:
                return known, at
    return None


def told_in(passage: Passage, place: Place) -> Iterator[Fact]:
    """What was discussed, planned or felt, clause by clause."""
    for sentence in whole_sentences(passage.text):
        read = read_sentence(sentence, passage.lang)
        relations = [name for name in ("discussed", "planned", "mood") if _tells(read, name)]
        if not relations:
            continue
        relation = relations[0]
        for clause in _clauses(sentence):
            has_date = bool(_YEAR.search(clause))
            gives: tuple[Gives, ...] = ("plan", "statement", "date") if has_date else ("plan", "statement")
            yield _told(clause, relation, gives if relation != "mood" else ("statement",), passage, place)
        if "mood" in relations[1:]:
            yield _told(sentence, "mood", ("statement",), passage, place)


def _tells(sentence: Sentence, relation: str) -> bool:
    """Whether a sentence is of a relation; one word of mood is not yet one ("warm", and in Kazakh "year")."""
    words = [token for token in sentence.tokens if token.means(relation)]
    return len(words) > (relation == "mood")


def held_in(passage: Passage, place: Place) -> Iterator[Fact]:
    """When and where a meeting was held."""
    for sentence in whole_sentences(passage.text):
        read = read_sentence(sentence, passage.lang)
        if not (read.has("held") and read.has("meeting", "commission")):
            continue
        found = find_interval(sentence, place.today)
        dated = found is not None
        if read.has("discussed") and not (found and found.span.exact):
            continue
        placed = bool(re.search(table("wording")["in_place"][passage.lang], sentence))
        if dated or placed:
            gives: tuple[Gives, ...] = (
                *(("date",) if dated else ()),
                *(("place",) if placed else ()),
                "organisation",
            )
            yield _told(sentence, "held", gives, passage, place)


def published_in(passage: Passage, place: Place) -> Iterator[Fact]:
    """ "Source: …": who published the document."""
    if len(passage.text) < 200 and re.match(table("wording")["source_line"], passage.text):
        yield _told(passage.text, "publishes", ("organisation",), passage, place)


def events_in(passage: Passage, facts: list[Fact], place: Place) -> Iterator[Event]:
    """The plans with a year that the paragraph names; `facts` are those told of it."""
    for sentence in whole_sentences(passage.text):
        if not _YEAR.search(sentence):
            continue
        read = read_sentence(sentence, passage.lang)
        planned = (
            read.has("discussed", "dedicated", "action-plan")
            or any(token.means("planned") and token.text.lower() != "may" for token in read.tokens)
            or re.search(table("wording")["future"][passage.lang], sentence.lower()) is not None
        )
        if not planned and not read.has("meeting", "festival", "concert", "exhibition", "theatre-tours"):
            continue
        if not planned and not read.has("held"):
            continue
        ahead = re.search(table("wording")["future"][passage.lang], sentence.lower()) is not None
        took_place = read.has("held") and read.has("meeting") and not ahead
        for clause in _clauses(sentence):
            event = _event(clause, sentence, facts, passage, place, past=not planned or took_place)
            if event is not None:
                yield event


def _event(
    clause: str, sentence: str, facts: list[Fact], passage: Passage, place: Place, *, past: bool
) -> Event | None:
    found = find_interval(clause, place.today)
    # Words like "next year" count from a day that is not known.
    if found is None or not _YEAR.search(normalise(clause, limit=len(clause))[found.start : found.end]):
        return None
    if past and not found.span.exact and not facts:
        return None  # a history is full of years
    over = past and found.span.exact and found.span.last_day < place.today
    status: EventStatus = "held" if over else "planned"
    title = shortened(_subject(clause, passage), _TITLE)
    told = tuple(fact.id for fact in facts if clause.strip(" .") in fact.statement.get(passage.lang, ""))
    return Event(
        id=f"{place.document}.event.{fingerprint(title + ' ' + write_edtf(found.span))}",
        topic=place.topic,
        title={passage.lang: title},
        when=write_edtf(found.span),
        status=status,
        description={passage.lang: sentence[: limits.STATEMENT]},
        facts=told[:1],
    )


def _subject(clause: str, passage: Passage) -> str:
    """A clause without what leads in ("At the meeting, …") and without the verb that ends it ("… were discussed")."""
    lead = re.match(table("wording")["lead_in"], clause)
    if lead and not _YEAR.search(lead[0]):
        clause = clause[lead.end() :]
    clause = re.sub(table("wording")["passive_end"][passage.lang], "", clause.strip(" .;"))
    clause = re.sub(r"^(?:the|an?)\s+", "", clause, flags=re.IGNORECASE)
    return clause[:1].upper() + clause[1:]


def _told(clause: str, relation: str, gives: tuple[Gives, ...], passage: Passage, place: Place) -> Fact:
    text = clause[:1].upper() + clause[1:]
    return named(
        place.document,
        Fact(
            id="",
            topic=place.topic,
            statement={passage.lang: text[: limits.STATEMENT]},
            relation=relation,
            title={passage.lang: shortened(_subject(text, passage), _TITLE)},
            gives=gives,
            source=Source(place.document, passage.kind, passage.number),
        ),
    )


def _clauses(sentence: str) -> list[str]:
    parts = [part.strip() for part in re.split(r";\s+", sentence)]
    return [part for part in parts if len(part) >= _SHORT][:_MOST_CLAUSES]

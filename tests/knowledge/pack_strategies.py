"""Packs that Hypothesis makes: every field, every script, everything that a pack may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from knowledge.limits import text_problem
from knowledge.model import (
    ENTITY_KINDS,
    EVENT_STATUSES,
    FACT_STATUSES,
    GIVES,
    LANGS,
    SIDES,
    Document,
    Entity,
    Event,
    Fact,
    Pack,
    Source,
    Synonym,
    Topic,
)

# A pack takes its time to make, and a busy machine takes more.
unhurried = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,20}", fullmatch=True)
_troublesome = st.sampled_from(
    [
        "no",
        "null",
        "~",
        "2019-10-14",
        "1",
        "0x1F",
        "a: b",
        "a #b",
        "- x",
        "'",
        '"',
        "{",
        "*a",
        "&a",
        "!t",
        "%",
        "@",
    ]
)
_characters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])


def texts(limit: int = 60, *, lines: bool = False) -> st.SearchStrategy[str]:
    alphabet = st.one_of(_characters, st.sampled_from("\n :#-")) if lines else _characters
    made = st.one_of(st.text(alphabet, min_size=1, max_size=limit), _troublesome)
    return made.map(str.strip).filter(lambda text: text_problem(text, 300, lines=lines) is None)


def by_lang(*, lines: bool = False, least: int = 0) -> st.SearchStrategy[dict]:
    return st.dictionaries(st.sampled_from(LANGS), texts(lines=lines), min_size=least)


def lists_by_lang(least: int = 0) -> st.SearchStrategy[dict]:
    lists = st.lists(texts(), min_size=1, max_size=3, unique=True).map(tuple)
    return st.dictionaries(st.sampled_from(LANGS), lists, min_size=least)


days = st.none() | st.dates(date(1000, 1, 1))
documents = st.builds(Document, ids, by_lang(least=1), by_lang(), days)
topics = st.builds(Topic, ids, by_lang(least=1))
entities = st.builds(
    Entity,
    id=ids,
    kind=st.sampled_from(ENTITY_KINDS),
    names=lists_by_lang(least=1),
    aliases=st.lists(texts(), max_size=3, unique=True).map(tuple),
    side=st.none() | st.sampled_from(SIDES),
    tags=st.lists(ids, max_size=3).map(tuple),
    retracted=st.booleans(),
)


def sources(known: tuple[Document, ...]) -> st.SearchStrategy[Source | None]:
    if not known:
        return st.none()
    kinds = st.sampled_from(["paragraph", "page", "row"])
    names = st.sampled_from([document.id for document in known])
    return st.none() | st.builds(Source, names, kinds, st.integers(0, 999_999_999))


def facts(
    known_documents: tuple[Document, ...], known_topics: tuple[Topic, ...], known_entities: tuple[Entity, ...]
) -> st.SearchStrategy[Fact]:
    names = [entity.id for entity in known_entities]
    return st.builds(
        Fact,
        id=ids,
        topic=st.sampled_from([topic.id for topic in known_topics]),
        statement=by_lang(lines=True, least=1),
        side=st.sampled_from(SIDES),
        relation=ids,
        title=by_lang(),
        questions=lists_by_lang(),
        about=st.lists(st.sampled_from(names), max_size=4).map(tuple) if names else st.just(()),
        tags=st.lists(ids, max_size=3).map(tuple),
        gives=st.lists(st.sampled_from(GIVES), max_size=3).map(tuple),
        source=sources(known_documents),
        valid_as_of=days,
        inferred=by_lang(lines=True),
        status=st.sampled_from(FACT_STATUSES),
        stale=st.lists(st.sampled_from(LANGS), max_size=2, unique=True).map(tuple),
        version=st.integers(1, 999),
    )


_whens = st.one_of(
    st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(date.isoformat),
    st.sampled_from(
        ["2020", "2020-05", "2020-Q2", "2020-05-09T19:00", "2020-05-09T19:00Z", "2020/2021", "2020/.."]
    ),
)


def events(known_facts: tuple[Fact, ...], known_topics: tuple[Topic, ...]) -> st.SearchStrategy[Event]:
    names = [fact.id for fact in known_facts]
    made = st.builds(
        Event,
        id=ids,
        topic=st.sampled_from([topic.id for topic in known_topics]),
        title=by_lang(least=1),
        when=_whens,
        side=st.sampled_from(SIDES),
        status=st.sampled_from(EVENT_STATUSES),
        retracted=st.booleans(),
        description=by_lang(lines=True),
        place=by_lang(),
        note=by_lang(lines=True),
        facts=st.lists(st.sampled_from(names), max_size=3).map(tuple) if names else st.just(()),
        uid=st.just("") | texts(),
        sequence=st.integers(0, 99),
        version=st.integers(1, 999),
    )
    return st.one_of(
        made, made.map(lambda event: replace(event, when="2020-05-09", rrule="FREQ=WEEKLY;COUNT=3"))
    )


synonyms = st.builds(
    Synonym,
    id=ids,
    lang=st.sampled_from(LANGS),
    words=st.lists(texts(), min_size=2, max_size=3, unique=True).map(tuple),
    retracted=st.booleans(),
)


def _unique(values: st.SearchStrategy, most: int = 3) -> st.SearchStrategy[tuple]:
    return st.lists(values, max_size=most, unique_by=lambda value: value.id).map(tuple)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    known_documents, known_topics = draw(_unique(documents)), draw(_unique(topics))
    known_entities = draw(_unique(entities))
    made, planned = (), ()
    if known_topics:
        made = draw(_unique(facts(known_documents, known_topics, known_entities), most=4))
        planned = draw(_unique(events(made, known_topics)))
    alike = draw(_unique(synonyms, most=2))
    title = draw(by_lang(least=1))
    return Pack(draw(ids), title, known_documents, known_topics, known_entities, made, planned, alike)

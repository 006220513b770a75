"""Topics, facts and people as pages to leaf through; every page replaces the one before."""

from __future__ import annotations

from bot.browsing import PEOPLE_SIDES, Catalogue, Page, in_language, record_key
from handlers.callbacks import ShowFact, ShowPeople, ShowPerson, ShowTopic, ShowTopics, Stay
from handlers.markup import Rich, lines, plain
from handlers.rendering import source_line, titled
from handlers.view import Button, View, column, pager
from knowledge.matching.compose import used
from knowledge.model import Entity, Fact, Side
from knowledge.texts import Texts

TOPICS, FACTS, PEOPLE = 8, 6, 8  # to a page


def topics_view(catalogue: Catalogue, texts: Texts, number: int) -> View:
    page = Page.of(catalogue.topics(), number, TOPICS)
    if not page.items:
        return View(plain(texts.gettext("The record is empty so far.")))
    labels = (
        (topic, f"{in_language(topic.title, texts.lang)} · {catalogue.total(topic)}") for topic in page.items
    )
    buttons = column(Button(label, ShowTopic(record_key(topic.id))) for topic, label in labels)
    turn = pager(page.number, page.pages, (ShowTopics(page.number - 1), ShowTopics(page.number + 1)), Stay())
    return View(titled(texts.gettext("Topics"), plain(texts.gettext("Choose a topic:"))), (*buttons, *turn))


def topic_view(catalogue: Catalogue, texts: Texts, press: ShowTopic) -> View | None:
    """The facts of a topic, by their short titles; None if there is no such topic any more."""
    topic = catalogue.topic(press.key)
    if topic is None:
        return None
    page = Page.of(catalogue.facts(topic), press.page, FACTS)
    total = catalogue.total(topic)
    number = texts.ngettext("{n} fact on record", "{n} facts on record", total)
    buttons = column(
        Button(_title(fact, texts), ShowFact(record_key(fact.id), page.number)) for fact in page.items
    )
    around = (ShowTopic(press.key, page.number - 1), ShowTopic(press.key, page.number + 1))
    turn = pager(page.number, page.pages, around, Stay())
    back = ((Button(texts.gettext("« All topics"), ShowTopics()),),)
    text = titled(in_language(topic.title, texts.lang), plain(number.format(n=texts.number(total))))
    return View(text, (*buttons, *turn, *back))


def fact_view(catalogue: Catalogue, texts: Texts, press: ShowFact) -> View | None:
    fact = catalogue.fact(press.key)
    if fact is None:
        return None
    topic = catalogue.base.topics[fact.topic]
    label = texts.gettext("« {topic}").format(topic=in_language(topic.title, texts.lang))
    back = ((Button(label, ShowTopic(record_key(topic.id), press.page)),),)
    return View(titled(_title(fact, texts), fact_text(catalogue, texts, fact)), back)


def fact_text(catalogue: Catalogue, texts: Texts, *facts: Fact) -> Rich:
    """Statements with what is inferred in them, and their sources."""
    quoted = used(facts, catalogue.base, texts.lang)
    inferred = [in_language(fact.inferred, texts.lang) for fact in facts if fact.inferred]
    notes = [plain(texts.gettext("Inferred: {reason}").format(reason=reason)) for reason in inferred]
    marker = "• " if len(quoted) > 1 else ""
    statements = lines([plain(marker + fact.text) for fact in quoted])
    return lines([statements, *notes, source_line(quoted, texts)], between="\n\n")


def people_view(catalogue: Catalogue, texts: Texts, side: Side, number: int) -> View:
    page = Page.of(catalogue.people(side), number, PEOPLE)
    shown = texts.ngettext("{n} person on record", "{n} people on record", page.total)
    buttons = column(
        Button(_name(person, texts), ShowPerson(record_key(person.id), side, page.number))
        for person in page.items
    )
    around = (ShowPeople(side, page.number - 1), ShowPeople(side, page.number + 1))
    turn = pager(page.number, page.pages, around, Stay())
    listed = lines([plain(f"• {_named(catalogue, person, texts)}") for person in page.items])
    text = titled(_side_title(side, texts), plain(shown.format(n=texts.number(page.total))), listed)
    return View(text, (*buttons, *turn, _sides(catalogue, texts, side)))


def person_view(catalogue: Catalogue, texts: Texts, press: ShowPerson) -> View | None:
    person = catalogue.person(press.key)
    if person is None:
        return None
    back = ((Button(texts.gettext("« All participants"), ShowPeople(press.side, press.page)),),)
    return View(titled(_name(person, texts), fact_text(catalogue, texts, *catalogue.about(person))), back)


def _title(fact: Fact, texts: Texts) -> str:
    return in_language(fact.title, texts.lang) or in_language(fact.statement, texts.lang)


def _name(person: Entity, texts: Texts) -> str:
    names = {lang: found[0] for lang, found in person.names.items() if found}
    return in_language(names, texts.lang) or person.id


def _named(catalogue: Catalogue, person: Entity, texts: Texts) -> str:
    """The name with the post, whichever way the record puts the two together."""
    name, post = _name(person, texts), catalogue.post(person, texts.lang)
    return post if name in post or not post else f"{name}: {post}"


def _side_title(side: Side, texts: Texts) -> str:
    return texts.gettext("Kazakhstan") if side == "kz" else texts.gettext("Russia")


def _sides(catalogue: Catalogue, texts: Texts, shown: Side) -> tuple[Button, ...]:
    flags = {"kz": "🇰🇿", "ru": "🇷🇺"}
    return tuple(
        Button(f"{flags[side]} {_side_title(side, texts)}", ShowPeople(side))
        for side in PEOPLE_SIDES
        if side != shown and catalogue.people(side)
    )

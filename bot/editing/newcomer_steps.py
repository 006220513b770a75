"""The steps for a person or an organisation: names, post, where they come from. Side and source as for any fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.browsing import record_key
from bot.editing import labels, reading
from bot.editing.introducing import Newcomer, newcomer_of, post_in, transliterated
from bot.editing.rooms import Room
from bot.editing.stating import Filled
from bot.editing.steps import Again, Answers, Choice, Draft, Given, Next, Prompt, Result, Step, chosen
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.model import LANGS, Lang
from knowledge.texts import Texts

_AS_SHOWN, _NEW = "shown", "new"


def kept(filled: Filled, newcomer: Newcomer) -> dict[str, Any]:
    return replace(filled, newcomer=newcomer.data()).answers()


@dataclass(frozen=True)
class _Names:
    room: Room
    name: str = "names"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        newcomer = _newcomer(draft)
        if newcomer is None:
            return None
        person = newcomer.sort == "person"
        return Prompt(
            texts.gettext("What is the person's name?") if person else texts.gettext("What is it called?"),
            texts.gettext("In one language or in several: Aida Serik / Аида Серик."),
            body=list(newcomer.names.values()),
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled, newcomer = _both(draft)
        names = reading.by_language(given.text)
        known = next(
            (one for one in names.values() if self.room.statements.entity_named(newcomer.sort, one)), None
        )
        if known:
            raise Refused(N_("{name} is on record already. /facts {name} shows what there is."), name=known)
        # Settled now, like the name of a fact: see `written`.
        own = newcomer.id or self.room.statements.new_entity_id(reading.said(names, "en"))
        return Next(kept(filled, replace(newcomer, names=names, id=own)))


@dataclass(frozen=True)
class _NameIn:
    """The name in a language that it was not given in."""

    lang: Lang

    @property
    def name(self) -> str:
        return f"name-{self.lang}"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        newcomer = _newcomer(draft)
        if newcomer is None or newcomer.names.get(self.lang):
            return None
        proposed = transliterated(newcomer, self.lang)
        title = texts.gettext("The name in this language: {language}?")
        choices = [[Choice(_AS_SHOWN, f"✓ {proposed}")]] if proposed else ()
        return Prompt(title.format(language=labels.OWN_NAMES[self.lang]), choices=choices, skip=True)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled, newcomer = _both(draft)
        text = transliterated(newcomer, self.lang) if given.choice == _AS_SHOWN else given.text
        if not text:
            return Next(draft.answers)
        names = {**newcomer.names, self.lang: reading.name(text)}
        return Next(kept(filled, replace(newcomer, names=names)))


@dataclass(frozen=True)
class _Post:
    name: str = "post"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        newcomer = _newcomer(draft)
        if newcomer is None or newcomer.sort != "person":
            return None
        hint = texts.gettext("In one language or in several: Director / Директор.")
        return Prompt(
            texts.gettext("What is their post?"), hint, body=list(newcomer.post.values()), skip=True
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled, newcomer = _both(draft)
        post = reading.by_language(given.text) if given.text else {}
        return Next(kept(filled, replace(newcomer, post=post)))


@dataclass(frozen=True)
class _PostIn:
    """The post in another language that the person has a name in; the lexicon may know it."""

    room: Room
    lang: Lang

    @property
    def name(self) -> str:
        return f"post-{self.lang}"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        newcomer = _newcomer(draft)
        if newcomer is None or not newcomer.post or newcomer.post.get(self.lang):
            return None
        if not newcomer.names.get(self.lang):
            return None
        proposed = post_in(newcomer, self.lang, self.room.base())
        title = texts.gettext("The post in this language: {language}?")
        choices = [[Choice(_AS_SHOWN, f"✓ {proposed}")]] if proposed else ()
        return Prompt(title.format(language=labels.OWN_NAMES[self.lang]), choices=choices, skip=True)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled, newcomer = _both(draft)
        shown = given.choice == _AS_SHOWN
        text = post_in(newcomer, self.lang, self.room.base()) if shown else given.text
        post = {**newcomer.post, self.lang: reading.name(text)} if text else newcomer.post
        return Next(kept(filled, replace(newcomer, post=post)))


@dataclass(frozen=True)
class _Home:
    """The organisation: one on record by its name, or a new one."""

    room: Room
    name: str = "home"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        newcomer = _newcomer(draft)
        if newcomer is None or newcomer.sort != "person":
            return None
        offered = draft.answers.get("offered", "")
        if not offered:
            hint = texts.gettext("Write its name, or a part of it.")
            return Prompt(texts.gettext("Which organisation do they come from?"), hint, skip=True)
        near = self.room.organisations_like(offered)
        found = [[Choice(record_key(one.id), "🏛 " + self.room.called(one, texts.lang))] for one in near]
        new = [Choice(_NEW, "➕ " + texts.gettext("New organisation “{name}”").format(name=offered))]
        return Prompt(texts.gettext("Is it one of these?"), choices=[*found, new], skip=True)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled, newcomer = _both(draft)
        if given.text:
            reading.by_language(given.text)  # what cannot be a name is refused now
            return Again({**draft.answers, "offered": reading.line(given.text)})
        if not given.choice:
            return Next(kept(filled, replace(newcomer, home="", new_home={})))
        if given.choice == _NEW:
            names = reading.by_language(draft.answers.get("offered", ""))
            own = self.room.statements.new_entity_id(reading.said(names, "en"))
            return Next(kept(filled, replace(newcomer, home=own, new_home=names)))
        home = chosen(given, self.room.base().entities, record_key)
        return Next(kept(filled, replace(newcomer, home=home, new_home={})))


def newcomer_steps(room: Room) -> Sequence[Step]:
    return (
        _Names(room),
        *(_NameIn(lang) for lang in LANGS),
        _Post(),
        *(_PostIn(room, lang) for lang in LANGS),
        _Home(room),
    )


def parts(newcomer: Newcomer, texts: Texts) -> Sequence[Sequence[Choice]]:
    """The buttons under the preview."""
    names = [Choice("names", "👤 " + texts.gettext("Name"))]
    if newcomer.sort == "person":
        names.append(Choice("post", "💼 " + texts.gettext("Post")))
        names.append(Choice("home", "🏛 " + texts.gettext("Organisation")))
    rest = [Choice("side", "🏳 " + texts.gettext("Side")), Choice("source", "📄 " + texts.gettext("Source"))]
    return names, rest


def beginning(sort: str) -> Answers | None:
    """The answers to begin with; None if there is no such sort."""
    sorts: Mapping[str, Newcomer] = {
        "person": Newcomer("person"),
        "organisation": Newcomer("organisation"),
    }
    return kept(Filled({}), sorts[sort]) if sort in sorts else None


def _newcomer(draft: Draft) -> Newcomer | None:
    return newcomer_of(Filled.of(draft.answers))


def _both(draft: Draft) -> tuple[Filled, Newcomer]:
    filled = Filled.of(draft.answers)
    newcomer = newcomer_of(filled)
    assert newcomer is not None
    return filled, newcomer

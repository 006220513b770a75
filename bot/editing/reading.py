"""What editors type, made fit for the record: clean texts, their languages, and what they name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.language import detect, normalise, script
from knowledge.limits import NAME, QUESTION, STATEMENT, TITLE
from knowledge.model import LANGS, Document, Lang, Source, Text, Topic

T = TypeVar("T")

# Invisible characters that come along with copied text; what they would do to the order of letters is unwanted.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"[^\S\n]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_PLACE = re.compile(
    r"""[\s,;:(]*(?:\b(?P<page>pp?|page|стр|с|страница|бет)\b|(?P<paragraph>\b(?:para?|paragraph|абз|абзац)\b|§))
        [.\s]*(?P<number>\d{1,5})\)?\s*$
        | [\s,;:(]+(?P<before>\d{1,5})\s*-?\s*(?:(?P<page_after>бет|стр|страница)|(?P<paragraph_after>абзац))\w*\)?
        \s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SEPARATED = re.compile(r"\s+/\s+|\n+")
_CYRILLIC: tuple[Lang, ...] = ("kk", "ru")
_NEAR = 60.0  # of 100: how alike a name must be to be offered


class Unknown(Refused):
    """Nothing on record has this name."""


def clean(text: str) -> str:
    """Composed letters, one sort of line ends and spaces, nothing invisible."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _BREAKS.sub("\n", text)))
    spaced = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _MANY_BREAKS.sub("\n\n", spaced).strip()


def statement(text: str) -> str:
    """A text of the record, of several lines if need be. Raises Refused."""
    return _within(clean(text), STATEMENT)


def line(text: str, limit: int = TITLE) -> str:
    """A text of one line: a title, a name. Raises Refused."""
    return _within(" ".join(clean(text).split()), limit)


def name(text: str) -> str:
    return line(text, NAME)


def questions(text: str) -> tuple[str, ...]:
    """One a line, each once. Raises Refused."""
    asked = (line(one.lstrip("•*–—- "), QUESTION) for one in clean(text).split("\n") if one.strip("•*–—- "))
    found = tuple(dict.fromkeys(asked))
    if not found:
        raise Refused(N_("There is no text."))
    return found


def by_language(text: str) -> Mapping[Lang, str]:
    """One name, or the same one in several languages, on lines of their own or with “ / ” between. Raises Refused."""
    found: dict[Lang, str] = {}
    for part in _SEPARATED.split(clean(text)):
        lang = language_of(part)
        if lang in found:  # names in Russian and in Kazakh are often spelt alike
            lang = next((other for other in _CYRILLIC if other not in found and lang != "en"), lang)
        if lang in found:
            twice = N_("There are two names in one language: {first} and {second}.")
            raise Refused(twice, first=found[lang], second=part)
        found[lang] = name(part)
    return found


def language_of(text: str) -> Lang:
    """By the letters where they tell it: a name has no words of a language."""
    if all(script(word) == "latin" for word in _WORD.findall(normalise(text))):
        return "en"
    lang = detect(text)
    return lang if lang != "en" else "ru"


def source_place(text: str) -> tuple[str, Source]:
    """“Report, page 3” as the title of the document and the place in it (its document still empty)."""
    found = _PLACE.search(text)
    if found is None or not text[: found.start()].strip():
        return text.strip(), Source("")
    page = found["page"] or found["page_after"]
    number = int(found["number"] or found["before"])
    return text[: found.start()].strip(" ,;:("), Source("", "page" if page else "paragraph", number)


def topic_named(words: str, topics: Iterable[Topic]) -> Topic:
    """The topic by its id or its title in any language, or by how that begins. Raises Refused."""
    named = {topic.id: (topic, (topic.id, *topic.title.values())) for topic in topics}
    unknown, near = N_("There is no topic “{words}”."), N_("There is no topic “{words}”. Near it: {near}.")
    return _named(words, named, unknown, near)


def document_named(words: str, documents: Iterable[Document]) -> Document | None:
    """The document by its id or its whole title in any language."""
    wanted = normalise(words)
    for document in documents:
        if wanted in {normalise(one) for one in (document.id, *document.title.values())}:
            return document
    return None


def _named(words: str, named: Mapping[str, tuple[T, tuple[str, ...]]], unknown: str, near: str) -> T:
    wanted = normalise(words)
    keys = {normalise(one): item for item, names in named.values() for one in names if one}
    if wanted in keys:
        return keys[wanted]
    beginning = {id(item): item for key, item in keys.items() if wanted and key.startswith(wanted)}
    if len(beginning) == 1:
        return next(iter(beginning.values()))
    alike = process.extract(wanted, list(keys), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR)
    shown = {id(keys[key]): key for key, _, _ in alike}
    if shown:
        raise Unknown(near, words=words[:60], near="; ".join(shown.values()))
    raise Unknown(unknown, words=words[:60])


def _within(text: str, limit: int) -> str:
    if not text:
        raise Refused(N_("There is no text."))
    if len(text) > limit:
        raise Refused(N_("The text has {length} characters; {limit} at most."), length=len(text), limit=limit)
    return text


def said(text: Text, lang: Lang) -> str:
    """In `lang`, or in the first language there is."""
    return next((text[one] for one in (lang, *LANGS) if text.get(one)), "")

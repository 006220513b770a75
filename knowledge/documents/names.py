"""Names of people in a sentence: found by given names, surnames' endings, patronymics and initials.

No list holds all names. What tells a person's is that words with capital letters that are no words of institutions,
countries or posts follow each other, and that one of them is known as a given name or ends as surnames of Russia,
Kazakhstan and its neighbours do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from knowledge.documents.tables import table
from knowledge.documents.tokens import Sentence, Token
from knowledge.language import name_forms, normalise, sound_key
from knowledge.model import LANGS, Lang

_SURNAME = re.compile(
    r"(?i)[\w’'-]{2,}(?:[oe]v|[oe]va|yov|yova|[iy]n|[iy]na|sk[iy]?[iyj]|skaya|skaia|tsk[iy]i?|tskaya|enko|chuk|shvili|dze|[iy]an|uly|kyzy|qyzy"
    r"|[bp]a[iy]|[bp]ek|khan|son|sen|stein|mann|berg|ich|[oe]ff)"
    r"|[\w’'-]{2,}(?:[оеё]в|[оеё]ва|[иы]н|[иы]на|ский|ская|цкий|цкая|енко|чук|швили|дзе|[яа]н|ұлы|улы|қызы|кызы|[бп]ай|[бп]ек|хан|ич)"
)
_PATRONYMIC = re.compile(
    r"(?i)\w{2,}(?:[oe]vich|[iy]evich|ovna|evna|[iy]nichna|ich|uly|kyzy|qyzy)|\w{2,}(?:[оеё]вич|[оеё]вна|ьич|инична|ична|ұлы|улы|қызы|кызы)"
)
_PARTICLES: Final = frozenset(
    {
        "van",
        "von",
        "de",
        "der",
        "den",
        "di",
        "da",
        "del",
        "della",
        "la",
        "le",
        "al",
        "el",
        "bin",
        "ibn",
        "ter",
        "оглы",
        "заде",
        "ван",
        "фон",
        "де",
    }
)
# Kinds of the lexicon's concepts whose words are of institutions, places and posts, not of people.
_NOT_NAMES: Final = frozenset(
    {
        "category",
        "post",
        "topic",
        "side",
        "place",
        "relation",
        "time",
        "ordinal",
        "context",
        "ask",
        "operator",
    }
)
_LONGEST: Final = 4


@dataclass(frozen=True, slots=True)
class Person:
    """A name from token to token. `sure`: the words themselves tell that it is a person's."""

    start: int
    end: int
    given: str
    surname: str
    full: str

    @property
    def key(self) -> str:
        """The same in Latin and Cyrillic letters, with and without a patronymic."""
        return f"{_plain(sound_key(normalise(self.given)))}-{_plain(sound_key(normalise(self.surname)))}"


def people_in(sentence: Sentence) -> list[Person]:
    """Every name that tells by itself that it is one, in order."""
    found: list[Person] = []
    for first, end in runs_of_names(sentence):
        start = first
        titled = start > 0 and _is_title(sentence.tokens[start - 1])
        while start < end and _is_title(sentence.tokens[start]):
            start, titled = start + 1, True
        person = _at_end(sentence, start, end) or (bare_name(sentence, start, end) if titled else None)
        if person is not None:
            before = _at_end(sentence, start, person.start) if _memorial(sentence, start) else None
            if before is None and person.start == start and _memorial(sentence, start):
                continue  # only the one whose name the institution bears
            found.append(person)
    return found


def _is_title(token: Token) -> bool:
    """Mr, Dr, г-жа: what follows is a person's name, whatever it is."""
    return re.fullmatch(_words()["titles"], token.text.lower()) is not None


def bare_name(sentence: Sentence, start: int, end: int) -> Person | None:
    """A part of a sentence that is nothing but two or three capital words, where only a person can be meant."""
    tokens = sentence.tokens[start:end]
    if not 2 <= len(tokens) <= 3 or not all(_may_be_name(token) for token in tokens):
        return None
    return _person(sentence, start, end)


def runs_of_names(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The longest runs of capital words, initials and particles."""
    tokens = sentence.tokens
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and (
            tokens[end].word and (tokens[end].capital or (end > at and _links(tokens, end)))
        ):
            end += 1
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _links(tokens: Sequence[Token], at: int) -> bool:
    """A particle between the parts of a name: "van" in "Anna van Dijk"."""
    return tokens[at].text.lower() in _PARTICLES and at + 1 < len(tokens) and tokens[at + 1].capital


def _at_end(sentence: Sentence, start: int, end: int) -> Person | None:
    """The name that a run of capital words ends in; words of an institution may stand before it."""
    for length in range(min(_LONGEST, end - start), 1, -1):
        first = end - length
        tokens = sentence.tokens[first:end]
        if all(_may_be_name(token) or token.text.lower() in _PARTICLES for token in tokens) and _is_name(
            tokens, sentence.lang
        ):
            return _person(sentence, first, end)
    return None


def _is_name(tokens: Sequence[Token], lang: Lang) -> bool:
    words = [token.text for token in tokens]
    if any(token.initial for token in tokens):
        full = [token for token in tokens if not token.initial]
        return len(full) == 1 and tokens[0].initial != tokens[-1].initial
    given = known_given(words[0], lang)
    surname = _SURNAME.fullmatch(_stripped(words[-1], lang)) is not None
    if len(words) == 2:
        return (
            given
            or (surname and len(words[0]) > 2)
            or (known_given(words[1], lang) and _SURNAME.fullmatch(words[0]) is not None)
        )
    middle = words[1:-1]
    patronymic = any(_PATRONYMIC.fullmatch(_stripped(word, lang)) for word in (*middle, words[-1]))
    linked = any(word.lower() in _PARTICLES for word in middle)
    if len(words) == _LONGEST and not given:
        return False
    return patronymic or (given and linked) or all(_western(word) for word in words[:-1])


def _may_be_name(token: Token) -> bool:
    if not token.word or not token.capital:
        return False
    if token.initial:
        return True
    if len(token.text) < 2 or (token.text.isupper() and len(token.text) < 6):
        return False
    if not token.kinds.isdisjoint(_NOT_NAMES):
        # A stem may be shared by chance: Almas and alma mater.
        return token.alone and sound_key(normalise(token.text)) in _given() and "post" not in token.kinds
    return token.text.lower() not in _institutional()


def _person(sentence: Sentence, start: int, end: int) -> Person:
    words = [
        _nominative(token.text, sentence.lang, last=at == end - start - 1)
        for at, token in enumerate(sentence.tokens[start:end])
    ]
    written = [token.text for token in sentence.tokens[start:end]]
    if words[:-1] != written[:-1] and words[-1] == written[-1]:
        # «Дмитрия Вахрукова» looks like a woman's surname until the given name tells that it is declined.
        declined = [word for word in _nominatives(words[-1], sentence.lang) if _SURNAME.fullmatch(word)]
        words[-1] = next(iter(declined), words[-1])
    full = " ".join(words)
    initials = [word for word in words if word.endswith(".")]
    names = [word for word in words if not word.endswith(".") and word.lower() not in _PARTICLES]
    if initials and len(names) == 1:
        return Person(start, end, initials[0], names[0], full)
    if len(names) == 3 and _PATRONYMIC.fullmatch(names[-1]) and not _PATRONYMIC.fullmatch(names[1]):
        return Person(start, end, names[1], names[0], full)  # «Степанов Павел Владимирович»
    if len(names) == 2 and known_given(names[1], sentence.lang) and not known_given(names[0], sentence.lang):
        return Person(start, end, names[1], names[0], full)
    return Person(start, end, names[0], names[-1], full)


def _memorial(sentence: Sentence, start: int) -> bool:
    """Whether an institution is named after whoever stands here."""
    before = " ".join(token.text.lower() for token in sentence.tokens[max(0, start - 2) : start])
    return bool(re.search(_words()["named_after"], before))


def known_given(word: str, lang: Lang) -> bool:
    """Whether a word is a given name in any of its forms."""
    names = _given()
    if sound_key(normalise(word)) in names:
        return True
    return lang != "en" and any(sound_key(normalise(other)) in names for other in _nominatives(word, lang))


def _nominative(word: str, lang: Lang, *, last: bool) -> str:
    """A part of a name as it is called: «Павлом Степановым» is Павел Степанов."""
    if lang == "en":
        return re.sub(r"['’]s$", "", word)
    if word.endswith(".") or (lang == "kk" and not last):
        return word
    names = _given()
    if sound_key(normalise(word)) in names:
        return word
    for other in _nominatives(word, lang):
        if sound_key(normalise(other)) in names or (
            _SURNAME.fullmatch(other) and not _SURNAME.fullmatch(word)
        ):
            return other
    return word


def _stripped(word: str, lang: Lang) -> str:
    return _nominative(word, lang, last=True)


@cache
def _nominatives(word: str, lang: Lang) -> tuple[str, ...]:
    """The words whose case form this may be, likelier ones first."""
    plain = normalise(word)
    found = []
    for ending, others in _words()["endings"][lang].items():
        if plain.endswith(ending) and len(plain) - len(ending) >= 2:
            for other in others:
                candidate = word[: len(word) - len(ending)] + other
                if plain in name_forms(candidate, lang):
                    found.append(candidate)
    return tuple(dict.fromkeys(found))


def _western(word: str) -> bool:
    """Of the names that come in twos: Anna Maria Schmidt. Elsewhere the first of them is a town's."""
    return sound_key(normalise(word)) in _given("en")


@cache
def _given(*langs: Lang) -> frozenset[str]:
    return frozenset(
        sound_key(normalise(name)) for lang in langs or LANGS for name in table("given_names")[lang].split()
    )


@cache
def _institutional() -> frozenset[str]:
    return frozenset(_words()["institutional"].split())


def _words() -> dict[str, Any]:
    found: dict[str, Any] = table("wording")["names"]
    return found


def _plain(sound: str) -> str:
    """A sound key as letters of an id."""
    return (
        re.sub(
            r"[^a-z0-9]",
            "",
            sound.translate(str.maketrans("žšč", "jwc")),
        )
        or "x"
    )

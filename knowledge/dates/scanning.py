"""A text as tokens that may be of a date, with their meanings and places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from knowledge.dates.edtf import parse_edtf
from knowledge.dates.tables import table
from knowledge.dates.vocabulary import Sign, Signs, signs_of, vocabulary
from knowledge.dates.wrong import WrongDate

YEARS: Final = (1900, 2199)  # numbers in this range are years
_MOST: Final = 120  # tokens; a question has a few dozen
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3}
_JOINED: Final = 4  # words that belong together, at most
_CASES: Final = ("ден", "дан", "тен", "тан", "ге", "ға", "ке", "қа", "де", "да", "те", "та")
_PARTS_OF_DAY: Final = ("таңғы", "таңертеңгі", "күндізгі", "түскі", "кешкі", "түнгі")
_HALVES: Final = (
    (r"a\.?m|утра|таң", "am"),
    (r"p\.?m|вечера|дня|күндіз|түскі|кешкі", "pm"),
    (r"ночи|түнгі", "night"),
)


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int
    signs: Signs = ()

    def value(self, kind: str) -> Any:
        """Which one of a kind the token means; None if it means none of it."""
        return next((sign.value for sign in self.signs if sign.kind == kind), None)

    def means(self, kind: str, value: Any = None) -> bool:
        return any(sign.kind == kind and value in (None, sign.value) for sign in self.signs)

    @property
    def number(self) -> int | None:
        """A number of one or two digits, or in words."""
        found = self.value("number")
        for kind in ("ordinal", "count"):
            found = self.value(kind) if found is None else found
        return None if found is None else int(found)


def scan(text: str) -> tuple[Token, ...]:
    """The tokens of normalised text."""
    tokens: list[Token] = []
    matches = list(_pattern().finditer(text))[:_MOST]
    place = 0
    while place < len(matches):
        token, used = _joined(matches[place : place + _JOINED])
        tokens.append(token or _token(matches[place]))
        place += used
    return tuple(tokens)


def _joined(matches: list[re.Match[str]]) -> tuple[Token | None, int]:
    if matches[0][0] not in vocabulary().beginnings:
        return None, 1
    for count in range(len(matches), 1, -1):
        if all(match["word"] for match in matches[:count]):
            word = "_".join(match[0] for match in matches[:count])
            signs = vocabulary().forms.get(word)
            if signs:
                return Token(word, matches[0].start(), matches[count - 1].end(), signs), count
    return None, 1


@cache
def _pattern() -> re.Pattern[str]:
    endings = "|".join(sorted(table("words")["number_endings"].split(), key=len, reverse=True))
    cases, parts = "|".join(_CASES), "|".join(_PARTS_OF_DAY)
    return re.compile(
        rf"""
          (?P<edtf>\b\d{{4}}-(?:q[1-4]|(?:0[1-9]|1[0-2])(?:-\d\d(?:t\d\d:\d\d(?:z|[+-]\d\d:\d\d)?)?)?)(?![\w-]))
        | (?P<dotted>\b\d{{1,2}}([./])\d{{1,2}}\3(?:\d{{4}}|\d\d)(?!\w)(?!\.\d))
        | (?P<short>\b\d{{1,2}}\.(?:0[1-9]|1[0-2])(?![\w.]))
        | (?P<time>\b\d{{1,2}}:\d\d(?:-?(?P<case>{cases})\b|(?!\w)))
        | (?P<clock>\b(?:(?:{parts})\ (?:сағат\ )?\d{{1,2}}(?::\d\d)?(?:-?(?:{cases})\b)?
            | \d{{1,2}}(?::\d\d)?\ ?(?:[ap]\.?m\b\.?|(?:час(?:а|ов)?\ )?(?:утра|вечера|ночи)\b|часа?\ дня\b)))
        | (?P<quarter>\bq[1-4]\b) | (?P<half>\bh[12]\b)
        | (?P<number>\b\d{{1,4}})(?:-?(?P<ending>{endings})\b|(?![\w]))
        | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
        | (?P<dash>[-/]) | (?P<other>[^\s\w])
        """,
        re.VERBOSE,
    )


def _token(match: re.Match[str]) -> Token:
    kind = next(name for name, text in match.groupdict().items() if text and name != "ending")
    return Token(match[0], match.start(), match.end(), _signs(kind, match))


def _signs(kind: str, match: re.Match[str]) -> Signs:  # noqa: PLR0911 - one for each kind of token
    text = match[0]
    if kind == "word":
        roman = _ROMAN.get(text)
        return signs_of(text) + ((Sign("roman", roman),) if roman else ())
    if kind == "number":
        return _number(int(match["number"]), len(match["number"]), match["ending"])
    if kind == "edtf":
        return _edtf(text)
    if kind in ("dotted", "short"):
        return _dotted(text)
    if kind in ("time", "clock"):
        return _time(text)
    if kind in ("quarter", "half"):
        return (Sign("numbered", (kind, int(text[1]))),)
    return (Sign("dash"),) if kind == "dash" else (Sign("comma"),) if text in ",.()\"'" else ()


def _time(text: str) -> Signs:
    """19:00, 7 pm, 7 вечера, кешкі 7; with a Kazakh case: 19:00-ден."""
    digits = re.search(r"(\d{1,2})(?::(\d\d))?", text)
    assert digits is not None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    half = next((half for words, half in _HALVES if re.search(words, text)), None)
    wrong = hour > 23 or minute > 59 or (half is not None and not 1 <= hour <= 12)
    if wrong:
        return (Sign("wrong", ("time", f'"{text}": a day has times from 00:00 to 23:59')),)
    if half is not None:
        # At night after midnight, before it from nine on.
        late = half == "pm" or (half == "night" and 9 <= hour < 12)
        hour = hour % 12 + 12 * late
    case = re.search(r"\d-?([а-яәі]+)$", text)
    return (Sign("time", (hour, minute)), *((Sign("ending", case[1]),) if case else ()))


def _edtf(text: str) -> Signs:
    try:
        return (Sign("span", parse_edtf(text.upper())),)
    except WrongDate as error:
        return (Sign("wrong", (error.kind, error.reason)),)


def _number(value: int, digits: int, ending: str | None) -> Signs:
    if digits == 4:
        return (Sign("year", value),) if YEARS[0] <= value <= YEARS[1] else ()
    if digits > 2:
        return ()
    return (Sign("number", value), *((Sign("ending", ending),) if ending else ()))


def _dotted(text: str) -> Signs:
    day, month, *year = map(int, re.split(r"[./]", text))
    if not year:
        return (Sign("day_month", (day, month)),)
    number = year[0] if len(text.replace("/", ".").rsplit(".", 1)[1]) == 4 else 2000 + year[0]
    return (Sign("dated", (number, month, day)),)

"""Why a file was refused, in the language of whoever sent it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from knowledge.errors import InvalidInput
from knowledge.texts import Texts

_Way = tuple[str, Callable[[Texts], str]]

# What the reader says in English (a pattern with named parts), and how that is put to people.
_WAYS: Final[tuple[_Way, ...]] = (
    (r"larger than (?P<n>\d+) MB", lambda t: t.gettext("it is larger than {n} MB")),
    (r"the file is empty", lambda t: t.gettext("it is empty")),
    (
        r"there is no text in this file|the document has no text",
        lambda t: t.gettext("there is no text in it"),
    ),
    (
        r"cannot import “(?P<what>[^”]*)”; what can be: (?P<known>.*)",
        lambda t: t.gettext("files like this ({what}) cannot be read; what can be: {known}"),
    ),
    (
        r"the file is (?P<what>.+), not (?P<ending>\.\w+) as its name says",
        lambda t: t.gettext("it is something else than its name says ({ending})"),
    ),
    (r"the file is not .+ as its name says", lambda t: t.gettext("it is something else than its name says")),
    (
        r"the file is a ZIP archive, but not a Word document",
        lambda t: t.gettext("it is an archive, but no Word document"),
    ),
    (
        r"this is no text in an encoding that can be told",
        lambda t: t.gettext("it is no text in any encoding that I know"),
    ),
    (
        r"the PDF has no text, only pictures.*",
        lambda t: t.gettext("the PDF holds pictures of text only; recognise the text (OCR) first"),
    ),
    (
        r"the (?:PDF|document) is protected by a password",
        lambda t: t.gettext("it is protected by a password"),
    ),
    (r"the document holds macros.*", lambda t: t.gettext("it holds macros; save it without them (.docx)")),
    (
        r"the document defines XML entities.*|the file makes its reader do.*",
        lambda t: t.gettext("it holds something that no such file should"),
    ),
    (
        r"the document would unpack to (?P<n>\d+) MB.*|the document's text takes (?P<m>\d+) MB.*",
        lambda t: t.gettext("it would unpack to hundreds of megabytes"),
    ),
    (
        r"the (?:PDF|document|file) has (?P<n>\d+) (?:pages|parts), .*|there is too much .*|there are \d+ events.*",
        lambda t: t.gettext("there is too much in it"),
    ),
    (r"reading this file takes longer.*", lambda t: t.gettext("reading it takes too long")),
    (r"reading this file takes more memory.*", lambda t: t.gettext("reading it takes too much memory")),
    (r"there are no events in this calendar", lambda t: t.gettext("there are no events in it")),
    (r"this is no calendar.*", lambda t: t.gettext("it is no calendar in the iCalendar format")),
    (
        r"(?:the PDF|the document|the file|page \d+ of the PDF) (?:is damaged|could not be read|is nested).*",
        lambda t: t.gettext("it is damaged"),
    ),
)


def told(texts: Texts, error: InvalidInput) -> str:
    """One line. What is wrong with a row of a table or a pack is told in English, with its line."""
    for pattern, way in _WAYS:
        found = re.fullmatch(pattern, error.reason)
        if found is not None:
            return way(texts).format(**found.groupdict())
    if error.line:
        return texts.gettext("line {line}: {reason}").format(line=error.line, reason=error.reason)
    return error.reason

"""Telegram's HTML style read into entities, with Telegram's complaints about broken markup.

Follows the order and the wording of TDLib's `parse_html` (td/telegram/MessageEntity.cpp, Boost licence).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.formatting import Entity, Formatted, utf16_length

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_PLAIN = re.compile(r"[^<&]+")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACE = re.compile(r"\s*")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")
# What each tag's one meaningful attribute is, and the prefix its value must have.
_ARGUMENTS = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
}


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


def parse_html(source: str) -> Formatted:
    """Read `source`; raises `ApiError` 400 "can't parse entities: …" where Telegram does."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source, self._at = source, 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []
        self._languages: dict[int, str] = {}

    def read(self) -> Formatted:
        while self._at < len(self._source):
            if self._source[self._at] == "<":
                self._end_tag() if self._source.startswith("</", self._at) else self._start_tag()
            else:
                self._plain()
        if self._open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        entities = sorted((e for e in self._entities), key=lambda e: (e.offset, -e.length))
        return Formatted("".join(self._text), tuple(entities))

    def _plain(self) -> None:
        if match := _PLAIN.match(self._source, self._at):
            self._at = match.end()
            self._add(match.group())
        else:
            self._add(self._reference())

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._units += utf16_length(text)

    def _reference(self) -> str:
        """The character that `&…;` here stands for, or the bare ampersand."""
        match = _REFERENCE.match(self._source, self._at)
        character = _character(match) if match else ""
        self._at = match.end() if match and character else self._at + 1
        return character or "&"

    def _start_tag(self) -> None:
        begin = self._at
        name = self._take(_NAME, begin + 1)
        if self._ended:
            raise self._broken("Unclosed start tag", begin)
        tag = name.lower()
        if tag not in _KINDS:
            raise self._broken(f'Unsupported start tag "{tag}"', begin)
        argument = self._attributes(tag, begin)
        self._at += 1
        if tag == "span" and argument != "spoiler":
            raise self._broken('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Open(tag, argument, self._units, len(self._text)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Everything up to `>`; returns the tag's one meaningful argument."""
        argument = ""
        while True:
            self._take(_SPACE)
            if self._source.startswith(">", self._at):
                return argument
            name = self._take(_ATTRIBUTE)
            if not name:
                raise self._broken(f'Empty attribute name in the tag "{tag}"', begin)
            self._take(_SPACE)
            if self._source.startswith("=", self._at):
                value = self._value(tag, begin)
                prefix = _ARGUMENTS.get((tag, name.lower()))
                if prefix is not None and value.startswith(prefix):
                    argument = value.removeprefix(prefix)
            elif self._ended:
                raise self._broken(f'Unclosed start tag "{tag}"', begin)
            elif tag == "blockquote" and name.lower() == "expandable":
                argument = "1"

    def _value(self, tag: str, begin: int) -> str:
        self._take(_SPACE, self._at + 1)
        start = self._at
        if self._source[start : start + 1] in {"'", '"'}:
            value = self._quoted(self._source[start])
        else:
            value = self._take(_TOKEN).lower()
            if not self._ended and not self._source[self._at].isspace() and self._source[self._at] != ">":
                raise self._broken("Unexpected end of name token", start)
        if self._ended:
            raise self._broken(f'Unclosed start tag "{tag}"', begin)
        return value

    def _quoted(self, quote: str) -> str:
        self._at += 1
        parts: list[str] = []
        while not self._ended and self._source[self._at] != quote:
            if self._source[self._at] == "&":
                parts.append(self._reference())
            else:
                parts.append(self._source[self._at])
                self._at += 1
        self._at += 1
        return "".join(parts)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise self._broken("Unexpected end tag", begin)
        name = self._take(_NAME, begin + 2)
        self._take(_SPACE)
        if self._ended or self._source[self._at] != ">":
            raise self._broken("Unclosed end tag", begin)
        self._at += 1
        opened = self._open.pop()
        if name and name.lower() != opened.tag:
            raise self._broken("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        if self._units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        made = Entity(_KINDS[opened.tag], opened.offset, self._units - opened.offset)
        if opened.tag == "a":
            self._link(opened, made)
        elif opened.tag == "blockquote" and opened.argument:
            self._entities.append(Entity("expandable_blockquote", made.offset, made.length))
        elif opened.tag == "tg-emoji":
            self._entities.append(
                Entity("custom_emoji", made.offset, made.length, custom_emoji_id=opened.argument)
            )
        elif opened.tag in {"code", "pre"}:
            self._code(opened, made)
        else:
            self._entities.append(made)

    def _link(self, opened: _Open, made: Entity) -> None:
        url = opened.argument or "".join(self._text[opened.begin :])
        if user := _USER_LINK.fullmatch(url):
            self._entities.append(Entity("text_mention", made.offset, made.length, user_id=int(user[1])))
        elif checked := _checked_url(url):
            self._entities.append(Entity("text_link", made.offset, made.length, url=checked))

    def _code(self, opened: _Open, made: Entity) -> None:
        """`<pre><code class="language-x">` is one entity; everything else stands for itself."""
        last = self._entities[-1] if self._entities else None
        same = last is not None and (last.offset, last.length) == (made.offset, made.length)
        if opened.tag == "pre" and last and same and last.type == "code" and last.offset in self._languages:
            language = self._languages.pop(last.offset)
            self._entities[-1] = Entity("pre", made.offset, made.length, language=language)
            return
        if opened.tag == "code" and opened.argument:
            self._languages[made.offset] = opened.argument
        self._entities.append(made)

    @property
    def _ended(self) -> bool:
        return self._at >= len(self._source)

    def _take(self, pattern: re.Pattern[str], at: int | None = None) -> str:
        match = pattern.match(self._source, self._at if at is None else at)
        assert match is not None  # every pattern here matches the empty string
        self._at = match.end()
        return match.group()

    def _broken(self, what: str, begin: int, more: str = "") -> ApiError:
        return _broken(f"{what} at byte offset {len(self._source[:begin].encode())}{more}")


def _broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def _checked_url(url: str) -> str:
    """The address as Telegram would keep it; empty when it makes no link of it."""
    address = url if re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE) else f"http://{url}"
    scheme, rest = address.split(":", 1)
    known = scheme.lower() in {"http", "https", "tg", "ton", "mailto", "tel"}
    host = rest.strip("/").split("/", 1)[0]
    if (
        not known
        or not host
        or (scheme.lower() in {"http", "https"} and "." not in host and "localhost" not in host)
    ):
        return ""
    return address + "/" if scheme.lower() in {"http", "https"} and "/" not in rest.lstrip("/") else address

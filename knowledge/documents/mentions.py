"""Who is named with which post: "X, Director of Y", "Director of Y X", and lists of both with commas gone astray.

A sentence is cut at its commas and semicolons. A piece that begins with a post and ends in a name is a person; one that
is only a name is a person whose posts stand in the pieces behind it or, in a list that puts posts first, before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from knowledge.documents.names import Person, bare_name, people_in
from knowledge.documents.tables import table
from knowledge.documents.tokens import Sentence, Token

_CUTS: Final = frozenset(",;:()—–")
_LONGEST_POST: Final = 45  # tokens
_AND: Final = frozenset({"and", "и", "және", "мен", "пен", "бен", "а"})
_LEADING: Final = frozenset(
    {"a", "an", "the", "and", "also", "и", "а", "также", "және", "former", "current", "its", "their"}
)
_EARLY: Final = (
    5  # tokens that may stand before a post in a piece that is one: "the country's first", «и. о.»
)
_FROM: Final = ("нан", "нен", "дан", "ден", "тан", "тен")  # Kazakh: on whose part
_MARKS: Final = " .,;:-–—"
_QUOTES: Final = "«»“”„\"'"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person with the posts that the sentence gives, as they are written; `start` is the token it all begins at."""

    person: Person
    posts: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a sentence between two cuts: from token to token, without the words that lead in."""

    start: int
    end: int
    post: int | None  # where a post begins
    person: Person | None
    cut: str = ""  # the mark behind it

    @property
    def only_name(self) -> bool:
        return self.person is not None and self.person.start == self.start and self.person.end == self.end


@dataclass(slots=True)
class _Found:
    person: Person
    start: int
    end: int
    own: bool  # the post stands before the name
    posts: list[str] = field(default_factory=list)


def mentions_in(sentence: Sentence) -> list[Mention]:
    """The people of a sentence that are given with a post, and those named in a list beside them."""
    people = people_in(sentence)
    pieces = list(_pieces(sentence, people))
    pieces = [_named_by_place(sentence, pieces, at) for at in range(len(pieces))]
    found = _Gathering(sentence, pieces).run()
    return [Mention(one.person, tuple(one.posts), one.start, one.end) for one in found]


def _pieces(sentence: Sentence, people: list[Person]) -> Iterator[_Piece]:
    tokens = sentence.tokens
    inside = {at for person in people for at in range(person.start, person.end)}
    ends = {person.end: person for person in people}
    start = 0
    for at in range(len(tokens) + 1):
        cut = at == len(tokens) or (tokens[at].text in _CUTS and at not in inside)
        # "X and Y" are two people; "culture and sports" is one thing.
        joined = not cut and tokens[at].text.lower() in _AND and at in ends
        if cut or joined:
            yield from _piece(sentence, start, at, people, tokens[at].text if at < len(tokens) else "")
            start = at + 1


def _piece(sentence: Sentence, start: int, end: int, people: list[Person], cut: str) -> Iterator[_Piece]:
    while start < end and sentence.tokens[start].text.lower() in _LEADING:
        start += 1
    if start >= end:
        return
    here = [person for person in people if start <= person.start and person.end <= end]
    person = next((one for one in here if one.end == end), None) or (here[-1] if here else None)
    post = _post_start(sentence, start, person.start if person and person.end == end else end)
    if person is not None and person.end < end:
        yield from _broken(sentence, start, end, person, cut)
        return
    yield _Piece(start, end, post, person, cut)


def _broken(sentence: Sentence, start: int, end: int, person: Person, cut: str) -> Iterator[_Piece]:
    """A name with words behind it: "Director X said", "X, as director" and the like."""
    yield _Piece(start, person.end, _post_start(sentence, start, person.start), person, "")
    post = _post_start(sentence, person.end, end)
    # "X is director of Y": what stands between is short.
    if post is not None and post - person.end <= 3:
        yield _Piece(post, end, post, None, cut)
    else:
        yield _Piece(person.end, end, None, None, cut or ".")


def _post_start(sentence: Sentence, start: int, end: int) -> int | None:
    """Where a post is named that the words up to `end` belong to: the first one, unless other things come between."""
    for at in range(max(start, end - _LONGEST_POST), end):
        token = sentence.tokens[at]
        if begins_post(token) and not _is_verb_before(sentence, at, end):
            return at
    return None


def begins_post(token: Token) -> bool:
    return ("post" in token.kinds and token.first) or token.text.lower() in table("wording")["posts"].split()


def _is_verb_before(sentence: Sentence, at: int, end: int) -> bool:
    """Whether the post at `at` belongs to another clause: a verb of telling stands behind it."""
    return any(_is_verb(token) for token in sentence.tokens[at + 1 : end])


def _is_verb(token: Token) -> bool:
    return token.text.lower() in table("wording")["verbs"].split()


def _named_by_place(sentence: Sentence, pieces: list[_Piece], at: int) -> _Piece:
    """Two capital words beside a post are a name, whatever they are."""
    piece = pieces[at]
    if piece.person is not None or piece.post is not None:
        return piece
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    if following is None or following.post != following.start or following.only_name:
        return piece
    person = bare_name(sentence, piece.start, piece.end)
    return _Piece(piece.start, piece.end, None, person, piece.cut) if person else piece


@dataclass(slots=True)
class _Gathering:
    """Goes through the pieces and gives every post to somebody."""

    sentence: Sentence
    pieces: list[_Piece]
    found: list[_Found] = field(default_factory=list)
    pending: list[_Piece] = field(default_factory=list)

    def run(self) -> list[_Found]:
        for at, piece in enumerate(self.pieces):
            if piece.person is not None:
                self._person(at, piece)
            elif self._is_post(piece) or (self.pending and self._goes_on(piece)):
                self.pending.append(piece)
            else:
                self._give_back()
        self._give_back()
        return self.found

    def _is_post(self, piece: _Piece) -> bool:
        """Whether a piece is a post and nothing else."""
        if piece.post is None or piece.person is not None:
            return False
        before = self.sentence.tokens[piece.start : piece.post]
        if any(map(_is_verb, self.sentence.tokens[piece.start : piece.end])):
            return False
        if self.sentence.lang == "kk":
            return piece.end - piece.start <= _LONGEST_POST
        return len(before) <= _EARLY and not any(token.capital for token in before)

    def _person(self, at: int, piece: _Piece) -> None:
        assert piece.person is not None
        own = piece.post is not None
        if self.found and not self.found[-1].own:
            self._give_back()  # a list that puts names first
        elif not own and self._post_follows(at):
            self._give_back()
        start = (
            self.pending[0].start
            if self.pending
            else piece.post
            if piece.post is not None
            else piece.person.start
        )
        one = _Found(piece.person, start, piece.end, own or bool(self.pending))
        one.posts += _joined(self.sentence, self.pending)
        self.pending.clear()
        if piece.post is not None:
            one.posts.append(_post(self.sentence, piece, piece.person.start))
        elif one.posts and piece.person.start > piece.start:
            one.posts[-1] += f", {self.sentence.said(piece.start, piece.person.start)}"
        self.found.append(one)

    def _post_follows(self, at: int) -> bool:
        """Whether the piece behind is a post and nobody else's."""
        following = self.pieces[at + 1] if at + 1 < len(self.pieces) else None
        return following is not None and self._is_post(following)

    def _goes_on(self, piece: _Piece) -> bool:
        """Whether a piece without a post is more of the institution: it begins with a capital and tells nothing."""
        tokens = self.sentence.tokens[piece.start : piece.end]
        return tokens[0].capital and not any(map(_is_verb, tokens))

    def _give_back(self) -> None:
        """Posts that nobody came for belong to whoever was named before them."""
        if self.pending and self.found:
            self.found[-1].posts += _joined(self.sentence, self.pending)
            self.found[-1].end = self.pending[-1].end
        self.pending.clear()


def _joined(sentence: Sentence, pieces: list[_Piece]) -> list[str]:
    """Posts as they are written; what goes on a post stays with it."""
    posts: list[str] = []
    for piece in pieces:
        if piece.post is None and posts:
            posts[-1] += f", {_trimmed(sentence.said(piece.start, piece.end))}"
        else:
            posts.append(_post(sentence, piece, piece.end))
    return posts


def _post(sentence: Sentence, piece: _Piece, end: int) -> str:
    """The words of a post. In Kazakh the institution stands before it."""
    assert piece.post is not None
    start = piece.post
    if sentence.lang == "kk":
        start = piece.start
        for at in range(piece.start, piece.post):
            if _leads_in(sentence.tokens[at]):
                start = at + 1
    return _trimmed(sentence.said(start, end))


def _leads_in(token: Token) -> bool:
    """Kazakh words before a post that are not of it: on whose part, at what, a verb."""
    if re.fullmatch(table("wording")["side_nouns"], token.text.lower()):
        return True
    on_part = not token.kinds.isdisjoint({"side", "context"}) and token.text.lower().endswith(_FROM)
    return on_part or _is_verb(token) or token.means("meeting", "takes_part")


def _trimmed(text: str) -> str:
    """Without marks at its ends, and without a quotation mark that has no other."""
    text = text.strip(_MARKS)
    for ends in (text[:1], text[-1:]):
        if ends and ends in _QUOTES and sum(text.count(mark) for mark in _QUOTES) % 2:
            text = text.removeprefix(ends) if text.startswith(ends) else text.removesuffix(ends)
    return text.strip(_MARKS)

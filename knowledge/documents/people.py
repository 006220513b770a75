"""From mentions to people: who heads a side, who takes part, who holds which post, each told once for a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from knowledge.documents.mentions import Mention, begins_post, mentions_in
from knowledge.documents.names import Person
from knowledge.documents.naming import named, slug
from knowledge.documents.passages import Passage
from knowledge.documents.tables import table
from knowledge.documents.tokens import Sentence, Token, broader, read_sentence
from knowledge.language import normalise
from knowledge.limits import NAME, TITLE
from knowledge.model import Entity, Fact, Gives, Lang, Side, Source

Relation = Literal["heads", "takes_part", "works"]
_RANK: Final[tuple[Relation, ...]] = ("heads", "takes_part", "works")
_SIDES: Final[dict[str, Side]] = {"side-kz": "kz", "side-ru": "ru"}
_NEAR: Final = 8  # tokens behind a name in which a verb may stand
_A_LIST: Final = 3  # people in a sentence from which it lists them
_POST_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as one sentence puts it: with which post, in what part, on whose side."""

    person: Person
    lang: Lang
    posts: tuple[str, ...]
    relation: Relation
    side: Side | None
    passage: Passage
    sentence: str
    listed: bool
    clause: str = ""  # what of a sentence about two people is about this one


@dataclass(slots=True)
class People:
    """Everybody named in a document. `open_lists`: where the source says that there were others."""

    standings: dict[str, list[Standing]] = field(default_factory=dict)
    open_lists: list[tuple[Passage, Side | None, str]] = field(default_factory=list)

    def add(self, standing: Standing) -> None:
        self.standings.setdefault(standing.person.key, []).append(standing)

    def by_surname(self, surname: str) -> Person | None:
        """The only person of the document with this surname."""
        same = [
            found[0].person
            for found in self.standings.values()
            if normalise(found[0].person.surname) == normalise(surname)
        ]
        return same[0] if len(same) == 1 else None

    @property
    def meeting(self) -> bool:
        """Whether the document tells of a meeting: somebody heads a side or takes part."""
        relations = [one.relation for found in self.standings.values() for one in found]
        return "heads" in relations or relations.count("takes_part") >= _A_LIST


def read_people(people: People, passage: Passage, sentence: Sentence, before: str) -> None:
    """Take in what a sentence says of people; `before`: what stands over it (a heading, "Participants:")."""
    mentions = mentions_in(sentence)
    over = read_sentence(before, sentence.lang) if before else None
    side = _only_side(over, 0, None) if over else None
    part = bool(over and over.has("takes_part")) or _takes_part(sentence, mentions)
    end = 0
    for at, mention in enumerate(mentions):
        following = mentions[at + 1].start if at + 1 < len(mentions) else len(sentence.tokens)
        here = _only_side(sentence, end, mention.start)
        if sentence.lang == "kk" and here is None:
            here = _only_side(sentence, mention.start, mention.person.start, leading=True)
        side = here or side
        heads = _heads(sentence, mention, end, following)
        if mention.posts or heads or (part and len(mentions) >= _A_LIST):
            relation: Relation = "heads" if heads else "takes_part" if part else "works"
            standing = Standing(
                person=mention.person,
                lang=sentence.lang,
                posts=tuple(post[:_POST_LENGTH] for post in mention.posts if post),
                relation=relation,
                side=side,
                passage=passage,
                sentence=sentence.text,
                clause=sentence.said(end, mention.end).strip(" ,;.–—-") if len(mentions) < _A_LIST else "",
                listed=len(mentions) > 1 or mention.end - mention.start > 0.8 * len(sentence.tokens),
            )
            people.add(standing)
        end = mention.end
    if part and len(mentions) >= _A_LIST:
        ended = re.search(table("wording")["and_others"], sentence.text)
        if ended:
            people.open_lists.append((passage, side, ended[0].strip(" .")))


def _only_side(sentence: Sentence, start: int, end: int | None, *, leading: bool = False) -> Side | None:
    """The side that is named last from token to token; none where both are ("between Kazakhstan and Russia")."""
    named = [
        _SIDES[concept]
        for token in sentence.tokens[start:end]
        for concept in _SIDES
        if token.means(concept) and not (leading and "post" in token.kinds)
    ]
    telling = [
        _SIDES[concept]
        for at, token in enumerate(sentence.tokens[start:end], start)
        for concept in _SIDES
        if token.means(concept) and _of_a_side(sentence, at)
    ]
    if len(set(telling)) == 1:
        return telling[0]
    return named[0] if len(set(named)) == 1 and not leading else None


def _of_a_side(sentence: Sentence, at: int) -> bool:
    """Whether "Kazakh" here is said of a side, a delegation or people."""
    near = sentence.tokens[at : at + 3]
    return any(token.means("side-noun", "person-noun") for token in near) or any(
        re.fullmatch(table("wording")["side_nouns"], token.text.lower()) for token in near
    )


def _takes_part(sentence: Sentence, mentions: Sequence[Mention]) -> bool:
    """Whether the sentence tells who was there: in so many words, or by listing many at a meeting."""
    inside = {at for mention in mentions for at in range(mention.start, mention.end)}
    outside = [token for at, token in enumerate(sentence.tokens) if at not in inside]
    if any(token.means("takes_part") for token in outside):
        return bool(mentions)
    setting = any(
        token.means("meeting", "commission", "side-kz", "side-ru", "both-sides") for token in outside
    )
    return setting and len(mentions) >= _A_LIST


def _heads(sentence: Sentence, mention: Mention, end: int, following: int) -> bool:
    """Whether a word for leading stands right before the person, or right behind, and a side or delegation with it."""
    before = sentence.tokens[end : mention.start]
    behind = sentence.tokens[mention.end : min(following, mention.end + _NEAR)]
    led_by = [token for token in before if token.means("heads")]
    leads = [token for token in behind[:3] if token.means("heads")]
    if sentence.lang == "kk":
        led_by = []
        leads = [token for token in behind if token.means("heads")]
    if not led_by and not leads:
        return False
    beside = sentence.tokens[end : min(following, mention.end + _NEAR)]
    return any(
        token.means("side-noun", "side-kz", "side-ru", "both-sides", "commission", "meeting")
        or re.fullmatch(table("wording")["side_nouns"], token.text.lower())
        for token in beside
    )


@dataclass(frozen=True, slots=True)
class Proposed:
    facts: tuple[Fact, ...]
    entities: tuple[Entity, ...]


def propose_people(people: People, document: str, topic: str) -> Proposed:
    """One fact for each person that has a post or a part, and the people and institutions named."""
    facts: list[Fact] = []
    entities: dict[str, Entity] = {}
    for key, standings in people.standings.items():
        best = min(standings, key=lambda one: (_RANK.index(one.relation), not one.posts))
        if not best.posts:
            posts = next((one.posts for one in standings if one.posts), ())
            best = replace(best, posts=posts)
        side = best.side or next((one.side for one in standings if one.side), None)
        sentence = read_sentence(", ".join(best.posts), best.lang)
        side = side or _only_side(sentence, 0, None)
        best = replace(best, side=side)
        institutions = [_institution(post, best.lang, side) for post in best.posts]
        found = [one for one in institutions if one is not None]
        person = _person(key, standings, side)
        entities[person.id] = person
        for one in found:
            entities.setdefault(one.id, one)
        facts.append(_fact(best, person, found, document, topic))
    facts += _open_lists(people, document, topic)
    return Proposed(tuple(facts), tuple(entities.values()))


def _person(key: str, standings: Iterable[Standing], side: Side | None) -> Entity:
    names: dict[Lang, dict[str, None]] = {}
    for one in standings:
        person = one.person
        short = person.full if person.given.endswith(".") else f"{person.given} {person.surname}"
        names.setdefault(one.lang, {}).update(dict.fromkeys((short, person.full, person.surname)))
    return Entity(
        id=key[:64],
        kind="person",
        names={lang: tuple(name[:NAME] for name in told) for lang, told in names.items()},
        side=side,
    )


def _institution(post: str, lang: Lang, side: Side | None) -> Entity | None:
    """Whatever of a post is not the post itself, if it is a name."""
    sentence = read_sentence(post, lang)
    tokens = sentence.tokens
    if any("minister" in broader(concept)[0] for concept in sentence.concepts("post")):
        return None  # of what they are minister is a field, not an institution
    marked = [at for at, token in enumerate(tokens) if begins_post(token)]
    if sentence.lang == "kk":
        name = sentence.said(0, marked[-1]) if marked else ""
    else:
        start = marked[0] + 1 if marked else 0
        linked = [at for at in range(start, len(tokens)) if tokens[at].text.lower() in _linking()]
        start = linked[0] if linked and "post" in tokens[linked[0]].kinds else _behind(tokens, start)
        while start < len(tokens) and tokens[start].text.lower() in _linking():
            start += 1
        if start in marked[1:]:
            return None  # "adviser to the ambassador": of a person
        name = sentence.said(start, len(tokens))
    name = name.strip(" ,;")
    countries = all(
        not token.kinds.isdisjoint({"side", "filler"}) for token in read_sentence(name, lang).tokens
    )
    if countries or not any(sign.isupper() for sign in name) or len(name) < 3:
        return None
    quoted = re.search(r"[«“\"]([^»”\"]{2,80})[»”\"]", name)
    names = dict.fromkeys((name[:NAME], *([quoted[1]] if quoted else [])))
    own = _only_side(read_sentence(name, lang), 0, None)
    # Of the whole name, and of its words: a "university of arts" is a university as well.
    words = [read_sentence(token.text, lang) for token in read_sentence(name, lang).tokens if token.word]
    tags = tuple(
        dict.fromkeys(
            tag for one in (sentence, *words) for tag in one.concepts("category") if tag != "institution"
        )
    )
    return Entity(f"o.{slug(name, 'org')}", "organisation", {lang: tuple(names)}, side=own or side, tags=tags)


def _behind(tokens: Sequence[Token], start: int) -> int:
    """The token behind the words of a post."""
    while start < len(tokens) and "post" in tokens[start].kinds:
        start += 1
    return start


def _linking() -> list[str]:
    words: str = table("wording")["linking"]
    return words.split()


def _fact(best: Standing, person: Entity, institutions: Sequence[Entity], document: str, topic: str) -> Fact:
    post = "; ".join(best.posts)
    name = best.person.full
    sentence = read_sentence(", ".join(best.posts), best.lang)
    gives: list[Gives] = ["person", "post"]
    gives += ["organisation"] if institutions else []
    gives += ["side"] if best.side else []
    side: Side = best.side or "both"
    fact = Fact(
        id="",
        topic=topic,
        statement={best.lang: _statement(best, name, post)},
        side=side,
        relation=best.relation,
        title={best.lang: (f"{name}, {post}" if post else name)[:TITLE]},
        about=(person.id, *dict.fromkeys(one.id for one in institutions)),
        tags=tuple(_posts(sentence)),
        gives=tuple(gives),
        source=Source(document, best.passage.kind, best.passage.number),
    )
    return named(document, fact)


def _statement(best: Standing, name: str, post: str) -> str:
    """The sentence of the source where it tells of this person alone; put in our words where it lists many."""
    if not best.listed and len(best.sentence) <= 400:
        return best.sentence
    if best.clause and best.side is None and best.relation != "works":
        # Whom they spoke for is not told by our words.
        clause = re.sub(r"^(?:and|и|а|және|while)\s+", "", best.clause)
        return f"{clause[:1].upper()}{clause[1:]}."
    ways: dict[str, Any] = table("wording")["sentences"][best.lang][best.relation]
    way = ways.get(best.side or "both") or ways["both"]
    who = f"{name}, {post}" if post else name
    inner = best.lang == "en" and not way.endswith("{who}")
    filled = str(way).format(who=f"{who}," if inner and post else who)
    return filled if filled.endswith(".") else f"{filled}."


def _posts(sentence: Sentence) -> Iterator[str]:
    """The concepts of the posts held: the first of each part; those behind are of others."""
    fresh = True
    for token in sentence.tokens:
        if token.text in ",;":
            fresh = True
        elif fresh and "post" in token.kinds:
            yield from (unit[2:] for unit in sorted(token.units) if unit[2:] in sentence.concepts("post"))
            fresh = False


def _open_lists(people: People, document: str, topic: str) -> Iterator[Fact]:
    for passage, side, words in people.open_lists:
        text = table("wording")["sentences"][passage.lang]["open"].format(words=words)
        fact = Fact(
            id="",
            topic=topic,
            statement={passage.lang: text},
            side=side or "both",
            relation="list_note",
            gives=("statement",),
            source=Source(document, passage.kind, passage.number),
        )
        yield named(document, fact)

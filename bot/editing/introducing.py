"""People and organisations as editors add them: an entity with names, and the fact that it takes part.

Lists and counts are made from such facts (`knowledge.matching.compose`), so whoever is added is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.editing.reading import said
from bot.editing.slugs import latin
from bot.editing.stating import Filled
from knowledge.index import Base
from knowledge.index.ground import words_of
from knowledge.model import LANGS, Entity, Lang, Side
from knowledge.records import Edit

Sort = Literal["person", "organisation"]
Words = Mapping[Lang, str]

_RELATION = "takes_part"
_SHORTEST_SURNAME = 4  # letters: a shorter one would be found in too much
# A sentence for each side; in Russian in the present tense, which tells nobody's gender.
_SENTENCES: Mapping[Lang, Mapping[Side, str]] = {
    "en": {
        "kz": "{who} took part on the Kazakh side.",
        "ru": "{who} took part on the Russian side.",
        "both": "{who} took part.",
    },
    "ru": {
        "kz": "С казахстанской стороны участвует {who}.",
        "ru": "С российской стороны участвует {who}.",
        "both": "Среди участников — {who}.",
    },
    "kk": {
        "kz": "{who} Қазақстан тарапынан қатысты.",
        "ru": "{who} Ресей тарапынан қатысты.",
        "both": "{who} қатысушылар арасында болды.",
    },
}
_ASKED: Mapping[Sort, Mapping[Lang, str]] = {
    "person": {"en": "Who is {name}?", "ru": "{name} — кто это?", "kk": "{name} кім?"},
    "organisation": {"en": "What is {name}?", "ru": "{name} — что это?", "kk": "{name} деген не?"},
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody filled in so far. `home` is the id of their organisation; `new_home` has its names if it is new."""

    sort: Sort
    id: str = ""
    names: Words = field(default_factory=dict)
    post: Words = field(default_factory=dict)
    home: str = ""
    new_home: Words = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def newcomer_of(filled: Filled) -> Newcomer | None:
    return None if filled.newcomer is None else Newcomer(**filled.newcomer)


def introduced(filled: Filled, base: Base) -> tuple[Filled, Sequence[Edit]]:
    """The fact that says who takes part, and the entities that are new. What is filled in must have names."""
    newcomer = newcomer_of(filled)
    assert newcomer is not None
    side: Side = filled.fact.get("side", "both")
    home = _home(newcomer, base)
    entity = _entity(newcomer, side, base)
    langs = [lang for lang in LANGS if newcomer.names.get(lang)]
    fact = filled.changed(
        id=f"post-{newcomer.id}"[:64] if newcomer.sort == "person" else f"takes-part-{newcomer.id}"[:64],
        relation=_RELATION,
        about=[entity.id, *([home.id] if home else [])],
        tags=list(concepts_in(newcomer.post, "post", base)) or None,
        gives=["person", "post", "organisation", "side"]
        if newcomer.sort == "person"
        else ["organisation", "side"],
        title={lang: _titled(newcomer, home, lang) for lang in langs},
        statement={lang: _sentence(newcomer, home, side, lang) for lang in langs},
        questions={lang: [_ASKED[newcomer.sort][lang].format(name=newcomer.names[lang])] for lang in langs},
    )
    edits = [Edit(entity)]
    if home is not None and newcomer.new_home:
        edits.insert(0, Edit(home))
    return fact, edits


def concepts_in(words: Words, kind: str, base: Base) -> tuple[str, ...]:
    """The concepts of one kind that the words mean: "Deputy Director" is a post of deputies."""
    found: dict[str, None] = {}
    for lang, text in words.items():
        known = base.annotator.annotate(words_of(text), _looking_up(base, lang))
        units = (unit for run in known for unit in run.span.units)
        found.update(
            (unit[2:], None)
            for unit in units
            if unit.startswith("c:") and base.annotator.kind_of(unit) == kind
        )
    return tuple(found)


def post_in(newcomer: Newcomer, lang: Lang, base: Base) -> str:
    """What the lexicon calls the post in another language; empty if it does not know it."""
    for concept in concepts_in(newcomer.post, "post", base):
        written = base.lexicon.concepts[concept].words.get(lang, ())
        if written:
            return written[0][:1].upper() + written[0][1:]
    return ""


def transliterated(newcomer: Newcomer, lang: Lang) -> str:
    """The name in another language's letters, where one can tell them; empty where not."""
    names = newcomer.names
    if lang != "en":
        return names.get("ru" if lang == "kk" else "kk", "")
    cyrillic = names.get("ru") or names.get("kk", "")
    return " ".join(word[:1].upper() + word[1:] for word in latin(cyrillic).split())


def people_topic(base: Base) -> str | None:
    """The topic of those who take part: the one that most such facts belong to."""
    topics = Counter(fact.topic for fact in base.facts() if fact.relation == _RELATION)
    return next((topic for topic, _ in topics.most_common(1)), None)


def _looking_up(base: Base, lang: Lang) -> Any:
    return lambda word: base.words.strict(word, lang)


def _entity(newcomer: Newcomer, side: Side, base: Base) -> Entity:
    names = {lang: tuple(_names(newcomer, lang)) for lang in LANGS if newcomer.names.get(lang)}
    tags = concepts_in(newcomer.names, "category", base) if newcomer.sort == "organisation" else ()
    return Entity(newcomer.id, newcomer.sort, names, side=None if side == "both" else side, tags=tags)


def _names(newcomer: Newcomer, lang: Lang) -> Iterator[str]:
    """The name, and the surname of a person, who is asked for by it."""
    name = newcomer.names[lang]
    yield name
    surname = name.split()[-1]
    if newcomer.sort == "person" and surname != name and len(surname) >= _SHORTEST_SURNAME:
        yield surname


def _home(newcomer: Newcomer, base: Base) -> Entity | None:
    if not newcomer.new_home:
        return base.entities.get(newcomer.home)
    names = {lang: (name,) for lang, name in newcomer.new_home.items()}
    return Entity(newcomer.home, "organisation", names, tags=concepts_in(newcomer.new_home, "category", base))


def _titled(newcomer: Newcomer, home: Entity | None, lang: Lang) -> str:
    return ", ".join(filter(None, (newcomer.names[lang], newcomer.post.get(lang, ""), _called(home, lang))))[
        :200
    ]


def _sentence(newcomer: Newcomer, home: Entity | None, side: Side, lang: Lang) -> str:
    about = ", ".join(filter(None, (newcomer.post.get(lang, ""), _called(home, lang))))
    who = f"{newcomer.names[lang]} ({about})" if about else newcomer.names[lang]
    return _SENTENCES[lang][side].format(who=who)


def _called(home: Entity | None, lang: Lang) -> str:
    return "" if home is None else said({one: names[0] for one, names in home.names.items() if names}, lang)

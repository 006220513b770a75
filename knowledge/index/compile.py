"""From records and lexicon to what a question is matched against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.index.annotate import Annotator
from knowledge.index.ground import Phrase, ground_of, words_of
from knowledge.index.phrases import Phrasebook
from knowledge.index.profile import (
    ASKED,
    NARROWER,
    RELATED,
    STATED,
    TEXT,
    TEXT_NARROWER,
    KnownQuestion,
    Profile,
    gives_unit,
    institution_unit,
    is_concept,
    side_unit,
)
from knowledge.index.reuse import Made, Named, Pairs, Shop
from knowledge.index.words import Hit, WordTable, lexeme_of
from knowledge.language import name_forms, normalise, script
from knowledge.lexicon import Lexicon
from knowledge.model import GIVES, LANGS, Entity, Fact, Lang, Pack, Synonym

INSTITUTION = "institution"  # the concept that whatever can send somebody falls under
_PROJECT = "project"  # the tag of a body that is none: a project for theatres is no theatre
_PROPER = {"person", "place", "work"}  # names that are declined, not stemmed
OVERVIEWS = {"summary"}  # relations of facts that touch on everything and tell nothing in full
# Kinds that a fact must state to be about them: a known question may mention them in passing.
_OUTRIGHT = {"attribute", "post", "ordinal", "time", "place"}


@dataclass
class Compiled:
    """The prepared base: words and phrases of lexicon and names, a profile for each fact."""

    words: WordTable = field(default_factory=WordTable)
    phrases: list[Phrase] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    book: Phrasebook | None = None  # of the phrases, if it is at hand


def compile_base(pack: Pack, lexicon: Lexicon, shop: Shop | None = None) -> Compiled:
    """`shop` has what the compilation before left, for what has not changed since, and is left with this one."""
    return _Compiler(lexicon, {entity.id: entity for entity in pack.entities}, shop or Shop()).run(pack)


class _Compiler:
    def __init__(self, lexicon: Lexicon, entities: Mapping[str, Entity], shop: Shop) -> None:
        self._lexicon, self._entities, self._shop = lexicon, entities, shop
        ground = ground_of(lexicon)
        self._book = ground.book.branch()
        self._out = Compiled(ground.words.branch(), list(ground.phrases), book=self._book)
        self._annotator = Annotator(self._book, lexicon.concepts)
        self._names: dict[str, frozenset[str]] = {}
        self._places: dict[str, frozenset[str]] = {}
        self._posts: dict[str, set[str]] = {}
        self._institutions: dict[str, frozenset[str]] = {}
        self._not_of_people: frozenset[str] = frozenset()  # relations that facts about people do not state
        self._met: set[str] = set()  # lexemes that the words of a fact were taken for

    def run(self, pack: Pack) -> Compiled:
        known = self._shop.named_alike(self._lexicon.digest, pack.entities)
        for entity in pack.entities:
            self._add_entity(entity, known.get(entity.id))
        for synonym in pack.synonyms:
            self._add_synonym(synonym)
        pairs = {fact.id: self._read(fact) for fact in pack.facts}
        for fact in pack.facts:
            if "post" in fact.gives and fact.about:
                posts = (f"c:{concept}" for tag in fact.tags for concept in self._lexicon.with_broader(tag))
                self._posts.setdefault(fact.about[0], set()).update(posts)
        of_people = {fact.relation for fact in pack.facts if "post" in fact.gives}
        self._not_of_people = frozenset(
            f"c:{fact.relation}" for fact in pack.facts if fact.relation not in of_people
        )
        self._make_profiles(pack, pairs)
        return self._out

    def _read(self, fact: Fact) -> Pairs:
        """The words of a fact, which are known from now on."""
        pairs = self._shop.pairs_of(fact)
        if pairs is None:
            read = ((word, lexeme_of(word, lang)) for lang, text in _texts(fact) for word in words_of(text))
            pairs = tuple(dict.fromkeys(read))
        for word, lexeme in pairs:
            self._out.words.add(word, lexeme)
        return pairs

    def _make_profiles(self, pack: Pack, pairs: Mapping[str, Pairs]) -> None:
        """Those that nothing has touched are taken over."""
        shop = self._shop
        named = {entity.id: self._named(entity) for entity in pack.entities}
        every = (self._lexicon.digest, pack.synonyms, self._not_of_people)
        touched = shop.touched(named) if every == (shop.lexicon, shop.synonyms, shop.elsewhere) else None
        made: dict[str, Made] = {}
        for fact in pack.facts:
            posts = frozenset(self._posts.get(fact.about[0], ()) if fact.about else ())
            known = shop.made.get(fact.id)
            if known is None or touched is None or not touched.leaves(known, fact, posts):
                self._met = set()
                profile = self._profile(fact)
                words = frozenset(word for word, _ in pairs[fact.id])
                known = Made(fact, pairs[fact.id], words, frozenset(self._met), posts, profile)
            made[fact.id] = known
        shop.lexicon, shop.synonyms, shop.elsewhere = every
        shop.named, shop.made = named, made
        self._out.profiles = [known.profile for known in made.values()]

    def _named(self, entity: Entity) -> Named:
        known = self._shop.named.get(entity.id)
        besides = self._places[entity.id], self._institutions[entity.id]
        if known is not None and (known.entity, known.besides) == (entity, besides):
            return known
        forms = {
            form
            for lang, name in _names(entity)
            for word in words_of(name)
            for form in (word, *(_forms_of(word, lang) if entity.kind in _PROPER else ()))
        }
        return Named(entity, self._names[entity.id], frozenset(forms), besides)

    # Words and phrases

    def _know(self, word: str, lang: Lang) -> str:
        lexeme = lexeme_of(word, lang)
        self._out.words.add(word, lexeme)
        return lexeme

    def _phrase(self, lexemes: list[str], unit: str, written: str = "") -> None:
        if lexemes:
            self._book.add(lexemes, unit, written)
            self._out.phrases.append((tuple(lexemes), unit, written))

    def _add_entity(self, entity: Entity, known: Named | None) -> None:
        lexemes: set[str] = set()
        for lang, name in _names(entity):
            run = [self._name_word(word, lang, entity) for word in words_of(name)]
            self._phrase(run, f"e:{entity.id}")
            if entity.kind == "person" and len(run) > 1:
                self._phrase([run[-1], *run[:-1]], f"e:{entity.id}")
            lexemes.update(run)
        self._names[entity.id] = frozenset(lexemes)
        self._places[entity.id], self._institutions[entity.id] = (
            known.besides if known else self._found_within(entity)
        )
        self._out.words.proper.update(lexeme for lexeme in lexemes if not self._is_concept_word(lexeme))

    def _found_within(self, entity: Entity) -> tuple[frozenset[str], frozenset[str]]:
        """The places and the institutions in its names."""
        within = {unit for lang, name in _names(entity) for unit in self._within(name, lang)}
        places = frozenset(unit for unit in within if self._annotator.kind_of(unit) == "place")
        return places, self._institutions_of(entity, within)

    def _name_word(self, word: str, lang: Lang, entity: Entity) -> str:
        """A word of a name: proper names in every case form, others by stem like any word."""
        if entity.kind not in _PROPER:
            return self._know(word, lang)
        lexeme = f"{lang}:{word}"
        for form in (word, *_forms_of(word, lang)):
            self._out.words.add(form, lexeme)
        return lexeme

    def _add_synonym(self, synonym: Synonym) -> None:
        """Each of its words means what any of them means; words that mean nothing to us yet mean each other."""
        runs = [[self._know(word, synonym.lang) for word in words_of(text)] for text in synonym.words]
        units = dict.fromkeys(unit for text in synonym.words for unit in self._meaning(text, synonym.lang))
        for text, run in zip(synonym.words, runs, strict=True):
            for unit in units or (f"y:{synonym.id}",):
                self._phrase(run, unit, " ".join(words_of(text)))

    def _meaning(self, text: str, lang: Lang) -> tuple[str, ...]:
        """The units of a text that is one concept or one name."""
        runs = self._annotator.annotate(words_of(text), lambda word: self._out.words.strict(word, lang))
        return runs[0].span.units if len(runs) == 1 else ()

    def _institutions_of(self, entity: Entity, within: Iterable[str]) -> frozenset[str]:
        """What its names say it is, else its tags: a centre that has to do with theatres is a centre, no theatre."""
        if entity.kind != "organisation" or _PROJECT in entity.tags:
            return frozenset()
        return self._institutions_among(unit[2:] for unit in within) or self._institutions_among(entity.tags)

    def _institutions_among(self, concepts: Iterable[str]) -> frozenset[str]:
        broader = {other for concept in set(concepts) for other in self._lexicon.with_broader(concept)}
        return frozenset(filter(self._is_institution, broader))

    def _is_institution(self, concept: str) -> bool:
        """A post in a department falls under departments, too, and is none."""
        within = INSTITUTION in self._lexicon.with_broader(concept)[1:]
        return within and self._annotator.kind_of(f"c:{concept}") != "post"

    # Profiles

    def _profile(self, fact: Fact) -> Profile:
        units: dict[str, float] = {}
        self._state(fact, units)
        self._tell(fact, units)
        for unit in self._posts.get(fact.about[0], ()) if fact.about else ():
            # What the vice minister said is found by his post as well as by his name.
            _raise(units, unit, TEXT_NARROWER)
        self._tell_institutions(fact, units)
        questions = []
        for lang, texts in fact.questions.items():
            for text in texts:
                found = self._mentioned(text, lang)
                for unit in found - self._foreign_to(fact):
                    if self._annotator.kind_of(unit) not in _OUTRIGHT:
                        _raise(units, unit, ASKED)
                questions.append(KnownQuestion(lang, text, frozenset(found)))
        return Profile(fact, units, tuple(questions))

    def _tell_institutions(self, fact: Fact, units: dict[str, float]) -> None:
        """Of a person: what sort of institution sends them; others are only near (ballet, at an academy)."""
        if "post" not in fact.gives or len(fact.about) == 1:
            return
        named = frozenset().union(*(self._institutions.get(name, ()) for name in fact.about))
        for unit, strength in units.items():
            if is_concept(unit) and self._is_institution(unit[2:]) and unit[2:] not in named:
                units[unit] = min(strength, RELATED)
        units.update({institution_unit(concept): STATED for concept in named})

    def _tell(self, fact: Fact, units: dict[str, float]) -> None:
        """What statement and title say. A concept is sure if two languages say it: words of one may mislead."""
        told: dict[str, set[Lang]] = {}
        for lang in LANGS:
            for text in (fact.statement.get(lang, ""), fact.title.get(lang, "")):
                for unit in self._mentioned(text, lang) - self._foreign_to(fact):
                    told.setdefault(unit, set()).add(lang)
                for unit in self._posts_within(text, lang):
                    _raise(units, unit, ASKED)
        needed = min(2, len([lang for lang in LANGS if fact.statement.get(lang)]))
        for unit, langs in told.items():
            sure = not is_concept(unit) or len(langs) >= needed
            if not sure and self._annotator.kind_of(unit) in _OUTRIGHT:
                continue
            plain = sure and fact.relation not in OVERVIEWS
            _raise(units, unit, TEXT if plain else ASKED)
            if is_concept(unit):
                for concept in self._lexicon.with_broader(unit[2:])[1:]:
                    _raise(units, f"c:{concept}", TEXT_NARROWER if plain else ASKED)

    def _foreign_to(self, fact: Fact) -> frozenset[str]:
        """Relations that a text about a person only speaks of: "Almas in the source" publishes nothing."""
        return self._not_of_people if "post" in fact.gives else frozenset()

    def _state(self, fact: Fact, units: dict[str, float]) -> None:
        """What the record says outright: relation, topic, tags, side, and the entities with theirs."""
        entities = [self._entities[name] for name in fact.about if name in self._entities]
        tags = [fact.relation, fact.topic, *fact.tags, *(tag for entity in entities for tag in entity.tags)]
        for tag in tags:
            for depth, concept in enumerate(self._lexicon.with_broader(tag)):
                _raise(units, f"c:{concept}", NARROWER if depth else STATED)
        for side in ("kz", "ru") if fact.side == "both" else (fact.side,):
            _raise(units, side_unit(side), STATED)
        for kind in fact.gives or GIVES:
            _raise(units, gives_unit(kind), TEXT)
        for entity in entities:
            _raise(units, f"e:{entity.id}", STATED)
            for unit in self._places[entity.id]:
                _raise(units, unit, STATED)
            for lexeme in self._names[entity.id]:
                if not self._is_concept_word(lexeme):
                    _raise(units, lexeme, STATED)

    def _within(self, name: str, lang: Lang) -> Iterator[str]:
        """The concepts in a name: the National Library of Almaty is a library, and in Almaty."""
        lexemes = [[hit.lexeme for hit in self._out.words.strict(word, lang)] for word in words_of(name)]
        for at in range(len(lexemes)):
            for span in self._book.spans(lexemes, [False] * len(lexemes), at):
                yield from filter(is_concept, span.units)

    def _is_concept_word(self, lexeme: str) -> bool:
        node = self._book.root.next.get(lexeme)
        return node is not None and any(is_concept(unit) for unit in node.units)

    def _mentioned(self, text: str, lang: Lang) -> set[str]:
        """The units of a text."""
        found: set[str] = set()
        for run in self._annotator.annotate(words_of(text), lambda word: self._hits(word, lang)):
            found.update(run.span.units or (hits[0].lexeme for hits in run.hits if hits))
        return found

    def _hits(self, word: str, lang: Lang) -> tuple[Hit, ...]:
        hits = self._out.words.strict(word, lang)
        self._met.update(hit.lexeme for hit in hits)
        return hits

    def _posts_within(self, text: str, lang: Lang) -> set[str]:
        """Posts that are words of longer phrases: the ambassador in "adviser to the ambassador"."""
        found: set[str] = set()
        for word in words_of(text):
            for hit in self._hits(word, lang):
                node = self._book.root.next.get(hit.lexeme)
                found.update(
                    unit for unit in (node.units if node else ()) if self._annotator.kind_of(unit) == "post"
                )
        return found


def _raise(units: dict[str, float], unit: str, strength: float) -> None:
    if units.get(unit, 0.0) < strength:
        units[unit] = strength


@lru_cache(maxsize=8_192)
def _forms_of(word: str, lang: Lang) -> tuple[str, ...]:
    return tuple(sorted(name_forms(word, lang)))


def _names(entity: Entity) -> Iterator[tuple[Lang, str]]:
    for lang, names in entity.names.items():
        for name in names:
            yield lang, name
    for alias in entity.aliases:
        yield _lang_of(alias), alias


@lru_cache(maxsize=8_192)
def _lang_of(alias: str) -> Lang:
    return "en" if script(normalise(alias).split(" ")[0]) == "latin" else "ru"


def _texts(fact: Fact) -> Iterable[tuple[Lang, str]]:
    for lang in LANGS:
        yield lang, fact.statement.get(lang, "")
        yield lang, fact.title.get(lang, "")
        for question in fact.questions.get(lang, ()):
            yield lang, question

"""From a typed word to the lexemes it may stand for: exact, by stem, folded, by sound, misspelt, in this order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.index.inflected import Inflections
from knowledge.language import Correction, SpellingIndex, fold, other_keys, script, sound_key, stem, stems
from knowledge.model import LANGS, Lang

# What a hit of each kind costs. They are ordered, not fitted: a cheaper kind always wins over a dearer one.
EXACT, STEM, LAYER, FOLDED, SOUND, SOUND_OTHERWISE, SOUND_STEM, COARSE, ONE_EDIT, TWO_EDITS = (
    0.0,
    0.01,
    0.03,
    0.06,
    0.10,
    0.12,
    0.14,
    0.20,
    0.30,
    0.45,
)
_MIN_STEM = 3
_MOST_REMEMBERED = 16_384  # words of questions
_MOST_MEANINGS = 3  # a misspelt word that may be more than this is no word we know
_MIN_SOUND = 3  # shorter sound keys collide with everything
_MIN_COARSE = 5
_MAX_ENDING = 7  # letters of a sound key that case, number and possession may add

# Letters that people confuse when they write what they hear; after Zobel & Dart (1996), "Phonetic string matching".
_COARSE = str.maketrans({"o": "a", "e": "i", "y": "i", "j": "i"})


def coarse(sound: str) -> str:
    """The sound key with confusable vowels united and doubled letters single."""
    united = sound.translate(_COARSE)
    return "".join(letter for at, letter in enumerate(united) if at == 0 or united[at - 1] != letter)


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexeme that a word may stand for. `lexeme` is e.g. "ru:библиотек"; `cost` 0 (certain) to 1."""

    lexeme: str
    cost: float

    @property
    def lang(self) -> str:
        return self.lexeme[:2]


def lexeme_of(word: str, lang: Lang) -> str:
    found = stem(word, lang)
    # A stem of one or two letters is shared by words that have nothing in common.
    return f"{lang}:{found if len(found) >= _MIN_STEM else word}"


def languages_of(word: str) -> tuple[Lang, ...]:
    """The languages that a word in this script can be of without any repair."""
    kind = script(word)
    if kind == "latin":
        return ("en",)
    return ("ru", "kk") if kind == "cyrillic" else LANGS


@dataclass
class WordTable:
    """The forms of every known word. `forms` maps a written form to lexemes, `surfaces` every form with its lexeme."""

    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lexemes: set[str] = field(default_factory=set)
    useful: set[str] = field(default_factory=set)  # lexemes that mean something by themselves
    proper: set[str] = field(default_factory=set)  # lexemes of names: these may be spelt in any script

    def branch(self) -> WordTable:
        """The same words, for further ones; what is useful and what is a name is still to be said."""
        return WordTable(dict(self.forms), set(self.lexemes))

    def add(self, form: str, lexeme: str) -> None:
        known = self.forms.get(form, ())
        if lexeme not in known:
            self.forms[form] = (*known, lexeme)
        self.lexemes.add(lexeme)

    def strict(self, word: str, lang: Lang | None = None) -> tuple[Hit, ...]:
        """What the word is without any repair: by form, else by stem."""
        hits = {lexeme: EXACT for lexeme in self.forms.get(word, ()) if lang in (None, lexeme[:2])}
        for language in (lang,) if lang else languages_of(word):
            for cost, candidate in self._layers(word, language):
                hits.setdefault(candidate, cost)
        return _cheapest(hits)

    def _layers(self, word: str, lang: Lang) -> Iterable[tuple[float, str]]:
        """The stem, and below it the longest shorter layer that is a lexeme (Kazakh endings come in layers)."""
        first = lexeme_of(word, lang)
        if first in self.lexemes:
            yield STEM, first
            return
        for layer in stems(word, lang):
            lexeme = f"{lang}:{layer}"
            if lexeme in self.lexemes:
                yield LAYER, lexeme
                return

    def find(self, word: str, langs: Collection[str] = LANGS, *, folded: bool = False) -> tuple[Hit, ...]:
        """The cheapest lexemes, repairing the spelling only where nothing of use is found without.

        A repair may lead to the languages `langs` and to names: "Bolshoi" in an English question is a name that is
        not on record, not the Russian for "big". `folded`: the text may be Kazakh in Russian letters throughout, so
        that a word that looks Russian is read as Kazakh too.
        """
        key = (word, frozenset(langs), folded)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._find(word, langs, folded=folded)
        return found

    def _find(self, word: str, langs: Collection[str], *, folded: bool) -> tuple[Hit, ...]:
        found = self.strict(word)
        if is_number(word):
            return found
        if folded:
            also = [Hit(lexeme, cost) for lexeme, cost in self._by_fold(word).items() if lexeme[:2] == "kk"]
            found = (*found, *(hit for hit in also if hit.lexeme not in {known.lexeme for known in found}))
        if any(hit.cost == EXACT or hit.lexeme in self.useful for hit in found):
            return found
        return (*found, *self._repaired(word, langs))

    def spoken(self, word: str, lang: Lang) -> tuple[Hit, ...]:
        """What a word in Latin letters is in a language that they are not its own: by its sound, however short."""
        key = ("", word, lang)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._spoken_as(word, lang)
        return found

    def sounds_like(self, word: str, lang: Lang) -> bool:
        """Whether the word, in Latin letters, is a common word of the language as it sounds."""
        heard = self._heard(sound_key(word))
        return self.proper.isdisjoint(heard) and any(lexeme[:2] == lang for lexeme in heard)

    def _spoken_as(self, word: str, lang: Lang) -> tuple[Hit, ...]:
        own = self._sounding(sound_key(word), lang)
        if not own or min(own.values()) > SOUND:
            own = self._sounding_otherwise(word, lang) or own
        return _cheapest(own) or self._repaired(word, (lang,))

    def in_own_letters(self, word: str, lang: Lang) -> str:
        """The word in the letters of its language, if only one known form sounds so; else as it is typed."""
        forms = self._forms_by_sound.get((lang, sound_key(word)), ())
        return forms[0] if len(forms) == 1 and script(word) == "latin" else word

    @cached_property
    def _forms_by_sound(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], dict[str, None]] = {}
        for form, lexemes in self.forms.items():
            if script(form) == "cyrillic":
                for lang in {lexeme[:2] for lexeme in lexemes}:
                    found.setdefault((lang, sound_key(form)), {})[form] = None
        return {key: tuple(forms) for key, forms in found.items()}

    def _sounding_otherwise(self, word: str, lang: Lang) -> dict[str, float]:
        """What the word is as other habits have it: a known form sooner than a stem with an ending."""
        keys = other_keys(word)
        for key in keys:
            if whole := self._own(self._sounds.get(key, ()), lang):
                return dict.fromkeys(whole, SOUND_OTHERWISE)
        if self._sounding(sound_key(word), lang):
            return {}
        return next((own for key in keys if (own := self._sounding(key, lang))), {})

    def _sounding(self, key: str, lang: Lang) -> dict[str, float]:
        heard = self._heard(key)
        return {lexeme: heard[lexeme] for lexeme in self._own(heard, lang)}

    def _own(self, lexemes: Iterable[str], lang: Lang) -> list[str]:
        return [lexeme for lexeme in lexemes if lexeme[:2] == lang or lexeme in self.proper]

    def _heard(self, key: str) -> Mapping[str, float]:
        return dict.fromkeys(self._sounds.get(key, ()), SOUND) or self._by_sound_stem(key)

    def _repaired(self, word: str, langs: Collection[str]) -> tuple[Hit, ...]:
        for repair in (self._by_fold, self._by_sound, self._misspelt):
            found = repair(word)
            allowed = {
                lexeme: cost
                for lexeme, cost in found.items()
                if (lexeme[:2] in langs or lexeme in self.proper) and lexeme in self.useful
            }
            near = _cheapest(allowed)
            if near and (
                repair != self._misspelt
                or len({hit.lexeme for hit in near if hit.lang == near[0].lang}) <= _MOST_MEANINGS
            ):
                return near
        return ()

    def _by_fold(self, word: str) -> dict[str, float]:
        if script(word) != "cyrillic":
            return {}
        plain = fold(word)
        hits = dict.fromkeys(self._folded.get(plain, ()), FOLDED)
        for layer in stems(plain, "kk"):
            for lexeme in self._folded.get(fold(layer), ()):
                hits.setdefault(lexeme, FOLDED + LAYER)
            if hits:
                break
        return hits

    def _by_sound(self, word: str) -> dict[str, float]:
        key = sound_key(word)
        if len(key) < _MIN_SOUND:
            return {}
        hits = dict.fromkeys(self._sounds.get(key, ()), SOUND)
        if not hits and script(word) == "latin":
            hits = self._by_sound_stem(key)
        if not hits and len(key) >= _MIN_COARSE:
            hits = dict.fromkeys(self._coarse.get(coarse(key), ()), COARSE)
        for lang in () if hits else languages_of(word):
            spoken = sound_key(stem(word, lang))
            if len(spoken) >= _MIN_COARSE:
                hits.update(dict.fromkeys(self._coarse.get(coarse(spoken), ()), COARSE + LAYER))
        return hits

    def _by_sound_stem(self, key: str) -> dict[str, float]:
        """A known stem with a plausible ending behind it, as in Latin-script Russian and Kazakh."""
        for length in range(len(key) - 1, max(_MIN_SOUND, len(key) - _MAX_ENDING - 1), -1):
            lexemes = [lexeme for lexeme in self._sounds.get(key[:length], ()) if lexeme[:2] != "en"]
            if lexemes and length >= _MIN_SOUND + 1 and is_ending(key[length:]):
                return {lexeme: SOUND_STEM + 0.01 * (len(key) - length) for lexeme in lexemes}
        return {}

    def _misspelt(self, word: str) -> dict[str, float]:
        """Words an edit or two away as they are written; failing that, as they sound."""
        hits: dict[str, float] = {}
        found = [
            (correction, lexeme)
            for correction in self._spelling.lookup(word)
            for lexeme in self._written[correction.word]
        ]
        if not self.strict(word):
            found.extend(self._inflections.lookup(word))
        least = min((correction.cost for correction, _ in found), default=0.0)
        for correction, lexeme in found:
            if correction.cost < least + 1:
                hits[lexeme] = min(_edits(correction), hits.get(lexeme, 1.0))
        for correction in () if hits else self._spoken.lookup(sound_key(word)):
            for lexeme in self._sounds[correction.word]:
                hits[lexeme] = min(_edits(correction), hits.get(lexeme, 1.0))
        return hits

    @cached_property
    def _found(self) -> dict[tuple[object, ...], tuple[Hit, ...]]:
        """What words of questions were found to be: most of them come again and again."""
        return {}

    @cached_property
    def _folded(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((fold(form), lexeme) for form, lexeme in self._spelt() if lexeme[:2] != "en")

    @cached_property
    def _sounds(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((sound_key(form), lexeme) for form, lexeme in self._spelt())

    @cached_property
    def _coarse(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((coarse(sound), lexeme) for sound, found in self._sounds.items() for lexeme in found)

    @cached_property
    def _written(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped(self._spelt())

    @cached_property
    def _spelling(self) -> SpellingIndex:
        return SpellingIndex(self._written)

    @cached_property
    def _inflections(self) -> Inflections:
        return Inflections(self._written, self._spelling, self._is_form)

    def _is_form(self, word: str, lexeme: str) -> bool:
        return any(hit.lexeme == lexeme for hit in self.strict(word))

    @cached_property
    def _spoken(self) -> SpellingIndex:
        return SpellingIndex(self._sounds)

    def _spelt(self) -> Iterable[tuple[str, str]]:
        """Every form and every stem with its lexeme."""
        for form, lexemes in self.forms.items():
            for lexeme in lexemes:
                yield form, lexeme
        for lexeme in sorted(self.lexemes):
            yield lexeme[3:], lexeme

    def warm(self) -> None:
        """Build what the first misspelt word would otherwise wait for."""
        self.find("қзқзқзқзқз")
        self.in_own_letters("qz", "kk")


def _edits(correction: Correction) -> float:
    """What a correction costs: more for two edits, and for another first letter."""
    return (ONE_EDIT if correction.distance == 1 else TWO_EDITS) + LAYER * (
        min(correction.cost - correction.distance, 0.5)
    )


def is_number(word: str) -> bool:
    """Digits alone, or more digits than letters; "4to" is a word of chat Russian."""
    digits = sum(letter.isdigit() for letter in word)
    return digits > 0 and 2 * digits >= len(word)


def is_ending(tail: str) -> bool:
    """Whether a sound key's tail can be Russian or Kazakh case, number and possession: at most three syllables."""
    vowels = sum(letter in "aeiouy" for letter in tail)
    return len(tail) <= _MAX_ENDING and vowels <= 3 and len(tail) - vowels <= vowels + 2


def _cheapest(hits: Mapping[str, float]) -> tuple[Hit, ...]:
    """Hits within a layer of the best, in a fixed order."""
    if not hits:
        return ()
    best = min(hits.values())
    near = [Hit(lexeme, cost) for lexeme, cost in hits.items() if cost <= best + LAYER]
    return tuple(sorted(near, key=lambda hit: (hit.cost, hit.lexeme)))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        found = groups.setdefault(key, [])
        if value not in found:
            found.append(value)
    return {key: tuple(values) for key, values in groups.items()}

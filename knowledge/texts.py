"""Texts for people: gettext catalogues, with dates, numbers and lists written as each language does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from knowledge.errors import Unavailable
from knowledge.model import LANGS, Lang

# English as delegates write it: 14 October 2019, "a, b and c".
_LOCALES: Mapping[Lang, Locale] = {"en": Locale("en", "GB"), "ru": Locale("ru"), "kk": Locale("kk")}


class Texts:
    """One catalogue in one language; English is the language of the message ids."""

    def __init__(self, lang: Lang, catalogue: NullTranslations | None = None) -> None:
        self.lang: Lang = lang
        self._locale = _LOCALES[lang]
        self._catalogue = catalogue or NullTranslations()

    def gettext(self, message: str) -> str:
        return self._catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self._catalogue.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        return self._catalogue.pgettext(context, message)

    def date(self, day: date) -> str:
        """The day in full: 14 October 2019."""
        # A plain space: CLDR's narrow one is drawn as a box by some fonts and defeats searching.
        return format_date(day, "long", locale=self._locale).replace("\u202f", " ")

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self._locale)

    def join(self, items: Iterable[str]) -> str:
        """The items as a sentence lists them: "a, b and c"."""
        listed = list(items)
        if self.lang == "kk" and len(listed) > 2:
            # CLDR ends a Kazakh list of three or more with a bare comma, which reads as if it broke off.
            return f"{', '.join(listed[:-1])} және {listed[-1]}"
        return format_list(listed, locale=self._locale)


def load_texts(directory: Path, domain: str) -> Mapping[Lang, Texts]:
    """Every language of the catalogue `directory/<lang>/LC_MESSAGES/<domain>.mo`.

    Raises `Unavailable` if a translation is missing: English to a Kazakh reader would hide a broken install.
    """
    return {lang: Texts(lang, _catalogue(directory, domain, lang)) for lang in LANGS}


def _catalogue(directory: Path, domain: str, lang: Lang) -> NullTranslations:
    if lang == "en":
        return NullTranslations()
    path = directory / lang / "LC_MESSAGES" / f"{domain}.mo"
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except (OSError, UnicodeDecodeError) as error:
        reason = f"the texts of {domain} in {lang} cannot be read from {path.name}: {error}"
        raise Unavailable(reason) from error

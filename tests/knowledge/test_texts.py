from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from knowledge.errors import Unavailable
from knowledge.model import Lang
from knowledge.texts import Texts, load_texts


def compiled(directory: Path, lang: Lang) -> None:
    catalog = Catalog(locale=lang)
    forms = {"ru": ("%(n)d день", "%(n)d дня", "%(n)d дней"), "kk": ("%(n)d күн", "%(n)d күн")}[lang]
    catalog.add(("%(n)d day", "%(n)d days"), forms)
    catalog.add("May", {"ru": "Май", "kk": "Мамыр"}[lang], context="month")
    path = directory / lang / "LC_MESSAGES" / "test.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    compiled(tmp_path, "ru")
    compiled(tmp_path, "kk")
    return tmp_path


@pytest.mark.parametrize(
    ("lang", "number", "expected"),
    [
        ("en", 1, "1 day"),
        ("en", 2, "2 days"),
        ("ru", 1, "1 день"),
        ("ru", 3, "3 дня"),
        ("ru", 11, "11 дней"),
        ("ru", 21, "21 день"),
        ("kk", 1, "1 күн"),
        ("kk", 5, "5 күн"),
    ],
)
def test_plural_forms(directory: Path, lang: Lang, number: int, expected: str) -> None:
    texts = load_texts(directory, "test")[lang]
    assert texts.ngettext("%(n)d day", "%(n)d days", number) % {"n": number} == expected


def test_the_same_words_in_another_context_are_another_message(directory: Path) -> None:
    assert load_texts(directory, "test")["kk"].pgettext("month", "May") == "Мамыр"
    assert load_texts(directory, "test")["kk"].gettext("May") == "May"


@pytest.mark.parametrize(
    ("lang", "day", "names"),
    [
        ("en", "14 October 2019", "Anna, Boris and Saule"),
        ("ru", "14 октября 2019 г.", "Anna, Boris и Saule"),
        ("kk", "2019 ж. 14 қазан", "Anna, Boris және Saule"),
    ],
)
def test_dates_and_lists(lang: Lang, day: str, names: str) -> None:
    texts = Texts(lang)
    assert texts.date(date(2019, 10, 14)) == day
    assert texts.join(["Anna", "Boris", "Saule"]) == names
    assert texts.join(["Anna"]) == "Anna"
    assert texts.join([]) == ""


def test_a_missing_catalogue_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="test in ru"):
        load_texts(tmp_path, "test")


def test_a_broken_catalogue_is_said_plainly(directory: Path) -> None:
    (directory / "kk" / "LC_MESSAGES" / "test.mo").write_bytes(b"not a catalogue")
    with pytest.raises(Unavailable, match="test in kk"):
        load_texts(directory, "test")

"""The catalogue is whole: what the code says is translated, compiled, and says the same things."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.texts import LOCALE, bot_texts
from handlers import words
from knowledge.model import LANGS, Lang

ROOT = Path(__file__).parents[2]
TRANSLATED: tuple[Lang, ...] = ("ru", "kk")


def catalogue(lang: Lang) -> Catalog:
    with (LOCALE / lang / "LC_MESSAGES" / "bot.po").open("rb") as file:
        return read_po(file, locale=lang, domain="bot")


def extracted() -> Catalog:
    found = Catalog()
    for room in ("handlers", "bot"):
        for name, line, message, comments, context in extract_from_dir(
            ROOT / room, [("**.py", "python")], {}
        ):
            found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def messages(found: Catalog) -> dict[object, Message]:
    return {(message.context, message.id): message for message in found if message.id}


def forms(text: object) -> list[str]:
    return list(text) if isinstance(text, (tuple, list)) else [str(text)]


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}|%\(\w+\)\w", text))


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_message_of_the_code_is_translated_and_no_other(lang: Lang) -> None:
    translated = messages(catalogue(lang))
    assert translated.keys() == messages(extracted()).keys()
    for message in translated.values():
        assert not message.fuzzy, message.id
        assert all(form.strip() for form in forms(message.string)), message.id


def called() -> set[tuple[str | None, str]]:
    """(Context, message) of every call by its syntax: the extractor does not look into an f-string."""
    found: set[tuple[str | None, str]] = set()
    for file in (file for room in ("handlers", "bot") for file in (ROOT / room).rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = ast.unparse(call.func).rpartition(".")[2] if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and name in ("gettext", "ngettext", "pgettext", "N_"):
                said = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
                if said:
                    found.add((str(said[0]), str(said[1])) if name == "pgettext" else (None, str(said[0])))
    return found


def test_no_message_of_the_code_escapes_the_extractor() -> None:
    assert called() <= {(message.context, forms(message.id)[0]) for message in messages(extracted()).values()}


# Each thing has one name: what a reader has met as «сводка» is not called «дайджест» on the next page.
_OTHER_NAMES: dict[Lang, str] = {
    "ru": r"дайджест|\bв запис(и|ях)\b|заголовок",
    "kk": r"дайджест|оқиға|факт|батырма|команда|мәртебе|еске салғыш|\bжоба",
}
# A vowel or a consonant at the end of what stands for a placeholder would ask for another suffix.
_SUFFIX = re.compile(r"(\}|\)[sd])-?[а-яёәғқңөұүһі]")
_NUMBERED = re.compile(r"(\{(n|line)\}|%\(n\)d)-")  # page or row: the hyphen alone makes the ordinal


@pytest.mark.parametrize("lang", TRANSLATED)
@pytest.mark.parametrize("domain", ["bot", "knowledge"])
def test_one_thing_has_one_name_and_typography_is_that_of_the_language(lang: Lang, domain: str) -> None:
    path = (
        {"bot": LOCALE, "knowledge": ROOT / "knowledge/locale"}[domain]
        / lang
        / "LC_MESSAGES"
        / f"{domain}.po"
    )
    with path.open("rb") as file:
        said = [
            form for message in read_po(file, locale=lang) if message.id for form in forms(message.string)
        ]
    assert said
    for form in said:
        assert not re.search(_OTHER_NAMES[lang], form, re.IGNORECASE), form
        assert not re.search(r'["“”]|\.\.\.|  | – |\s[,;:!?]|[^\s]«\w|\w»\w', form), form
        assert not _SUFFIX.search(_NUMBERED.sub("", form)), form


@pytest.mark.parametrize("lang", TRANSLATED)
def test_placeholders_agree(lang: Lang) -> None:
    for message in messages(catalogue(lang)).values():
        wanted = placeholders(forms(message.id)[-1])
        for form in forms(message.string):
            assert placeholders(form) == wanted, message.id


@pytest.mark.parametrize("lang", TRANSLATED)
def test_plural_forms_are_all_there(lang: Lang) -> None:
    found = catalogue(lang)
    for message in messages(found).values():
        if isinstance(message.id, (tuple, list)):
            assert len(forms(message.string)) == found.num_plurals, message.id


@pytest.mark.parametrize("lang", TRANSLATED)
def test_the_compiled_catalogue_is_that_of_the_source(lang: Lang) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(lang))
    assert (LOCALE / lang / "LC_MESSAGES" / "bot.mo").read_bytes() == compiled.getvalue(), "run `make texts`"


@pytest.mark.parametrize("lang", LANGS)
def test_telegram_has_room_for_the_menu(lang: Lang) -> None:
    texts = bot_texts()[lang]
    assert all(1 <= len(what) <= 256 for _name, what in words.commands(texts))
    assert len(words.description(texts)) <= 512
    assert len(words.short_description(texts)) <= 120


@pytest.mark.parametrize("lang", LANGS)
def test_toasts_are_short_enough(lang: Lang) -> None:
    texts = bot_texts()[lang]
    toasts = words.gone(texts), words.thanks(texts, good=True), words.thanks(texts, good=False)
    assert all(len(toast) <= 200 for toast in (*toasts, words.apology(texts), words.language_chosen(texts)))


@pytest.mark.parametrize(
    ("lang", "number", "expected"),
    [("en", 1, "1 fact on record"), ("ru", 3, "В материалах 3 факта"), ("kk", 3, "Материалдарда 3 дерек")],
)
def test_numbers_take_their_plural(lang: Lang, number: int, expected: str) -> None:
    texts = bot_texts()[lang]
    assert texts.ngettext("{n} fact on record", "{n} facts on record", number).format(n=number) == expected

"""Steps that are asked only if somebody jumps to them: the text in each language, and the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.editing import labels, reading
from bot.editing.stating import Filled
from bot.editing.steps import Draft, Given, Next, Prompt, Result, Step
from knowledge.model import LANGS, Lang
from knowledge.texts import Texts

LANG_STEPS: Mapping[Lang, str] = {lang: f"text-{lang}" for lang in LANGS}


@dataclass(frozen=True)
class _TextIn:
    """The text in one language: a translation, or another wording."""

    lang: Lang

    @property
    def name(self) -> str:
        return LANG_STEPS[self.lang]

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        filled = Filled.of(draft.answers)
        shown = labels.statements(texts, filled.fact)
        title = texts.gettext("Write the text in this language: {language}")
        return Prompt(title.format(language=labels.OWN_NAMES[self.lang]), body=shown)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        text = reading.statement(given.text)
        return Next(Filled.of(draft.answers).with_text(self.lang, text).answers())


@dataclass(frozen=True)
class _Title:
    """A short form, which lists and buttons show."""

    name: str = "title"

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        known = Filled.of(draft.answers).fact.get("title", {})
        return Prompt(
            texts.gettext("What is it called for short?"),
            texts.gettext("Lists and buttons show it. In several languages: on a line each."),
            body=[f"{labels.OWN_NAMES[lang]}: {known[lang]}" for lang in LANGS if known.get(lang)],
            skip=True,
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled = Filled.of(draft.answers)
        if not given.text:
            return Next(filled.answers())
        return Next(
            filled.changed(
                title={**filled.fact.get("title", {}), **reading.by_language(given.text)}
            ).answers()
        )


def wording_steps() -> Sequence[Step]:
    return (_Title(), *(_TextIn(lang) for lang in LANGS))

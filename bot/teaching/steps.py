"""The wizards of teaching: what a lesson would change, shown before it is put on record; and the search for a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.browsing import record_key
from bot.editing.finding import Finder
from bot.editing.reading import line, said
from bot.editing.steps import Again, Choice, Done, Draft, Given, Prompt, Result, Script, chosen
from bot.teaching.lessons import Alias, Words
from bot.teaching.replaying import Effect, Example, Report
from bot.teaching.teacher import Teacher
from knowledge.model import Fact, Lang
from knowledge.texts import Texts

ALIAS, WORDS, SEARCH = "alias", "synonym", "same-as"  # kinds of wizards
OWN_NAMES: Mapping[Lang, str] = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
_PUBLISH = "publish"
_FOUND = 6
_LONGEST = 100
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """The fact that an editor means by a question in the inbox."""

    question: int
    text: str
    fact: Fact


@dataclass(frozen=True)
class _AliasPreview:
    teacher: Teacher
    name: str = "preview"

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        alias, title = Alias.from_json(draft.answers["alias"]), str(draft.answers["title"])
        head = (
            texts.gettext("Taken back as known questions of “{fact}”:")
            if alias.remove
            else texts.gettext("Known questions from now on of “{fact}”:")
        )
        wordings = "\n".join(f"• {text}" for _, text in alias.wordings)
        return _preview(draft, texts, f"{head.format(fact=title)}\n{wordings}")

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        _check(given)
        return Done(self.teacher.keep_alias(Alias.from_json(draft.answers["alias"]), draft.person))


@dataclass(frozen=True)
class _WordsPreview:
    teacher: Teacher
    name: str = "preview"

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        words = Words.from_json(draft.answers["words"])
        head = (
            texts.gettext("Will not mean the same any more ({language}):")
            if words.id
            else texts.gettext("Will mean the same ({language}):")
        )
        return _preview(
            draft, texts, f"{head.format(language=OWN_NAMES[words.lang])}\n{' = '.join(words.words)}"
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        _check(given)
        return Done(self.teacher.keep_words(Words.from_json(draft.answers["words"]), draft.person))


@dataclass(frozen=True)
class _Search:
    finder: Finder
    name: str = "search"

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        found = [self.finder.fact(name) for name in draft.answers.get("found", ())]
        buttons = [[Choice(record_key(fact.id), title_of(fact, texts.lang))] for fact in found if fact]
        nothing = draft.answers.get("searched") and not buttons
        return Prompt(
            texts.gettext("Which fact answers it?"),
            texts.gettext("Write a few of its words, or its id."),
            body=[
                str(draft.answers["text"]),
                *([texts.gettext("Nothing of that sort. Other words?")] if nothing else []),
            ],
            choices=buttons,
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        if given.text:
            wanted = line(given.text, _LONGEST)
            named = self.finder.fact(wanted)
            found = [named] if named else self.finder.find(wanted, "all", 0, _FOUND).facts
            standing = [fact.id for fact in found if fact.status != "retracted"]
            return Again({**draft.answers, "found": standing, "searched": True})
        facts = filter(None, map(self.finder.fact, draft.answers.get("found", ())))
        fact = chosen(given, facts, lambda one: record_key(one.id))
        return Done(Sought(int(draft.answers["question"]), str(draft.answers["text"]), fact))


def scripts(teacher: Teacher, finder: Finder) -> Sequence[Script]:
    return (
        Script(ALIAS, (_AliasPreview(teacher),)),
        Script(WORDS, (_WordsPreview(teacher),)),
        Script(SEARCH, (_Search(finder),)),
    )


def alias_answers(alias: Alias, title: str, report: Report) -> dict[str, Any]:
    return {"alias": alias.to_json(), "title": title, "report": report.to_json()}


def words_answers(words: Words, report: Report) -> dict[str, Any]:
    return {"words": words.to_json(), "report": report.to_json()}


def title_of(fact: Fact, lang: Lang) -> str:
    title = said(fact.title, lang) or " ".join(said(fact.statement, lang).split())
    return title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"


def report_lines(report: Report, texts: Texts) -> list[str]:
    """What the replay found, effect by effect, with examples."""
    tried = texts.ngettext(
        "Tried on {n} question that was asked.", "Tried on {n} questions that were asked.", report.asked
    )
    left = report.of - report.asked
    more = texts.gettext(" {n} more were left out: it took too long.").format(n=left) if left else ""
    heads: Mapping[Effect, str] = {
        "gained": "✅ " + texts.gettext("Answered from now on: {n}"),
        "changed": "🔄 " + texts.gettext("Answered otherwise: {n}"),
        "lost": "❌ " + texts.gettext("Not answered any more: {n}"),
    }
    shown = [
        "\n".join([heads[effect].format(n=report.counts[effect]), *map(_example, report.examples[effect])])
        for effect in heads
        if report.counts.get(effect)
    ]
    return [tried.format(n=report.asked) + more, *(shown or [texts.gettext("No answer changes.")])]


def _example(example: Example) -> str:
    told = " ⟶ ".join(filter(None, (example.before, example.after)))
    return f"• {example.question}\n   {told}" if told else f"• {example.question}"


def _preview(draft: Draft, texts: Texts, head: str) -> Prompt:
    report = Report.from_json(draft.answers["report"])
    publish = Choice(_PUBLISH, "✅ " + texts.gettext("Publish"))
    title = texts.gettext("What would change")
    return Prompt(title, body=[head, *report_lines(report, texts)], choices=[[publish]], typed=False)


def _check(given: Given) -> None:
    chosen(given, (_PUBLISH,))

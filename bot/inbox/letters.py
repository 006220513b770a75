"""What is written to those who asked: that there is an answer now, or that an answer is not so any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.delivery import Letter, Run
from knowledge.texts import Texts

KEPT = timedelta(days=30)
_LONGEST = 1500  # characters of a text; two of them and a question stay below a message's 4096
_LONGEST_QUESTION = 300


def news(question: str, answer: str, source: str, texts: Texts, now: datetime) -> Letter:
    """There is an answer to what somebody asked."""
    runs = [
        Run("🔔 " + texts.gettext("There is an answer to your question"), "bold"),
        Run("\n\n"),
        Run(_cut(question, _LONGEST_QUESTION), "italic"),
        Run("\n\n" + _cut(answer, 2 * _LONGEST)),
    ]
    return Letter("news", texts.lang, ((*runs, *_source(source, texts)),), now + KEPT)


def correction(question: str, before: str, after: str, *, source: str, texts: Texts, now: datetime) -> Letter:
    """What somebody was told is not so any more; `after` is empty where the record says nothing of it now."""
    title = (
        texts.gettext("A correction to what I told you")
        if after
        else texts.gettext("What I told you is no longer on record")
    )
    runs = [
        Run(f"✏️ {title}", "bold"),
        Run("\n\n"),
        Run(_cut(question, _LONGEST_QUESTION), "italic"),
        Run("\n\n"),
        Run(_cut(before, _LONGEST), "strike"),
        *((Run("\n\n" + _cut(after, _LONGEST)),) if after else ()),
    ]
    return Letter("correction", texts.lang, ((*runs, *_source(source, texts)),), now + KEPT)


def _source(source: str, texts: Texts) -> tuple[Run, ...]:
    if not source:
        return ()
    label = texts.ngettext("Source: {sources}", "Sources: {sources}", 1).format(sources=source)
    return Run("\n\n"), Run(label, "italic")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"

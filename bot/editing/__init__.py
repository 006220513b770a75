"""Keeping the record from the chat: what editors change, step by step or in one line."""

from __future__ import annotations

from bot.editing.steps import (
    Again,
    Answers,
    Choice,
    Done,
    Draft,
    Given,
    Jump,
    Next,
    Prompt,
    Result,
    Script,
    Step,
)
from bot.editing.wizards import Asked, Cancelled, Finished, Seat, Shown, Unfinished, Wizards

__all__ = [
    "Again",
    "Answers",
    "Asked",
    "Cancelled",
    "Choice",
    "Done",
    "Draft",
    "Finished",
    "Given",
    "Jump",
    "Next",
    "Prompt",
    "Result",
    "Script",
    "Seat",
    "Shown",
    "Step",
    "Unfinished",
    "Wizards",
]

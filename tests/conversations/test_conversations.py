"""Whole conversations, replayed over HTTP through the sandbox's server, with the real bot and record."""

from __future__ import annotations

import pytest
from dialogs import Dialog, Player, Stage, dialogs

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("dialog", list(dialogs()), ids=lambda dialog: dialog.name)
async def test_conversation(dialog: Dialog, stage: Stage) -> None:
    before = len(stage.state.violations)
    await Player(stage, dialog).play()
    assert stage.state.violations[before:] == []

"""A refusal that can be told in the person's language."""

from __future__ import annotations

from knowledge.errors import InvalidInput
from knowledge.texts import Texts


def N_(message: str) -> str:  # noqa: N802 - gettext's name for a message that is translated later
    return message


class Refused(InvalidInput):
    """What was given cannot be taken, for one reason; `told` says it in a language."""

    def __init__(self, message: str, **values: object) -> None:
        self._message, self._values = message, values
        super().__init__(message.format(**values))

    def told(self, texts: Texts) -> str:
        return texts.gettext(self._message).format(**self._values)

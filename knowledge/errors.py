"""What can go wrong, as one tree; every message is one clear line for the person who reads it."""

from __future__ import annotations


class AgreementError(Exception):
    """The root: whatever this product raises on purpose."""


class InvalidInput(AgreementError):  # noqa: N818 - read as a statement: "raise InvalidInput"
    """What was given cannot be taken; nothing was changed.

    `file` and `line` (1-based) say where, when the input is a file.
    """

    def __init__(self, reason: str, *, file: str | None = None, line: int | None = None) -> None:
        self.reason, self.file, self.line = reason, file, line
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(where + reason)


class Unavailable(AgreementError):  # noqa: N818
    """Something this needs (a database, a server, a file) cannot be reached or opened."""


class WrongSettings(AgreementError):  # noqa: N818
    """Settings that cannot be used; `problems` names every one of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))

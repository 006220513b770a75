"""Who may do what, and who did or tried to: owners, editors, and viewers of the statistics."""

from __future__ import annotations

from bot.editors.audit import Attempt, Audit
from bot.editors.roles import GRANTED, ROLES, Grant, Role, Roles, may

__all__ = ["GRANTED", "ROLES", "Attempt", "Audit", "Grant", "Role", "Roles", "may"]

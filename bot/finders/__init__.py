"""Finding answers in processes beside the bot's own, so that finding holds up nobody's sending."""

from bot.finders.finders import Finders
from bot.finders.process import finding_in

__all__ = ["Finders", "finding_in"]

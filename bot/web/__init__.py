"""HTTP of the bot itself: Telegram's webhook, health and figures, calendars."""

from bot.web.calendar import calendar_route
from bot.web.pages import Health, Webhook, create_app
from bot.web.serving import Serving

__all__ = ["Health", "Serving", "Webhook", "calendar_route", "create_app"]

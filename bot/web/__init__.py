"""HTTP of the bot itself: Telegram's webhook, health and figures."""

from bot.web.pages import Health, Webhook, create_app
from bot.web.serving import Serving

__all__ = ["Health", "Serving", "Webhook", "create_app"]

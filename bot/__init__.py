"""agreement-bot: a Telegram assistant for an intergovernmental agreement."""

__version__ = "0.1.0"

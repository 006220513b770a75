"""Files into the record from the chat: read, looked at, then taken or left."""

from bot.importing.imports import Imports, Taken
from bot.importing.previews import Counts, Preview, Sample
from bot.importing.reasons import told

__all__ = ["Counts", "Imports", "Preview", "Sample", "Taken", "told"]

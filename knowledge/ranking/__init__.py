"""Finding the text that answers, in texts that nobody here wrote."""

from knowledge.ranking.documents import Doc, Hit
from knowledge.ranking.ranker import Ranker
from knowledge.ranking.storage import DamagedIndex

__all__ = ["DamagedIndex", "Doc", "Hit", "Ranker"]

"""The whole suite: how often a worker looks through its memory for garbage."""

from __future__ import annotations

import gc

# Thousands of collected tests and indexes that are kept for several tests are no garbage. Looked through as often as
# Python does by default, they take half of the processor's time.
gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    gc.freeze()  # what is loaded by now is there to the end

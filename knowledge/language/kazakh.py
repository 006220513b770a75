"""Kazakh stems."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_FRONT: Final = "әеіөү"
_BACK: Final = "аоұы"
_LAYERS: Final = (
    r"(?:дікі|тікі|нікі)",
    r"(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|ка|га|нан|нен|дан|ден|тан|тен|нда|нде|да|де|та|те|мен|бен|пен|ды|ді|ты|ті|ны|ні|ин|ын|ін|на|не)",
    r"(?:ымыз|іміз|мыз|міз|ыңыз|іңіз|ңыз|ңіз|сы|сі|ы|і)",
    r"(?:лар|лер|дар|дер|тар|тер)",
)
_MINIMUM: Final = 3


@lru_cache(maxsize=65_536)
def kazakh_stems(word: str) -> tuple[str, ...]:
    found = [word]
    for layer in _LAYERS:
        match = re.search(layer + "$", found[-1])
        if match and match.start() >= _MINIMUM:
            found.append(found[-1][: match.start()])
    return tuple(found)


def kazakh_stem(word: str) -> str:
    return kazakh_stems(word)[-1]

"""Words of one family that stems do not bring together; the lists are data in `ranking.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from knowledge.language import fold, sound_key

_SHORTEST_ROOT: Final = 3


@dataclass(frozen=True, slots=True)
class _Forms:
    asking: frozenset[str]
    turned: Mapping[str, tuple[str, ...]]
    endings: tuple[str, ...]  # of Russian verbs, longest first
    tails: frozenset[str]  # what may follow a root in a key
    changes: Mapping[str, tuple[str, ...]]


def is_asking(word: str) -> bool:
    """Whether a word belongs to the question and not to what is asked for, on any keyboard."""
    return word in _forms().asking


def sounds_asking(word: str) -> bool:
    """Whether a word in Latin letters sounds like a Russian or Kazakh one that belongs to the question."""
    return sound_key(word) in _asking_sounds()


@cache
def _asking_sounds() -> frozenset[str]:
    return frozenset(sound_key(word) for word in _forms().asking if word[0] >= "\u0400")


def turned(word: str) -> tuple[str, ...]:
    """What a statement has where the question has this word: you and I."""
    return _forms().turned.get(word, ())


@lru_cache(maxsize=8_192)
def verb_roots(word: str) -> tuple[str, ...]:
    """How the roots sound that a Russian word may have if it is a verb, with their consonants changed or not.

    The alternations are those of the first person: оплатишь, оплачу; любишь, люблю (A. A. Zaliznyak,
    "Grammatical dictionary of Russian", the classes of the second conjugation).
    """
    forms = _forms()
    bare = word[:-2] if word.endswith(("ся", "сь")) else word
    roots: dict[str, None] = {}
    for ending in forms.endings:
        root = bare.removesuffix(ending)
        if root != bare and len(root) >= _SHORTEST_ROOT:
            roots[root] = None
            for size in (1, 2):
                for other in forms.changes.get(root[-size:], ()):
                    roots[root[:-size] + other] = None
    return tuple(dict.fromkeys(map(sound_key, roots)))


def is_verb_tail(tail: str) -> bool:
    return tail in _forms().tails


@cache
def _forms() -> _Forms:
    data: Any = yaml.safe_load(files("knowledge.ranking").joinpath("ranking.yaml").read_text("utf-8"))
    asking = {word for words in data["asking"].values() for word in words.split()}
    pairs: dict[str, dict[str, None]] = {}
    for row in data["turned"]:
        for other in row[1:]:
            pairs.setdefault(row[0], {})[other] = None
            pairs.setdefault(other, {})[row[0]] = None
    endings = data["verb"]["endings"].split()
    return _Forms(
        asking=frozenset(asking | {fold(word) for word in asking}),
        turned={word: tuple(others) for word, others in pairs.items()},
        endings=tuple(sorted(endings, key=lambda ending: (-len(ending), ending))),
        tails=frozenset({"", *map(sound_key, endings), "s", "sa", "sia"}),
        changes={end: tuple(others) for end, others in data["verb"]["changes"].items()},
    )

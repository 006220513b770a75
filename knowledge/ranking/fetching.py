"""Which units are looked at: rare words fetch, common ones only where they meet.

The idea is MaxScore's (H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", Information
Processing & Management 31, 1995): lists are read from the rarest on, and once what is left could not lift a unit
that no list has named so far near the best one, it is read no more. Scoring looks at every word anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from knowledge.ranking.segment import Side

# Postings of one list that are read one by one; a longer list is only intersected.
_SHORT: Final = 4_096
# Postings of all short lists together, and of the long lists that are intersected.
_MOST_READ: Final = 24_000
_MOST_MET: Final = 150_000
# What promises less than this share of the best is not scored.
_PROMISING: Final = 0.4

Wanted = Sequence[Mapping[int, float]]  # for each word of the question: keys, and what they are worth
_List = tuple[int, int, int]  # how long it is, which word of the question, key


def candidates(side: Side, wanted: Wanted, most: int, dead: frozenset[int] = frozenset()) -> list[int]:
    """The units that promise most, at most so many, in the order of what they promise."""
    lists = sorted((side.count(key), place, key) for place, keys in enumerate(wanted) for key in keys)
    short = [each for each in lists if each[0] <= _SHORT]
    promised, unread = _fetched(side, wanted, short)
    if not promised or unread:
        strong = [each for each in lists if each[0] > _SHORT and _is_strongest(wanted, each)]
        _meet(side, wanted, strong, promised)
    if dead:
        promised = {unit: worth for unit, worth in promised.items() if side.doc_of[unit] not in dead}
    return _best(promised, most)


def _is_strongest(wanted: Wanted, one: _List) -> bool:
    """Whether a list is that of what the word most likely stands for."""
    keys = wanted[one[1]]
    return keys[one[2]] == max(keys.values())


def _fetched(side: Side, wanted: Wanted, lists: Sequence[_List]) -> tuple[dict[int, float], bool]:
    """What the short lists promise, and whether units that none of them names could do as well."""
    promised: dict[int, float] = {}
    read = 0
    unread = [sorted(keys.values()) for keys in wanted]
    best = 0.0
    for count, place, key in lists:
        if best and _most_left(unread) < _PROMISING * best:
            return promised, False
        read += count
        if read > _MOST_READ:
            break
        worth = wanted[place][key]
        for unit in side.units_with(key):
            promised[unit] = promised.get(unit, 0.0) + worth
        best = max(promised.values(), default=0.0)
        unread[place].remove(worth)
    left = _most_left(unread)
    return promised, left > 0 and left >= _PROMISING * best


def _most_left(unread: Iterable[Sequence[float]]) -> float:
    """What a unit could still be worth that no list has named: the best list left of each word."""
    return sum(worths[-1] for worths in unread if worths)


def _best(promised: Mapping[int, float], most: int) -> list[int]:
    floor = _PROMISING * max(promised.values(), default=0.0)
    ranked = sorted((-worth, unit) for unit, worth in promised.items() if worth >= floor)
    return [unit for _, unit in ranked[:most]]


def _meet(side: Side, wanted: Wanted, long: Iterable[_List], promised: dict[int, float]) -> None:
    """Adds what long lists say of the units fetched, and the units that several long lists share."""
    met = 0
    gathered: set[int] = set()
    for count, place, key in long:
        if met + count > _MOST_MET:
            break
        met += count
        units, worth = set(side.units_with(key)), wanted[place][key]
        for unit in units & promised.keys():
            promised[unit] += worth
        for unit in (units & gathered) - promised.keys():
            promised[unit] = 2 * worth
        gathered |= units
    if not promised:
        promised.update(dict.fromkeys(sorted(gathered)[:_SHORT], 1.0))

"""Which units are looked at: rare words fetch, common ones only where they meet.

The idea is MaxScore's (H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", Information
Processing & Management 31, 1995): lists are read from the rarest on, and once what is left could not lift a unit
that no list has named so far near the best one, it is read no more. Scoring looks at every word anyway.

All segments are read as one: their units are numbered on, and a list is the lists of a key in each of them.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from operator import attrgetter
from typing import Final

from knowledge.ranking.scoring import Scorer

# Postings of one list that are read one by one; a longer list is only intersected.
_SHORT: Final = 4_096
# Postings of all short lists together, and of the long lists that are intersected.
_MOST_READ: Final = 24_000
_MOST_MET: Final = 150_000
# What promises less than this share of the best is not scored.
_PROMISING: Final = 0.4
_FIRST: Final = attrgetter("first")


@dataclass(slots=True)
class _List:
    """The units that have a key, which stands for a word of the question."""

    place: int  # of the word
    key: str
    worth: float
    count: int = 0
    parts: list[tuple[Scorer, int]] = field(default_factory=list)  # and the key's number there

    def units(self) -> Iterable[int]:
        """Of all segments; without a copy where there is one."""
        if len(self.parts) == 1 and not self.parts[0][0].first:
            scorer, number = self.parts[0]
            return scorer.side.units_with(number)
        return [
            scorer.first + unit for scorer, number in self.parts for unit in scorer.side.units_with(number)
        ]


def candidates(scorers: Sequence[Scorer], most: int) -> list[int]:
    """The units that promise most, at most so many, by number."""
    lists = sorted(_lists(scorers), key=lambda one: (one.count, one.place, one.key))
    short = [one for one in lists if one.count <= _SHORT]
    promised, unread = _fetched(lists, short)
    if not promised or unread:
        _meet([one for one in lists if one.count > _SHORT and _is_strongest(one, lists)], promised)
    floor = _PROMISING * max(promised.values(), default=0.0)
    return best({unit: worth for unit, worth in promised.items() if worth >= floor}, most, names(scorers))


def best(scores: Mapping[int, float], most: int, name: Callable[[int], int | str]) -> list[int]:
    """The numbers of the highest scores, in order of number; of equal ones at the edge the first by name."""
    if len(scores) <= most:
        return sorted(scores)
    edge = nlargest(most, scores.values())[-1]
    above = [number for number, score in scores.items() if score > edge]
    level = [number for number, score in scores.items() if score == edge]
    if len(above) + len(level) > most:
        level = sorted(sorted(level), key=name)[: most - len(above)]
    return sorted(above + level)


def names(scorers: Sequence[Scorer]) -> Callable[[int], int | str]:
    """What a unit goes by whatever its number: the id of its document, and which of its units it is."""
    if len(scorers) == 1:
        (only,) = scorers
        order, doc_of = only.segment.order, only.side.doc_of
        # Units of one document are in the order of their numbers already, and sorting keeps it.
        return lambda unit: order[doc_of[unit]]

    def name(unit: int) -> str:
        scorer = owner(scorers, unit)
        number = unit - scorer.first
        doc = scorer.side.doc_of[number]
        # One string: thousands of pairs would set off the garbage collector.
        return f"{scorer.segment.ids[doc]}\0{number - scorer.side.first_unit[doc]:08}"

    return name


def owner(scorers: Sequence[Scorer], unit: int) -> Scorer:
    """The one whose unit that is."""
    return scorers[bisect_right(scorers, unit, key=_FIRST) - 1]


def _lists(scorers: Sequence[Scorer]) -> Iterable[_List]:
    found: dict[tuple[int, str], _List] = {}
    for scorer in scorers:
        for place, key, number, worth in scorer.lists:
            one = found.get((place, key))
            if one is None:
                one = found[place, key] = _List(place, key, worth)
            one.count += scorer.side.count(number)
            one.parts.append((scorer, number))
    return found.values()


def _is_strongest(one: _List, lists: Iterable[_List]) -> bool:
    """Whether a list is that of what the word most likely stands for."""
    return all(one.worth >= other.worth for other in lists if other.place == one.place)


def _fetched(lists: Sequence[_List], short: Sequence[_List]) -> tuple[dict[int, float], bool]:
    """What the short lists promise, and whether units that none of them names could do as well."""
    promised: dict[int, float] = {}
    read = 0
    unread: list[list[float]] = [[] for _ in range(1 + max((one.place for one in lists), default=0))]
    for one in lists:
        insort(unread[one.place], one.worth)
    highest = 0.0
    for one in short:
        if highest and _most_left(unread) < _PROMISING * highest:
            return promised, False
        read += one.count
        if read > _MOST_READ:
            break
        worth = one.worth
        before = promised.get
        for unit in one.units():
            promised[unit] = before(unit, 0.0) + worth
        highest = max(promised.values(), default=0.0)
        unread[one.place].remove(worth)
    left = _most_left(unread)
    return promised, left > 0 and left >= _PROMISING * highest


def _most_left(unread: Iterable[Sequence[float]]) -> float:
    """What a unit could still be worth that no list has named: the best list left of each word."""
    return sum(worths[-1] for worths in unread if worths)


def _meet(long: Iterable[_List], promised: dict[int, float]) -> None:
    """Adds what long lists say of the units fetched, and the units that several long lists share."""
    met = 0
    gathered: set[int] = set()
    for one in long:
        if met + one.count > _MOST_MET:
            break
        met += one.count
        units, worth = set(one.units()), one.worth
        for unit in units & promised.keys():
            promised[unit] += worth
        for unit in (units & gathered) - promised.keys():
            promised[unit] = 2 * worth
        gathered |= units
    if not promised:
        promised.update(dict.fromkeys(sorted(gathered)[:_SHORT], 1.0))

"""Which units are looked at: rare words fetch, common ones only where they meet.

The idea is MaxScore's (H. Turtle, J. Flood, "Query evaluation: strategies and optimizations", Information
Processing & Management 31, 1995): lists are read from the rarest on, and once what is left could not lift a unit
that no list has named so far near the best one, it is read no more. Scoring looks at every word anyway.

All segments are read as one: their units are numbered on, and a list is the lists of a key in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any, Final

from knowledge.ranking.scoring import Scorer

# Postings of one list that are read one by one; a longer list is only intersected.
_SHORT: Final = 4_096
# Postings of all short lists together, and of the long lists that are intersected.
_MOST_READ: Final = 24_000
_MOST_MET: Final = 150_000
# What promises less than this share of the best is not scored.
_PROMISING: Final = 0.4


@dataclass(slots=True)
class _List:
    """The units that have a key, which stands for a word of the question."""

    place: int  # of the word
    key: str
    worth: float
    strongest: bool = False  # what the word most likely stands for
    count: int = 0
    parts: list[tuple[Scorer, int]] = field(default_factory=list)  # and the key's number there

    def units(self) -> Iterable[int]:
        for scorer, number in self.parts:
            units, first = scorer.side.units_with(number), scorer.first
            yield from (first + unit for unit in units) if first else units


def candidates(scorers: Sequence[Scorer], most: int) -> list[int]:
    """The units that promise most, at most so many, by number."""
    lists = sorted(_lists(scorers), key=lambda one: (one.count, one.place, one.key))
    short = [one for one in lists if one.count <= _SHORT]
    promised, unread = _fetched(lists, short)
    if not promised or unread:
        _meet([one for one in lists if one.count > _SHORT and one.strongest], promised)
    floor = _PROMISING * max(promised.values(), default=0.0)
    return best(((worth, unit) for unit, worth in promised.items() if worth >= floor), most, names(scorers))


def best(scored: Iterable[tuple[float, int]], most: int, name: Callable[[int], Any]) -> list[int]:
    """The numbers of the highest scores, in order of number; of equal ones at the edge the first by name."""
    told = list(scored)
    if len(told) > most:
        edge = nlargest(most, (score for score, _ in told))[-1]
        above = [number for score, number in told if score > edge]
        level = sorted((number for score, number in told if score == edge), key=name)
        return sorted(above + level[: most - len(above)])
    return sorted(number for _, number in told)


def names(scorers: Sequence[Scorer]) -> Callable[[int], tuple[str, int]]:
    """What a unit is called whatever its number: the id of its document, and which of its units it is."""

    def name(unit: int) -> tuple[str, int]:
        scorer = owner(scorers, unit)
        number = unit - scorer.first
        doc = scorer.side.doc_of[number]
        return scorer.segment.ids[doc], number - scorer.side.units_of(doc).start

    return name


def owner(scorers: Sequence[Scorer], unit: int) -> Scorer:
    """The one whose unit that is."""
    return next(scorer for scorer in reversed(scorers) if scorer.first <= unit)


def _lists(scorers: Sequence[Scorer]) -> Iterable[_List]:
    found: dict[tuple[int, str], _List] = {}
    for scorer in scorers:
        for place, key, number, worth in scorer.lists:
            one = found.get((place, key))
            if one is None:
                one = found[place, key] = _List(place, key, worth)
            one.count += scorer.side.count(number)
            one.parts.append((scorer, number))
    most: dict[int, float] = {}
    for one in found.values():
        most[one.place] = max(one.worth, most.get(one.place, 0.0))
    for one in found.values():
        one.strongest = one.worth == most[one.place]
    return found.values()


def _fetched(lists: Sequence[_List], short: Sequence[_List]) -> tuple[dict[int, float], bool]:
    """What the short lists promise, and whether units that none of them names could do as well."""
    promised: dict[int, float] = {}
    read = 0
    unread: dict[int, list[float]] = {}
    for one in lists:
        unread.setdefault(one.place, []).append(one.worth)
    for worths in unread.values():
        worths.sort()
    highest = 0.0
    for one in short:
        if highest and _most_left(unread) < _PROMISING * highest:
            return promised, False
        read += one.count
        if read > _MOST_READ:
            break
        worth = one.worth
        for unit in one.units():
            promised[unit] = promised.get(unit, 0.0) + worth
        highest = max(promised.values(), default=0.0)
        unread[one.place].remove(worth)
    left = _most_left(unread)
    return promised, left > 0 and left >= _PROMISING * highest


def _most_left(unread: Mapping[int, Sequence[float]]) -> float:
    """What a unit could still be worth that no list has named: the best list left of each word."""
    return sum(worths[-1] for _, worths in sorted(unread.items()) if worths)


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

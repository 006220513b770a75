"""Whether confidence means probability, and how well it tells one from the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

Judged = tuple[float, bool, float]  # how sure, whether right, what it counts
_BINS = 10


def auroc(answerable: Sequence[float], not_so: Sequence[float]) -> float:
    """The chance that an answerable question has the higher confidence (Mann-Whitney; ties count half)."""
    ranked = sorted([(score, 1) for score in answerable] + [(score, 0) for score in not_so])
    wins = below = 0.0
    place = 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        tied = [kind for _, kind in ranked[place:end]]
        wins += sum(tied) * (below + tied.count(0) / 2)
        below += tied.count(0)
        place = end
    return wins / (len(answerable) * len(not_so))


def calibration_error(judged: Sequence[Judged]) -> float:
    """How far off confidence is on average (expected calibration error, ten bins of equal width)."""
    total = sum(share for _, _, share in judged)
    return sum(weight * abs(mean - right) for _, _, weight, mean, right in _bins(judged)) / total


def table(judged: Iterable[Judged]) -> str:
    """A reliability table in Markdown, with the calibration error and the AUROC of right against wrong."""
    told = list(judged)
    lines = ["| confidence | answers | mean | right |", "|---|---|---|---|"]
    for at, count, _, mean, right in _bins(told):
        lines.append(f"| {at / _BINS:.1f}-{(at + 1) / _BINS:.1f} | {count} | {mean:.2f} | {right:.2f} |")
    area = auroc([p for p, right, _ in told if right], [p for p, right, _ in told if not right])
    error = calibration_error(told)
    return "\n".join([*lines, f"\nexpected calibration error {error:.3f}, AUROC of right {100 * area:.1f}"])


def _bins(judged: Sequence[Judged]) -> Iterator[tuple[int, int, float, float, float]]:
    """Which bin, how many are in it, what they count, how sure they are and how often right on average."""
    for at in range(_BINS):
        part = [one for one in judged if min(int(_BINS * one[0]), _BINS - 1) == at]
        if part:
            weight = sum(share for _, _, share in part)
            mean = sum(p * share for p, _, share in part) / weight
            right = sum(share for _, good, share in part if good) / weight
            yield at, len(part), weight, mean, right

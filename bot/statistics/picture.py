"""A process that draws one picture: what is to be drawn comes in as JSON, a PNG goes out. See `drawing`."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# Told apart also without colour vision (after Okabe and Ito, 2008), and by their lightness in print.
_COLOURS = ("#009E73", "#F0C75E", "#D55E00")
_INK = "#333333"
_MOST_TICKS = 6


def picture(order: dict[str, Any]) -> bytes:
    mpl.rcParams.update({"font.size": 17, "font.family": "DejaVu Sans", "text.color": _INK})
    figure = Figure(figsize=(7.2, 8.4), dpi=150, facecolor="white")
    figure.set_layout_engine("constrained", h_pad=0.2, w_pad=0.15, hspace=0.05)
    above, below = figure.subplots(2, 1, height_ratios=(3, 2))
    _bands(above, order)
    _shares(below, order)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _bands(axes: Axes, order: dict[str, Any]) -> None:
    labels, days = order["labels"], order["labels"]["days"]
    bottom = [0] * len(days)
    for numbers, name, colour in zip(order["bands"], labels["bands"], _COLOURS, strict=True):
        axes.bar(range(len(days)), numbers, bottom=bottom, label=name, color=colour, width=0.85)
        bottom = [below + number for below, number in zip(bottom, numbers, strict=True)]
    step = max(1, -(-len(days) // _MOST_TICKS))
    axes.set_xticks(range(0, len(days), step), days[::step])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(1, *bottom) * 1.1)
    axes.set_title(labels["questions"], loc="left", fontweight="bold", pad=46)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, frameon=False, fontsize=15, borderaxespad=0.2
    )
    _plain(axes)


def _shares(axes: Axes, order: dict[str, Any]) -> None:
    labels = order["labels"]
    shares = [share or 0 for share in order["shares"]]
    axes.barh(labels["languages"], [100 * share for share in shares], color=_COLOURS[0], height=0.6)
    for at, (share, asked) in enumerate(zip(order["shares"], order["asked"], strict=True)):
        text = "–" if share is None else f"{share:.0%} ({asked})"
        axes.text(100 * (share or 0) + 1.5, at, text, va="center")
    axes.set_xlim(0, 125)
    axes.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    axes.invert_yaxis()
    axes.set_title(labels["answered"], loc="left", fontweight="bold")
    _plain(axes)


def _plain(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(axis="both", color="#e5e5e5", linewidth=0.8)
    axes.set_axisbelow(True)


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(json.load(sys.stdin)))

"""The picture on the page about performance: CPU in parts of parsing, one bar a contender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OURS, OTHERS, INK, GREY = "#c2410c", "#94a3b8", "#1f2937", "#6b7280"
_STYLE: Mapping[Any, Any] = {
    # Letters as outlines look the same everywhere; a fixed salt and no date make equal figures equal files.
    "svg.fonttype": "path",
    "svg.hashsalt": "flake8-testsec",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
}


class Bar(NamedTuple):
    """One contender."""

    label: str
    ratio: float
    """Its CPU in parts of parsing."""
    ours: bool


def available() -> bool:
    """Whether the library that draws is installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return False
    return True


def draw(bars: Sequence[Bar], title: str, file: Path) -> None:
    """Write the picture.

    Args:
        bars: the contenders.
        title: what is compared.
        file: where to write; the suffix says the format.
    """
    import matplotlib
    from matplotlib.figure import Figure

    ordered = sorted(bars, key=lambda bar: -bar.ratio)
    with matplotlib.rc_context(dict(_STYLE)):
        figure = Figure(
            figsize=(8.4, 0.6 + 0.33 * (len(ordered) + 2)), layout="constrained", facecolor="white"
        )
        axes = figure.add_subplot()
        _bars(axes, ordered)
        _frame(axes, ordered)
        figure.suptitle(title, x=0.01, ha="left", fontweight="bold", fontsize=11)
        metadata = {"Date": None} if file.suffix == ".svg" else {}
        figure.savefig(file, metadata=metadata, dpi=100)


def _bars(axes: Axes, bars: Sequence[Bar]) -> None:
    # A logarithmic axis has no zero; parsing itself is the natural place to begin.
    colors = [OURS if bar.ours else OTHERS for bar in bars]
    ratios = [bar.ratio for bar in bars]
    axes.barh(range(len(bars)), [ratio - 1 for ratio in ratios], left=1, color=colors, height=0.68)
    for place, bar in enumerate(bars):
        right = bar.ratio >= 1
        axes.annotate(
            f"{number(bar.ratio)} ×",
            (bar.ratio, place),
            (4 if right else -4, 0),
            textcoords="offset points",
            va="center",
            ha="left" if right else "right",
            fontweight="bold" if bar.ours else "normal",
        )


def _frame(axes: Axes, bars: Sequence[Bar]) -> None:
    axes.set_xscale("log")
    ratios = [bar.ratio for bar in bars] + [1.0]
    axes.set_xlim(min(ratios) / 3, max(ratios) * 2.4)
    axes.axvline(1, color=INK, linewidth=1)
    axes.annotate("ast.parse", (1, len(bars) - 0.4), ha="center", va="bottom", color=GREY)
    axes.set_ylim(-0.6, len(bars) - 0.4)
    axes.set_yticks(range(len(bars)), [bar.label for bar in bars])
    for label, bar in zip(axes.get_yticklabels(), bars, strict=True):
        label.set_color(OURS if bar.ours else INK)
        label.set_fontweight("bold" if bar.ours else "normal")
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.minorticks_off()
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.set_xlabel(
        "CPU time in parts of ast.parse on the same files (logarithmic scale)", color=GREY, fontsize=9
    )


def number(ratio: float) -> str:
    """A ratio with two digits that mean something.

    Args:
        ratio: the figure.

    Returns:
        For example ``0.083``, ``1.6``, ``12``.
    """
    digits = 0 if ratio >= 9.95 else 1 if ratio >= 0.995 else 2 if ratio >= 0.0995 else 3
    return f"{ratio:.{digits}f}"

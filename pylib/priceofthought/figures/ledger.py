"""Figures of the chapter that reads the ledger as a whole."""

from __future__ import annotations

from priceofthought.article import claims
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.ledger import ledger
from reasoncost.audit.claim import KINDS
from reasoncost.audit.rule import MEANING
from reasoncost.audit.summary import Summary

CHAPTER = "ledger"


@figure("fig-ledger-verdicts", title="Verdicts by kind of claim", chapter=CHAPTER)
def verdicts() -> Plot:
    """How many claims of each kind got each verdict."""
    summary = Summary(ledger())
    counts, totals = summary.counts_by_kind(), summary.counts()
    names = [verdict for verdict in MEANING if totals[verdict]]
    drawing, axes = style.new(7, 3.4)
    for row, kind in enumerate(KINDS):
        for column, verdict in enumerate(names):
            if count := counts[kind, verdict]:
                size = 6 + 5 * count**0.5
                axes.plot(column, row, "o", markersize=size, color=style.SERIES[0])
                style.note(axes, str(count), (column, row), (size / 2 + 3, 0), va="center")
    axes.set_xticks(range(len(names)), [f"{name}\n{totals[name]}" for name in names])
    axes.set_yticks(range(len(KINDS)), KINDS)
    axes.set(xlim=(-0.6, len(names) - 0.4), ylim=(len(KINDS) - 0.4, -0.6), xlabel="verdict, and how many claims got it")
    axes.set_title("What became of the claims")
    table: Table = {"kind": list(KINDS)} | {name: [counts[kind, name] for kind in KINDS] for name in names}
    caption = f"The {len(claims())} claims by kind and verdict. The meaning of each verdict is in the ledger."
    columns = ", ".join(f"{name} {totals[name]}" for name in names)
    alt = (
        "A grid of dots, kinds of claim against verdicts, each dot as large as the number of its claims, which is "
        f"written beside it. In all: {columns}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-ledger-misses", title="How far the wrong figures miss", chapter=CHAPTER)
def misses() -> Plot:
    """The distance between the stated interval and the one that decided against it, as a factor."""
    ordered = Summary(ledger()).misses()
    drawing, axes = style.new(7, 1.2 + 0.32 * len(ordered))
    for row, factor in enumerate(ordered.values()):
        axes.plot([1, factor], [row, row], color=style.GRID, linewidth=6, solid_capstyle="butt")
        axes.plot(factor, row, "o", color=style.SERIES[1])
        side = 8 if factor > 1 else -8
        style.note(axes, f"×{factor:.2g}", (factor, row), (side, 0), va="center", ha="left" if factor > 1 else "right")
    axes.axvline(1, color=style.MUTED, linewidth=1)
    axes.set(xscale="log", xlabel="computed over the nearer end of the stated figure")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("{x:g}")
    axes.margins(x=0.2, y=0.15)
    axes.set_yticks(range(len(ordered)), list(ordered))
    axes.grid(False, axis="y")
    table: Table = {"claim": list(ordered), "factor": list(ordered.values())}
    caption = (
        "Contradicted and refuted figures: the nearer end of what was computed over the nearer end of what was stated."
    )
    dots = ", ".join(f"{claim} {factor:.2g}" for claim, factor in ordered.items())
    alt = (
        f"A dot for each contradicted or refuted figure at the factor by which it misses the nearer end of the stated "
        f"interval, on a logarithmic axis: {dots}."
    )
    return Plot(drawing, table, caption, alt)

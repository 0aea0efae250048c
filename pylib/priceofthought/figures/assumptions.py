"""Figures of the chapter that recovers the unstated assumptions."""

from __future__ import annotations

import numpy as np

from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies.assumptions import pair
from priceofthought.studies.assumptions.searches import SEARCHES, recovered

CHAPTER = "assumptions"
LARGEST = 90.0
"""Area of the largest circle, points squared."""


@figure("fig-survivor-map", title="The survivors by their utilisations", chapter=CHAPTER)
def survivor_map() -> Plot:
    """How many combinations give both figures at each pair of utilisations."""
    kept = pair.kept()
    space = SEARCHES.questions[pair.CLAIMS[0]].space
    rows, columns = ([float(label) for label in space.axis(name).labels] for name in pair.FREE)
    counts = np.array(kept.utilisation)
    y, x = np.meshgrid(rows, columns, indexing="ij")
    drawing, axes = style.new(7, 4.4)
    axes.update_datalim(np.column_stack([x.ravel(), y.ravel()]))
    for count in np.unique(counts[counts > 0]):  # one marker a size: the SVG then states each outline once
        size, here = (LARGEST * count / counts.max()) ** 0.5, counts == count
        axes.plot(x[here], y[here], "o", color=style.SERIES[0], markersize=size, markeredgewidth=0)
    axes.set(xlabel="share of the peak arithmetic reached", ylabel="share of the bandwidth reached")
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.set_title("Survivors everywhere: the figures do not fix the utilisations")
    table: Table = {
        "mbu": y.ravel().tolist(),
        "mfu": x.ravel().tolist(),
        "surviving combinations": counts.ravel().tolist(),
    }
    occupied = np.count_nonzero(counts) / counts.size
    caption = (
        f"Combinations that give both maximum batches, by the two utilisations; area is their number, at most "
        f"{counts.max():,}. {occupied:.0%} of the pairs of utilisations have one or more."
    )
    alt = (
        "Circles on a grid of compute utilisation against bandwidth utilisation, their areas the number of surviving "
        f"combinations. {occupied:.0%} of the grid has a circle, in columns of compute utilisation; the largest stands "
        f"for {counts.max() / counts.sum():.1%} of the survivors."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-chance", title="The stated pair among its neighbours", chapter=CHAPTER)
def chance() -> Plot:
    """How many combinations give each near pair of multiples of eight."""
    kept = pair.kept()
    counts = np.array(kept.counts)
    few, many = np.meshgrid(kept.few, kept.many, indexing="ij")
    drawing, axes = style.new(7, 3)
    axes.scatter(many, few, s=LARGEST * counts / counts.max(), color=style.SERIES[0], linewidth=0)
    stated = tuple(int(SEARCHES.questions[claim].stated.low) for claim in pair.CLAIMS)
    axes.scatter([stated[1]], [stated[0]], s=190, facecolor="none", edgecolor=style.SERIES[1], linewidth=1.6)
    style.note(axes, "stated", (stated[1], stated[0]), (0, 9), style.SERIES[1], ha="center")
    axes.set(xlabel="batch at the shorter answer", ylabel="batch at the longer answer")
    axes.set_yticks(kept.few)
    axes.set_ylim(kept.few[0] - 6, kept.few[-1] + 8)
    axes.set_title("Most other pairs would have done as well")
    table: Table = {
        "batch at the longer answer": few.ravel().tolist(),
        "batch at the shorter answer": many.ravel().tolist(),
        "combinations that give both": counts.ravel().tolist(),
    }
    caption = (
        f"Pairs of multiples of eight near the stated one, which is ringed; area is the number of combinations that "
        f"give the pair. {kept.rank:.0%} of these pairs are given by at least as many."
    )
    given = counts[kept.few.index(stated[0]), kept.many.index(stated[1])]
    alt = (
        f"A lattice of {counts.size} circles, one for each pair of multiples of {pair.STEP} near the stated batches, "
        f"their areas the number of combinations that give the pair, {counts.min():,} to {counts.max():,}. The stated "
        f"pair, ringed, has {given:,}; {kept.rank:.0%} of the pairs have at least as many."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-marginal-support", title="What the figures say about each assumption", chapter=CHAPTER)
def marginal_support() -> Plot:
    """For every value of every axis: its frequency among the survivors over that in the space."""
    recovery = recovered(*pair.CLAIMS)
    shown = {name: counts for name, counts in recovery.axes.items() if name not in pair.FREE}
    rows = [(name, label) for name, counts in shown.items() for label in counts]
    lifts = [shown[name][label] * len(shown[name]) / recovery.survivors for name, label in rows]
    places = np.cumsum([1.0 + (0.6 if label == next(iter(shown[name])) else 0.0) for name, label in rows])
    drawing, axes = style.new(7, 8.2)
    axes.axvline(1, color=style.MUTED, linewidth=1, linestyle="--")
    colors = [style.SERIES[1] if lift == 0 else style.SERIES[0] for lift in lifts]
    axes.hlines(places, 1, lifts, color=style.GRID, linewidth=1.5)
    axes.scatter(lifts, places, color=colors, s=26, zorder=3)
    axes.set_yticks(places, [f"{name}: {label}" for name, label in rows])
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    axes.set_xlabel("frequency among survivors over frequency in the space")
    axes.set_title("Few values are ruled out, few are needed")
    table: Table = {
        "assumption": [name for name, _ in rows],
        "value": [label for _, label in rows],
        "survivors": [shown[name][label] for name, label in rows],
        "frequency over that in the space": lifts,
    }
    gone = [f"{name} {label}" for (name, label), lift in zip(rows, lifts, strict=True) if lift == 0]
    caption = (
        f"Marginal support of {recovery.survivors:,} survivors of {recovery.space:,} combinations. At one, a value is "
        f"as common among survivors as in the space. Without any survivor: {', '.join(gone) or 'none'}."
    )
    ordered = sorted((lift, f"{name} {label}") for (name, label), lift in zip(rows, lifts, strict=True) if lift)
    quarters = np.quantile(lifts, (0.25, 0.75))
    (least, rarest), (most, commonest) = ordered[0], ordered[-1]
    alt = (
        f"A dot for each of {len(rows)} values of the assumptions, on a scale of how often survivors have it compared "
        f"with the whole space. Never: {', '.join(gone) or 'none'}. The others run from {least:.2f} ({rarest}) to "
        f"{most:.2f} ({commonest}); half lie within {quarters[0]:.2f} and {quarters[1]:.2f}, near one, which says "
        "nothing."
    )
    return Plot(drawing, table, caption, alt)

"""Intervals drawn to scale: what a claim states beside what was found, on one axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reasoncost.audit.finding import Finding
from reasoncost.audit.ledger import Entry
from reasoncost.interval import Interval

EDGE = 2.0
"""The margin of the axis in percent of the width; all places are in percent, so drawings take any width."""

DECADES_OF_A_LINEAR_AXIS = 1.0
"""Above this span of orders of magnitude the axis is logarithmic."""


@dataclass(frozen=True)
class Bar:
    """One row of a drawing: its name, its interval, and whether it is what the article states."""

    name: str
    interval: Interval
    stated: bool = False


def bars(stated: Interval, finding: Finding) -> list[Bar]:
    """The stated interval and each one that was found."""
    found = [
        ("computed", finding.computed),
        ("the article's own numbers", finding.article),
        ("public evidence", finding.public),
        ("reach of assumptions", finding.reach.interval if finding.reach else None),
        ("assumptions that meet it", finding.reach.met if finding.reach else None),
    ]
    return [Bar("stated", stated, True), *(Bar(name, interval) for name, interval in found if interval is not None)]


def _ends(rows: Sequence[Bar]) -> list[float]:
    return [end for row in rows for end in (row.interval.low, row.interval.high) if math.isfinite(end)]


class Axis:
    """A linear axis over the bars' finite ends, or a logarithmic one where they span orders of magnitude."""

    def __init__(self, rows: Sequence[Bar]) -> None:
        ends = _ends(rows)
        low, high = min(ends), max(ends)
        self.logarithmic = low > 0 and math.log10(high / low) > DECADES_OF_A_LINEAR_AXIS
        low, high = self._scale(low), self._scale(high)
        margin = (high - low) * 0.12 or abs(low) * 0.1 or 1.0
        self.low, self.high = low - margin, high + margin

    def _scale(self, value: float) -> float:
        return math.log10(value) if self.logarithmic else value

    def place(self, value: float) -> float:
        """The place of a value, in percent of the width; an unbounded end lies at the edge."""
        if value == math.inf:
            return 100 - EDGE
        if value == -math.inf or (self.logarithmic and value <= 0):
            return EDGE
        share = (self._scale(value) - self.low) / (self.high - self.low)
        return EDGE + share * (100 - 2 * EDGE)


def draw(rows: Sequence[Bar], unit: str | None) -> str:
    """The bars as inline SVG; empty where no end is finite."""
    if not _ends(rows):
        return ""
    axis = Axis(rows)
    shown = "; ".join(f"{row.name}: {row.interval.of(unit)}" for row in rows)
    alt = escape(shown + (", on a logarithmic axis" if axis.logarithmic else ""), quote=True)
    note = '<p class="note">logarithmic axis</p>' if axis.logarithmic else ""
    drawn = "".join(_bar(axis, row, unit) for row in rows)
    return f'<div class="intervals" role="img" aria-label="{alt}">{drawn}{note}</div>'


def _bar(axis: Axis, row: Bar, unit: str | None) -> str:
    """Its name and figures, and under them the bar; one too thin to see is a dot, an unbounded end an arrow."""
    interval, kind = row.interval, "stated" if row.stated else "found"
    left, right = axis.place(interval.low), axis.place(interval.high)
    if right - left < 1:
        shape = f'<circle class="{kind}" cx="{(left + right) / 2:.2f}%" cy="8" r="5"/>'
    else:
        shape = f'<rect class="{kind}" x="{left:.2f}%" y="3" width="{right - left:.2f}%" height="10" rx="2"/>'
    for end, way in ((interval.low, -1), (interval.high, 1)):
        if math.isinf(end):
            arrow = f'<path class="{kind}" d="M0 0l{8 * way} 8l{-8 * way} 8z"/>'
            shape += f'<svg x="{axis.place(end):.2f}%" overflow="visible">{arrow}</svg>'
    return (
        f"<p>{row.name}: <strong>{interval.of(unit)}</strong></p>"
        f'<svg height="16" aria-hidden="true"><line x2="100%" y1="8" y2="8"/>{shape}</svg>'
    )


def drawings(entry: Entry) -> str:
    """The drawing of an entry; of a claim with several figures one each; empty where there is nothing to draw."""
    claim, finding = entry.claim, entry.finding
    if finding is None:
        return ""
    if not claim.parts:
        rows = bars(claim.interval, finding) if claim.interval else []
        return draw(rows, claim.unit) if len(rows) > 1 else ""
    drawn = []
    for part in claim.parts:
        rows = bars(part.stated, finding.parts[part.name])
        if len(rows) > 1:
            drawn.append(f'<p class="part">{escape(part.name)}, {escape(part.unit)}</p>{draw(rows, part.unit)}')
    return "".join(drawn)

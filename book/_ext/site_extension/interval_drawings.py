"""Intervals drawn to scale: what a claim states beside what was found, on one axis."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reasoncost.audit.finding import Finding
from reasoncost.audit.interval import Interval, number
from reasoncost.audit.ledger import Entry

WIDTH, ROW, LABEL, RIGHT = 640, 34, 190, 70
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
    return [Bar("stated", stated, True), *(Bar(name, one) for name, one in found if one is not None)]


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
        """The horizontal position of a value; an unbounded end lies at the edge."""
        if value == math.inf:
            return float(WIDTH - RIGHT)
        if value == -math.inf or (self.logarithmic and value <= 0):
            return float(LABEL)
        share = (self._scale(value) - self.low) / (self.high - self.low)
        return LABEL + share * (WIDTH - LABEL - RIGHT)


def draw(rows: Sequence[Bar], unit: str | None) -> str:
    """The bars as inline SVG; empty where no end is finite."""
    if not _ends(rows):
        return ""
    axis = Axis(rows)
    pieces = [_bar(axis, row, index) for index, row in enumerate(rows)]
    if unit == "calendar year":  # years have no separator
        pieces = [re.sub(r"(?<=>)[^<]*", lambda text: text[0].replace(",", ""), piece) for piece in pieces]
    shown = "; ".join(f"{row.name}: {row.interval.of(unit)}" for row in rows)
    alt = escape(shown + (", on a logarithmic axis" if axis.logarithmic else ""), quote=True)
    height = ROW * len(rows) + 4
    note = f'<text class="note" x="0" y="{height + 8}">logarithmic axis</text>' if axis.logarithmic else ""
    return (
        f'<div class="intervals" tabindex="0" role="group" aria-label="Intervals"><svg viewBox="0 0 {WIDTH} '
        f'{height + (12 if note else 0)}" role="img" aria-label="{alt}">{"".join(pieces)}{note}</svg></div>'
    )


def _bar(axis: Axis, row: Bar, index: int) -> str:
    interval, middle = row.interval, index * ROW + 20
    left, right = axis.place(interval.low), axis.place(interval.high)
    kind = "stated" if row.stated else "found"
    if right - left < 5:
        centre = (left + right) / 2
        shape = f'<circle class="{kind}" cx="{centre:.1f}" cy="{middle}" r="5"/>'
    else:
        shape = f'<rect class="{kind}" x="{left:.1f}" y="{middle - 5}" width="{right - left:.1f}" height="10" rx="2"/>'
    shape += "".join(
        f'<path class="{kind}" d="M{edge} {middle - 8}l{8 * way} 8l{-8 * way} 8z"/>'
        for end, edge, way in ((interval.low, LABEL, -1), (interval.high, WIDTH - RIGHT, 1))
        if math.isinf(end)
    )
    return f'<text x="0" y="{middle + 4}">{row.name}</text>{shape}{_ends_text(interval, left, right, middle)}'


def _ends_text(interval: Interval, left: float, right: float, middle: float) -> str:
    if right - left < 90 or math.isinf(interval.low) or math.isinf(interval.high):
        text = str(interval)
        room = right + 10 + 6.2 * len(text) <= WIDTH
        where = (right + 12, "start") if room else (left - 10, "end")
        return f'<text x="{where[0]:.1f}" y="{middle + 4}" text-anchor="{where[1]}">{text}</text>'
    return (
        f'<text x="{left:.1f}" y="{middle - 8}" text-anchor="middle">{number(interval.low)}</text>'
        f'<text x="{right:.1f}" y="{middle - 8}" text-anchor="middle">{number(interval.high)}</text>'
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

"""A claim: what a text states, word for word, and how its figures are read as intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from reasoncost.interval import Interval
from reasoncost.records import Register, by_id, given, parse_toml
from reasoncost.units import InputError

KINDS = ("formula", "derived", "relation", "input", "report")
"""formula: a law to derive; derived: a number to reproduce; relation: arithmetic between the article's own numbers;
input: a fact it builds on; report: a reported fact that no arithmetic gives."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several figures in a claim."""

    name: str
    stated: Interval
    unit: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantitative statement of the article.

    line: of the Chinese text; quote: its words; sha256: of the quote, taken against the article; says: in English;
    stated: the figure as written; interval: as its own precision reads it, `reading` saying how where that is not
    plain; parts: the figures of a claim with several; recorded: the verdict last recorded; section: the anchor in
    the chapter that settles it.
    """

    id: str
    line: int
    kind: str
    quote: str
    sha256: str
    says: str
    chapter: str
    recorded: str
    stated: str | None = None
    interval: Interval | None = None
    unit: str | None = None
    reading: str | None = None
    parts: tuple[Part, ...] = ()
    figure: str | None = None

    @property
    def figure_stated(self) -> Interval:
        """The interval, for claims that state a single figure. Raises ValueError for the others."""
        if self.interval is None:
            raise ValueError(f"{self.id} states no single figure")
        return self.interval

    @property
    def anchor(self) -> str:
        """The permanent anchor of the passage that settles the claim."""
        return f"claim-{self.id}"


def _interval(entry: dict[str, Any]) -> Interval | None:
    if "low" not in entry and "high" not in entry:
        return None
    return Interval(
        entry.get("low", -math.inf),
        entry.get("high", math.inf),
        entry.get("low_open", False),
        entry.get("high_open", False),
    )


def _claim(entry: dict[str, Any], where: str) -> Claim:
    if entry["kind"] not in KINDS:
        raise InputError(f"{where}: kind {entry['kind']!r} is none of {', '.join(KINDS)}")
    parts = []
    for part in entry.get("parts", ()):
        stated = given(_interval(part), f"{where}: the interval of {part['name']!r}")
        parts.append(Part(part["name"], stated, part["unit"]))
    copied = ("id", "line", "kind", "quote", "sha256", "says", "chapter", "stated", "unit", "reading", "figure")
    return Claim(
        **{field: entry[field] for field in copied if field in entry},
        interval=_interval(entry),
        parts=tuple(parts),
        recorded=entry["verdict"],
    )


def read(text: str, file: str = "claims.toml") -> Register[Claim]:
    """The claims in a TOML text, by id. Raises InputError where it is malformed."""
    return Register("claim", by_id(_claim, parse_toml(text, file).get("claim"), file))

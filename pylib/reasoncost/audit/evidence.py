"""Public evidence about the claims: what a source outside the article says, where, and with what reservations."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from reasoncost.interval import Interval
from reasoncost.records import Register, by_id, given, nearest, parse_toml
from reasoncost.units import InputError

Support = bool | Literal["partly"]
KINDS = ("primary", "secondary", "reporting")
"""primary: whoever did or measured it says so; secondary: someone else's account of it; reporting: the press."""

DATED = ("published", "seen")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LOCATOR = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one public source says about one or several claims.

    supports: True where it states what the claim states, False where it states the contrary, "partly" where it bears
    on the claim without settling it (the note says how); independent: False where it goes back to the authors of the
    audited analysis; statement: what the source says, in our words; value, low, high, unit: its figure, if it gives
    one; numbers: further figures by name, the unit in the name; url, or repository and path: where it stands;
    date: year, year-month or full, of publication or, where that is unknown, of the day it was seen (`dated`);
    bib: its key in the bibliography.
    """

    id: str
    claims: tuple[str, ...]
    supports: Support
    statement: str
    source: str
    date: str
    kind: str
    note: str = ""
    dated: str = "published"
    independent: bool = True
    url: str | None = None
    repository: str | None = None
    path: str | None = None
    bib: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def interval(self) -> Interval | None:
        """The figure as an interval: from low to high, or the value alone; None where the source gives none."""
        if self.low is not None or self.high is not None:
            low, high = -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high
            return Interval(low, high)
        return None if self.value is None else Interval.point(self.value)

    @property
    def figure(self) -> float:
        """The value. Raises InputError where the source gives none."""
        return given(self.value, f"{self.id}: value")

    @property
    def bounds(self) -> tuple[float, float]:
        """The low and high end. Raises InputError where the source gives none."""
        return given(self.low, f"{self.id}: low"), given(self.high, f"{self.id}: high")

    def number(self, name: str) -> float:
        """The further figure of that name. Raises InputError with the nearest names where there is none."""
        if name not in self.numbers:
            raise InputError(f"{self.id}: no number is called {name!r}{nearest(name, self.numbers)}")
        return self.numbers[name]


def _wrong(entry: Evidence) -> str | None:
    """What is wrong with an entry, in a few words, or None."""
    if not IDENTIFIER.fullmatch(entry.id):
        return "the id is not lower-case words joined by hyphens"
    if not entry.claims:
        return "it names no claim"
    if entry.supports not in (True, False, "partly"):
        return f'supports is {entry.supports!r}, not true, false or "partly"'
    if entry.kind not in KINDS:
        return f"kind {entry.kind!r} is none of {', '.join(KINDS)}"
    if entry.dated not in DATED:
        return f"dated {entry.dated!r} is none of {', '.join(DATED)}"
    if not DATE.fullmatch(entry.date):
        return f"date {entry.date!r} is not a year, year-month or year-month-day"
    if (entry.repository is None) != (entry.path is None):
        return "repository and path go together"
    if entry.url is None and entry.repository is None:
        return "it needs a url, or a repository and path"
    if entry.url is not None and not LOCATOR.fullmatch(entry.url):
        return f"url {entry.url!r} is not an http address"
    ordered = [bound for bound in (entry.low, entry.value, entry.high) if bound is not None]
    if ordered and entry.unit is None:
        return "a figure needs a unit"
    if ordered != sorted(ordered):
        return "low, value and high are out of order"
    if not all(isinstance(number, int | float) for number in entry.numbers.values()):
        return "numbers must be numbers"
    return None


def _evidence(fields: dict[str, Any], where: str) -> Evidence:
    claims = fields.pop("claim")
    numbers = MappingProxyType(fields.pop("numbers", {}))
    entry = Evidence(claims=(claims,) if isinstance(claims, str) else tuple(claims), numbers=numbers, **fields)
    wrong = _wrong(entry)
    if wrong:
        raise InputError(f"{where}: {wrong}")
    return entry


def read(text: str, file: str = "evidence.toml") -> Register[Evidence]:
    """The evidence in a TOML text, by id. Raises InputError where it is malformed."""
    return Register("evidence", by_id(_evidence, parse_toml(text, file).get("evidence"), file))

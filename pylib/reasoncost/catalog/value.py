"""A sourced value: a number that cannot exist without its unit, its source and its date."""

import re
from dataclasses import dataclass

from reasoncost.units import InputError

UNITS = frozenset({
    "FLOP", "FLOP/s", "GPU-hour", "OP/s", "USD/million tokens", "USD/month", "W", "accelerator", "answer",
    "byte", "byte/s", "day", "decade", "failure", "hour", "label", "millisecond", "month", "parameter", "problem",
    "ratio", "solution", "token", "token/s",
})  # fmt: skip
"""The units a catalog entry may carry: bases, their quotients, and nouns for what is counted.

A `decade` is a factor of ten; `ratio` is a plain number; `OP/s` counts integer operations.
"""

UNSOURCED = "unsourced"
"""The source of a value that a user gave without one. No value of the package has it."""

_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_DATE = re.compile(rf"{_DAY}(/{_DAY})?")


def is_date(text: object) -> bool:
    """Whether `text` is YYYY, YYYY-MM, YYYY-MM-DD, or two of these joined by a slash (an interval)."""
    return isinstance(text, str) and _DATE.fullmatch(text) is not None


@dataclass(frozen=True)
class Value:
    """One number of the catalog.

    `value` is in `unit` (one of UNITS). `source` names what was read, `date` when the value held: the date
    the source prints or was released on; for an undated page the year in which it was read; "A/B" from A to B.
    `low` and `high` bound the readings that other sources or an interval estimate allow.
    A user's own value may be without source and date: its source is UNSOURCED.
    `confirmed` is False where the value could not be confirmed; `note` then says why.
    """

    value: float
    unit: str
    source: str
    date: str
    note: str = ""
    low: float | None = None
    high: float | None = None
    confirmed: bool = True

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise InputError(f"unit {self.unit!r} is not known; known are {', '.join(sorted(UNITS))}")
        if not self.source.strip():
            raise InputError("source is empty")
        if not is_date(self.date) and not self.unsourced:
            raise InputError(f"date {self.date!r} is not YYYY, YYYY-MM, YYYY-MM-DD or an interval A/B of these")
        if self.low is not None and self.low > self.value:
            raise InputError(f"low {self.low!r} is above the value {self.value!r}")
        if self.high is not None and self.high < self.value:
            raise InputError(f"high {self.high!r} is below the value {self.value!r}")
        if not self.confirmed and not self.note:
            raise InputError("an unconfirmed value needs a note that says why")

    @property
    def unsourced(self) -> bool:
        """Whether it was given without a source."""
        return self.source == UNSOURCED

"""What an accelerator costs an hour: rents, and estimates of what owning it costs."""

from dataclasses import dataclass
from functools import cache

from reasoncost.catalog import files
from reasoncost.catalog.accelerator import accelerator
from reasoncost.catalog.value import is_date
from reasoncost.interval import Interval
from reasoncost.records import Register, Table, build
from reasoncost.units import InputError

FILE = "rents.toml"
KINDS = ("on-demand", "reserved", "TCO")
"""Rented by the hour; rented for a term; owned: hardware, hosts, power, building and capital, by the hour."""


@dataclass(frozen=True)
class Rent:
    """USD an hour for one accelerator, its share of host and network included.

    `value` is a single figure or a median; `low` and `high` bound what the source's providers ask or its other cases
    cost. Where only the bounds were seen, `value` is None. `confirmed` is False where the figure stands for another or
    could not be confirmed; `note` then says why.
    """

    accelerator: str
    kind: str
    source: str
    date: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    confirmed: bool = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"kind: must be one of {', '.join(KINDS)}, not {self.kind!r}")
        if not self.source.strip() or not is_date(self.date):
            raise InputError("source must not be empty and date must be YYYY, YYYY-MM or YYYY-MM-DD")
        if self.value is None and (self.low is None or self.high is None):
            raise InputError("value: may be missing only where low and high are given")
        figures = [figure for figure in (self.low, self.value, self.high) if figure is not None]
        if figures != sorted(figures) or not figures[0] > 0:
            raise InputError("low, value and high must rise, and be above 0")
        if not self.confirmed and not self.note:
            raise InputError("an unconfirmed rent needs a note that says why")

    @property
    def usd_per_hour(self) -> Interval:
        """From the lowest to the highest figure of the source, USD an hour."""
        figures = [figure for figure in (self.low, self.value, self.high) if figure is not None]
        return Interval(figures[0], figures[-1])


def parse(tables: Table, file: str = FILE) -> Register[tuple[Rent, ...]]:
    """Rents by accelerator, in the file's order, from the TOML tables of `file`."""
    rents = {}
    for name, rows in tables.items():
        where = f"{file}: {name}"
        if not isinstance(rows, list):
            raise InputError(f"{where}: expected an array of rents")
        if accelerator(name).name != name:
            raise InputError(f"{where}: is an alias of {accelerator(name).name}")
        rents[name] = tuple(build(Rent, {**row, "accelerator": name}, where) for row in rows)
    return Register("rented accelerator", rents)


@cache
def all_rents() -> Register[tuple[Rent, ...]]:
    """All rents of the catalog, by accelerator."""
    return parse(files.read_toml(FILE))


def rents(name: str) -> tuple[Rent, ...]:
    """What was seen of the hourly cost of the accelerator `name`, if anything; unknown names raise InputError."""
    return all_rents().get(accelerator(name).name, ())

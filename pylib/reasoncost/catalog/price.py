"""List prices of tokens, as dated price tables showed them, and of subscriptions."""

from dataclasses import dataclass
from functools import cache

from reasoncost.catalog import files
from reasoncost.catalog.value import Value, is_date
from reasoncost.records import Register, Table, build, named, part
from reasoncost.units import InputError

FILE = "prices.toml"
UNIT = "USD/million tokens"
ARTICLE_MONTH = "2024-12"
"""The month whose prices are meant unless another is asked for."""


@dataclass(frozen=True)
class Price:
    """List price of one model over one period, in USD per million tokens.

    `seen` is the ISO interval between the first and the last observation; `cached_input` is None where the
    tables of the period list none.
    """

    name: str
    seen: str
    input: Value
    output: Value
    cached_input: Value | None
    note: str = ""


@dataclass(frozen=True)
class _Period:
    """One period of the data file, before its figures become values."""

    seen: str
    input: float
    output: float
    sources: tuple[str, ...]
    cached_input: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        first, _, last = self.seen.partition("/")
        if not is_date(self.seen) or len(first) != len(last) or len(last) != len("YYYY-MM-DD") or first > last:
            raise InputError(f"seen: {self.seen!r} is not YYYY-MM-DD/YYYY-MM-DD, first day first")
        for name, number in (("input", self.input), ("output", self.output), ("cached_input", self.cached_input)):
            if number is not None and not number > 0:
                raise InputError(f"{name}: must be above 0, not {number!r}")
        if not self.sources:
            raise InputError("sources is empty")


def parse(tables: Table, file: str = FILE) -> Register[tuple[Price, ...]]:
    """Prices by model name, oldest period first, from the TOML tables of `file`."""
    history = {}
    for name, table in part(tables, "token", dict, file).items():
        where = f"{file}: token: {name}"
        if not isinstance(table, list):
            raise InputError(f"{where}: expected an array of periods")
        periods = [build(_Period, raw, where) for raw in table]
        history[name] = tuple(_price(name, period) for period in sorted(periods, key=lambda period: period.seen))
    return Register("model with a price", history)


def _price(name: str, period: _Period) -> Price:
    def value(number: float) -> Value:
        return Value(number, UNIT, "; ".join(period.sources), period.seen, period.note)

    cached = None if period.cached_input is None else value(period.cached_input)
    return Price(name, period.seen, value(period.input), value(period.output), cached, period.note)


@cache
def price_history() -> Register[tuple[Price, ...]]:
    """All periods of every model's list price, oldest first, by model name."""
    return parse(files.read_toml(FILE))


def price(name: str, on: str = ARTICLE_MONTH) -> Price:
    """The list price of the model `name` on the date `on` (a day, month or year).

    A date between two observations of one period counts as seen; a date that no period covers, or that a change of
    price makes ambiguous, raises InputError.
    """
    if not is_date(on) or "/" in on:
        raise InputError(f"date {on!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    history = price_history().find(name)
    matching = [entry for entry in history if _covers(entry.seen, on)]
    if len(matching) == 1:
        return matching[0]
    seen = ", ".join(f"{entry.input.value:g}/{entry.output.value:g} in {entry.seen}" for entry in history)
    problem = "more than one price" if matching else "no price"
    raise InputError(f"price of model {name!r}: {problem} was seen on {on}; seen were {seen}")


def _covers(seen: str, on: str) -> bool:
    first, last = (date[: len(on)] for date in seen.split("/"))
    return first <= on <= last


@cache
def prices(on: str = ARTICLE_MONTH) -> Register[Price]:
    """The list prices of all models that have exactly one on the date `on`, by model name."""
    seen = {name: [entry for entry in history if _covers(entry.seen, on)] for name, history in price_history().items()}
    return Register("price", {name: entries[0] for name, entries in seen.items() if len(entries) == 1})


@cache
def subscriptions() -> Register[Value]:
    """Monthly prices of subscriptions in USD, by name."""
    tables = part(files.read_toml(FILE), "subscription", dict, FILE)
    return Register("subscription", named(Value, tables, f"{FILE}: subscription"))


def subscription(name: str) -> Value:
    """The monthly price of the subscription `name`, e.g. "chatgpt-plus"; unknown names raise InputError."""
    return subscriptions().find(name)

"""Published measurements of throughput, step time, kernels, cache capacity and token counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from reasoncost.catalog import files
from reasoncost.catalog.accelerator import accelerator
from reasoncost.catalog.value import UNITS, is_date
from reasoncost.records import Table, build, by_id, given, named, nearest, part
from reasoncost.units import InputError

FILE = "measurements.json"

KINDS = MappingProxyType(
    {
        "throughput": "output tokens per second of the whole system, batch chosen by the engine",
        "static": "output tokens per second of the whole system at a stated batch",
        "step": "milliseconds per output token of one sequence at a stated batch",
        "bandwidth": "tokens per second of one sequence (or byte/s of a kernel) where memory bandwidth binds",
        "kernel": "FLOP/s of an attention kernel",
        "prefill": "input tokens per second of a node",
        "capacity": "tokens of cache that a started engine can hold, whole system",
        "tokens": "output tokens per answer, or their ratio between two sorts of model",
    }
)
"""What is measured, by kind."""

FLAGS = MappingProxyType(
    {
        "multi-token": "a step emits more than one token, so no bound on a step binds the time per token",
        "simulated": "part of the run was simulated",
        "cache-replicated": "every accelerator of the group holds the whole latent cache",
        "disaggregated": "prefill and decoding run on separate workers; the figures are those of decoding",
        "second-hand": "transcribed from a figure by others",
        "derived": "computed from published figures, as the note says",
    }
)
"""What a reader must know before using a row."""


@dataclass(frozen=True)
class Measurement:
    """One published measurement: `value` in `unit`, of a kind in KINDS.

    `model` names the catalog's model of the same shapes, `published_model` the one that was measured. `weights` and
    `cache` are number formats; `cache_assumed` says that the source prints none and the engine's default is given.
    `accelerator` is a name of the catalog where it has the part. Lengths are tokens per sequence: `context_tokens` is
    the mean context during decoding (`context_assumed`: taken as input plus half the output or so, not printed) or,
    for kernels, the sequence length. `batch` counts sequences; `load` describes the requests where the engine chose.
    `details` are further figures by name with unit. `date` may be an interval; `date_note` says where it is not the
    day of the measurement. `confirmed` is False where the source's version is not known or the row is second hand.
    """

    id: str
    group: str
    kind: str
    value: float
    unit: str
    source: str
    date: str
    model: str | None = None
    published_model: str | None = None
    weights: str | None = None
    cache: str | None = None
    cache_assumed: bool = False
    accelerator: str | None = None
    accelerators: int | None = None
    parallelism: str | None = None
    input_tokens: float | None = None
    output_tokens: float | None = None
    context_tokens: float | None = None
    context_assumed: bool = False
    batch: float | None = None
    load: str | None = None
    software: str | None = None
    flags: tuple[str, ...] = ()
    details: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    date_note: str = ""
    note: str = ""
    confirmed: bool = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"kind {self.kind!r} is not one of {', '.join(KINDS)}")
        if self.unit not in UNITS:
            raise InputError(f"unit {self.unit!r} is not known; known are {', '.join(sorted(UNITS))}")
        if not self.value > 0:
            raise InputError(f"value must be above 0, not {self.value!r}")
        if not is_date(self.date):
            raise InputError(f"date {self.date!r} is not YYYY, YYYY-MM, YYYY-MM-DD or an interval A/B of these")
        for flag in self.flags:
            if flag not in FLAGS:
                raise InputError(f"flag {flag!r} is not one of {', '.join(FLAGS)}")

    def number(self, field: str) -> float:
        """The number in a field that may be empty, e.g. "input_tokens". Raises InputError where it is."""
        value: float | None = getattr(self, field)
        return given(value, f"{self.id}: {field}")


@dataclass(frozen=True)
class LeftOut:
    """A published figure that was collected but is not among the measurements, and why."""

    id: str
    reason: str
    source: str


@dataclass(frozen=True)
class _Source:
    """Where rows come from."""

    source: str
    note: str = ""
    confirmed: bool = True


def parse(table: Table, file: str = FILE) -> tuple[Measurement, ...]:
    """Measurements from the JSON table of `file`; a row names its source by key."""
    sources = named(_Source, part(table, "sources", dict, file), f"{file}: sources")

    def measurement(row: dict[str, Any], where: str) -> Measurement:
        if row.get("source") not in sources:
            raise InputError(f"{where}: source: {row.get('source')!r} is not among the sources")
        origin = sources[row["source"]]
        text = f"{origin.source} ({origin.note})" if origin.note else origin.source
        return build(Measurement, row | {"source": text, "confirmed": origin.confirmed}, where)

    return tuple(by_id(measurement, part(table, "measurements", list, file), file).values())


@cache
def _all() -> tuple[Measurement, ...]:
    return parse(files.read_json(FILE))


def measurements(**filters: object) -> tuple[Measurement, ...]:
    """The published measurements whose fields equal the filters, e.g. kind="step", model="deepseek-r1".

    Filters are named as the fields of Measurement; text is compared regardless of letter case, accelerators also by
    their aliases, and `flags` asks for one flag. A filter that no row at all satisfies raises InputError.
    """
    rows = _all()
    names = [field.name for field in fields(Measurement)]
    chosen = rows
    for name, wanted in filters.items():
        if name not in names:
            raise InputError(f"measurements have no field {name!r}{nearest(name, names)}")
        wanted = _part_name(wanted) if name == "accelerator" else wanted
        matching = {row.id for row in rows if _matches(row, name, wanted)}
        if not matching:
            known = {str(item): None for row in rows for item in _items(row, name) if item is not None}
            raise InputError(f"no measurement has {name} {wanted!r}{nearest(str(wanted), known)}")
        chosen = tuple(row for row in chosen if row.id in matching)
    return chosen


def _items(row: Measurement, name: str) -> tuple[object, ...]:
    item = getattr(row, name)
    return item if isinstance(item, tuple) else (item,)


def _matches(row: Measurement, name: str, wanted: object) -> bool:
    if not isinstance(wanted, str):
        return wanted in _items(row, name)
    return wanted.casefold() in (item.casefold() for item in _items(row, name) if isinstance(item, str))


def _part_name(name: object) -> object:
    try:
        return accelerator(str(name)).name
    except InputError:
        return name  # a part that was measured but is not in the catalog


@cache
def measurements_left_out() -> tuple[LeftOut, ...]:
    """The collected figures that are not among the measurements, each with its reason."""
    rows = part(files.read_json(FILE), "left_out", list, FILE)
    return tuple(build(LeftOut, raw, f"{FILE}: left_out") for raw in rows)

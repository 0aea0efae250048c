"""Accelerators: memory, bandwidth, dense peak rates, links, and the scale-up domain they are sold in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from reasoncost.catalog import files
from reasoncost.catalog.value import Value, is_date
from reasoncost.units import InputError

FILE = "accelerators.toml"


@dataclass(frozen=True)
class Host:
    """How many `cpus` (sockets) serve how many `accelerators` in one node; None where not confirmed."""

    accelerators: int
    source: str
    date: str
    cpus: int | None = None
    note: str = ""
    confirmed: bool = True

    def __post_init__(self) -> None:
        if not self.source or not is_date(self.date):
            raise InputError("source must not be empty and date must be YYYY, YYYY-MM or YYYY-MM-DD")
        if self.cpus is None and (self.confirmed or not self.note):
            raise InputError("a host without cpus must be unconfirmed and say why")


@dataclass(frozen=True)
class Accelerator:
    """One accelerator; every figure is per accelerator.

    `hbm_label`: capacity in bytes as its label says, in the label's own unit ("80 GB" = 80e9, "96 GiB" = 96 * 2**30).
    `hbm_reported`: bytes the device itself reports, where seen. The two differ because labels in GB are binary in
    effect; no code mixes them. `bandwidth`: memory bandwidth in byte/s. `peak`: dense rates (no sparsity) by
    precision, FLOP/s (OP/s for int8). `scale_up`: accelerators in one scale-up domain. `link_bandwidth`: byte/s that
    one accelerator can send inside that domain, one direction. `power`: W. `host`: CPUs per node.
    """

    name: str
    title: str
    vendor: str
    hbm_label: Value
    bandwidth: Value
    peak: Mapping[str, Value]
    scale_up: Value
    aliases: tuple[str, ...] = ()
    hbm_reported: Value | None = None
    link_bandwidth: Value | None = None
    power: Value | None = None
    host: Host | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        expected = {
            "hbm_label": "byte",
            "hbm_reported": "byte",
            "bandwidth": "byte/s",
            "link_bandwidth": "byte/s",
            "scale_up": "accelerator",
            "power": "W",
        }
        for field, unit in expected.items():
            value = getattr(self, field)
            if value is not None and (value.unit != unit or value.value <= 0):
                raise InputError(f"{field}: must be above 0 and in {unit}, not {value.value!r} {value.unit}")
        for precision, value in self.peak.items():
            unit = "OP/s" if precision.startswith("int") else "FLOP/s"
            if value.unit != unit:
                raise InputError(f"peak: {precision}: must be in {unit}, not {value.unit}")

    @property
    def hbm_label_bytes(self) -> int:
        """Capacity in bytes by the label."""
        return int(self.hbm_label.value)

    @property
    def hbm_reported_bytes(self) -> int | None:
        """Capacity in bytes as the device reports it; None where no report was seen."""
        return None if self.hbm_reported is None else int(self.hbm_reported.value)

    def peak_flops(self, precision: str) -> float:
        """Dense peak rate in FLOP/s (OP/s for int8) at `precision`; an unsupported one raises InputError."""
        if precision not in self.peak:
            raise InputError(f"{self.name} has no {precision!r} peak rate; it has {', '.join(self.peak)}")
        return self.peak[precision].value


def parse(tables: files.Table, file: str = FILE) -> Mapping[str, Accelerator]:
    """Accelerator records by name from the TOML tables of `file`."""

    def peaks(raw: object, where: str) -> Mapping[str, Value]:
        if not isinstance(raw, Mapping) or not raw:
            raise InputError(f"{where}: expected a table of precisions")
        return MappingProxyType({key: files.value(item, f"{where}: {key}") for key, item in raw.items()})

    convert = {
        "hbm_label": files.value,
        "hbm_reported": files.value,
        "bandwidth": files.value,
        "peak": peaks,
        "scale_up": files.value,
        "link_bandwidth": files.value,
        "power": files.value,
        "host": lambda raw, where: files.build(Host, raw, where, {}),
        "aliases": files.strings,
        "notes": files.strings,
    }
    return MappingProxyType(
        {
            name: files.build(Accelerator, {"name": name, **table}, f"{file}: {name}", convert)
            for name, table in tables.items()
        }
    )


@cache
def accelerators() -> Mapping[str, Accelerator]:
    """All accelerators of the catalog by name."""
    return parse(files.read_toml(FILE))


def accelerator(name: str) -> Accelerator:
    """The accelerator called `name` or by an alias ("H100" is "H100-SXM"); unknown names raise InputError."""
    also = {alias: record.name for record in accelerators().values() for alias in record.aliases}
    return files.find(accelerators(), name, "accelerator", also)

"""Accelerators: memory, bandwidth, dense peak rates, links, and the scale-up domain they are sold in."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from reasoncost.catalog import files, user
from reasoncost.catalog.formats import number_format
from reasoncost.catalog.value import Value, is_date
from reasoncost.records import Register, Table, build, given
from reasoncost.units import InputError

KIND, FILE = "accelerator", "accelerators.toml"
MOST = 1e30
"""No figure of an accelerator is as large, in its unit."""


@dataclass(frozen=True)
class Host:
    """How many `cpus` (sockets) serve how many `accelerators` in one node; None where not confirmed.

    `cores`: of all these CPUs together, None where not seen.
    """

    accelerators: int
    source: str
    date: str
    cpus: int | None = None
    cores: int | None = None
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
    one accelerator can send inside that domain, one direction. `scale_out`: byte/s that it can send out of that domain,
    over the network, one direction. `power`: W. `host`: CPUs per node.
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
    scale_out: Value | None = None
    power: Value | None = None
    host: Host | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        expected = {
            "hbm_label": "byte",
            "hbm_reported": "byte",
            "bandwidth": "byte/s",
            "link_bandwidth": "byte/s",
            "scale_out": "byte/s",
            "scale_up": "accelerator",
            "power": "W",
        }
        for field, unit in expected.items():
            value = getattr(self, field)
            if value is not None:
                _check(value, unit, field)
        if self.scale_up.value % 1 or (self.scale_up.high or 0) % 1:
            raise InputError(f"scale_up: must be a whole number, not {self.scale_up.value!r}")
        if not self.peak:
            raise InputError("peak: must name a precision")
        for precision, value in self.peak.items():
            number_format(precision)
            _check(value, "OP/s" if precision.startswith("int") else "FLOP/s", f"peak: {precision}")

    @property
    def unsourced(self) -> tuple[str, ...]:
        """The fields, and the precisions of peak rates, that were given without a source."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values |= {f"peak {precision}": value for precision, value in self.peak.items()}
        return tuple(name for name, value in values.items() if isinstance(value, Value) and value.unsourced)

    @property
    def cores(self) -> float:
        """CPU cores beside each accelerator. Raises InputError where they are not known."""
        host = given(self.host, f"{self.name}: host")
        return given(host.cores, f"{self.name}: host: cores") / host.accelerators

    def number(self, field: str) -> float:
        """The figure in a field, e.g. "link_bandwidth", in the field's unit. Raises InputError where none was seen."""
        value = getattr(self, field, None)
        if not isinstance(value, Value):
            raise InputError(f"{self.name}: {field} is not known")
        return value.value

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


def _check(value: Value, unit: str, where: str) -> None:
    if value.unit != unit or not 0 < value.value < MOST:
        raise InputError(f"{where}: must be above 0 and in {unit}, not {value.value!r} {value.unit}")


def accelerators() -> Register[Accelerator]:
    """All accelerators of the catalog by name: the package's, and then those on the user's search path.

    Raises InputError for a name or an alias that stands twice.
    """
    return _accelerators(user.files())


@cache
def _accelerators(paths: tuple[Path, ...]) -> Register[Accelerator]:
    own = files.register(KIND, Accelerator, FILE)
    if not paths:
        return own
    known = dict(own)
    places = {name.casefold(): FILE for record in own.values() for name in (record.name, *record.aliases)}
    for path, name, table in ((file, *entry) for file in paths for entry in user.tables(file).items()):
        record = of_user(name, table, path)
        for called in (name, *(record.aliases if record else ())):
            if called.casefold() in places:
                raise InputError(f"{path}: {called} stands in {places[called.casefold()]} too")
            places[called.casefold()] = str(path)
        if record:
            known[name] = record
    return Register(KIND, known)


def of_user(name: str, table: Table, path: Path) -> Accelerator | None:
    """The accelerator that a table of a user's file describes; None where it only counts one of the catalog.

    The title may be left out, and the vendor. Raises InputError that names file and field.
    """
    if "accelerator" in table:
        return None
    own = {field: item for field, item in table.items() if field != "count"}
    return build(Accelerator, {"title": name, "vendor": "", **own, "name": name}, f"{path}: {name}")


def accelerator(name: str) -> Accelerator:
    """The accelerator called `name` or by an alias ("H100" is "H100-SXM"); unknown names raise InputError."""
    return accelerators().find(name)

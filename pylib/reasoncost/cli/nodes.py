"""`reasoncost nodes`: the accelerators of the catalog as whole nodes, with sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reasoncost.cli.records import add_list, plain
from reasoncost.units import GB, TB, TERA

if TYPE_CHECKING:
    from reasoncost.catalog import Node, Rent, Value


def add_to(commands: Any) -> None:
    """Add the command."""
    add_list(commands, "nodes", "the accelerators of the catalog as whole nodes, with sources", _text, _table)


def _table(node: Node) -> dict[str, Any]:
    from reasoncost.catalog import rents

    return {**plain(node), "rents": plain(rents(node.accelerator.name))}


def _text(node: Node) -> str:
    from reasoncost.catalog import rents

    part = node.accelerator
    lines = [f"{node.name}  ({node.count} x {part.title}; for each:)"]
    lines.append(_line("memory by label", part.hbm_label, GB, "GB"))
    if part.hbm_reported:
        lines.append(_line("memory as reported", part.hbm_reported, GB, "GB"))
    lines.append(_line("memory bandwidth", part.bandwidth, TB, "TB/s"))
    for precision, rate in part.peak.items():
        unit = "TOP/s" if rate.unit == "OP/s" else "TFLOP/s"
        lines.append(_line(f"{precision}, dense", rate, TERA, unit))
    if part.link_bandwidth:
        lines.append(_line("links, one direction", part.link_bandwidth, GB, "GB/s"))
    if part.scale_out:
        lines.append(_line("network, one direction", part.scale_out, GB, "GB/s"))
    if part.power:
        lines.append(_line("power", part.power, 1, "W"))
    if part.host:
        cpus = "not confirmed" if part.host.cpus is None else part.host.cpus
        doubt = "" if part.host.confirmed else f" [{part.host.note}]"
        lines.append(f"    CPUs for {part.host.accelerators}: {cpus}{doubt}  source: {part.host.source}")
    lines += [_rent(rent) for rent in rents(part.name)]
    lines += [f"    note: {note}" for note in part.notes]
    return "\n".join(lines)


def _line(name: str, value: Value, scale: int, unit: str) -> str:
    bounds = [f"{bound / scale:g}" for bound in (value.low, value.high) if bound is not None]
    others = f" (elsewhere {' to '.join(bounds)})" if bounds else ""
    doubt = "" if value.confirmed else f" [not confirmed: {value.note}]"
    return f"    {name}: {value.value / scale:g} {unit}{others}{doubt}  source: {value.source}"


def _rent(rent: Rent) -> str:
    low, high = rent.usd_per_hour.low, rent.usd_per_hour.high
    across = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    doubt = "" if rent.confirmed else "not confirmed; "
    return f"    {rent.kind}, an hour: {across} USD ({rent.date}; {doubt}{rent.note})  source: {rent.source}"

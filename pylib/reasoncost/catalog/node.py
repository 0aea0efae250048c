"""Nodes: a number of like accelerators in one scale-up domain or several."""

import re
from dataclasses import dataclass
from functools import cache

from reasoncost.catalog.accelerator import Accelerator, accelerator, accelerators
from reasoncost.records import Register
from reasoncost.units import InputError

_COUNTED = re.compile(r"(\d+)\s*[x×]\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Node:
    """`count` accelerators of one kind in so many equal scale-up `domains`: fast links inside, the network between."""

    name: str
    accelerator: Accelerator
    count: int
    domains: int = 1


def node(name: str) -> Node:
    """The node called `name`: "8xH100" is eight accelerators, "GB200-NVL72" alone the whole scale-up domain.

    More than one domain holds are several whole domains: "16xH100" is two of eight. Raises InputError for an unknown
    accelerator, a count of 0, and a count beyond one domain that leaves a domain incomplete.
    """
    match = _COUNTED.fullmatch(name.strip()) if isinstance(name, str) else None
    record = accelerator(match[2] if match else name)
    count = int(match[1]) if match else int(record.scale_up.value)
    return Node(f"{count}x{record.name}" if match else record.name, record, count, _domains(record, count, name))


def _domains(record: Accelerator, count: int, name: str) -> int:
    """The scale-up domains of so many accelerators."""
    domain = int(record.scale_up.high or record.scale_up.value)
    if count < 1 or (count > domain and count % domain):
        sold = f"1 to {domain} per scale-up domain, and in whole domains beyond"
        raise InputError(f"node {name!r}: {record.name} comes in {sold}, not {count}")
    return max(1, count // domain)


@cache
def nodes() -> Register[Node]:
    """The whole scale-up domain of every accelerator, by name."""
    whole = (
        Node(f"{record.scale_up.value:.0f}x{name}", record, int(record.scale_up.value))
        for name, record in accelerators().items()
    )
    return Register("node", {entry.name: entry for entry in whole})

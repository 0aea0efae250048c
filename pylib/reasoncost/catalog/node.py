"""Nodes: a number of like accelerators that share one scale-up domain."""

import re
from dataclasses import dataclass
from functools import cache

from reasoncost.catalog.accelerator import Accelerator, accelerator, accelerators
from reasoncost.records import Register
from reasoncost.units import InputError

_COUNTED = re.compile(r"(\d+)\s*[x×]\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Node:
    """`count` accelerators of one kind."""

    name: str
    accelerator: Accelerator
    count: int


def node(name: str) -> Node:
    """The node called `name`: "8xH100" is eight accelerators, "GB200-NVL72" alone the whole scale-up domain.

    An unknown accelerator, a count of 0, or more accelerators than one domain holds raise InputError.
    """
    match = _COUNTED.fullmatch(name.strip()) if isinstance(name, str) else None
    record = accelerator(match[2] if match else name)
    domain = record.scale_up.high or record.scale_up.value
    count = int(match[1]) if match else int(record.scale_up.value)
    if not 1 <= count <= domain:
        raise InputError(f"node {name!r}: {record.name} comes in 1 to {domain:.0f} per scale-up domain, not {count}")
    return Node(f"{count}x{record.name}" if match else record.name, record, count)


@cache
def nodes() -> Register[Node]:
    """The whole scale-up domain of every accelerator, by name."""
    whole = (
        Node(f"{record.scale_up.value:.0f}x{name}", record, int(record.scale_up.value))
        for name, record in accelerators().items()
    )
    return Register("node", {entry.name: entry for entry in whole})

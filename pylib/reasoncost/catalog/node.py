"""Nodes: a number of like accelerators in one scale-up domain or several."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reasoncost.catalog import user
from reasoncost.catalog.accelerator import Accelerator, accelerator, accelerators, of_user
from reasoncost.records import Register, Table, build
from reasoncost.units import InputError

_COUNTED = re.compile(r"(\d{1,9})\s*[x×]\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Node:
    """`count` accelerators of one kind in so many equal scale-up `domains`: fast links inside, the network between."""

    name: str
    accelerator: Accelerator
    count: int
    domains: int = 1


@dataclass(frozen=True)
class _Counted:
    """What a user's table says of a node: an accelerator's name, and how many."""

    accelerator: str
    count: int


def node(name: str) -> Node:
    """The node called `name`: "8xH100" is eight accelerators, "GB200-NVL72" alone the whole scale-up domain.

    More than one domain holds are several whole domains: "16xH100" is two of eight. A name that ends in .toml is a
    user's file of one node. Raises InputError for an unknown accelerator, a count of 0, a count beyond one domain that
    leaves a domain incomplete, and a file that describes no node or several.
    """
    if isinstance(name, str) and name.casefold().endswith(".toml"):
        return _of_file(Path(name))
    match = _COUNTED.fullmatch(name.strip()) if isinstance(name, str) else None
    if match:
        record = accelerator(match[2])
        return _of(f"{match[1]}x{record.name}", record, int(match[1]), f"node {name!r}")
    declared = _declared(user.files())
    if isinstance(name, str) and name.casefold() in declared:
        return declared[name.casefold()]
    record = accelerator(name)
    return declared.get(record.name.casefold()) or _whole(record.name, record)


def nodes() -> Register[Node]:
    """All nodes by name: the whole scale-up domain of every accelerator, and those that the user's files count."""
    whole = (_whole(f"{record.scale_up.value:.0f}x{name}", record) for name, record in accelerators().items())
    return Register("node", {entry.name: entry for entry in (*whole, *_declared(user.files()).values())})


def _whole(name: str, record: Accelerator) -> Node:
    return Node(name, record, int(record.scale_up.value))


def _of(name: str, record: Accelerator, count: int, where: str) -> Node:
    """So many accelerators, in as many scale-up domains as they fill."""
    domain = int(record.scale_up.high or record.scale_up.value)
    if count < 1 or (count > domain and count % domain):
        sold = f"1 to {domain} per scale-up domain, and in whole domains beyond"
        raise InputError(f"{where}: {record.name} comes in {sold}, not {count}")
    return Node(name, record, count, max(1, count // domain))


@cache
def _declared(paths: tuple[Path, ...]) -> Mapping[str, Node]:
    """The nodes that tables on the user's search path count, by name in lower case."""
    known = accelerators()
    counted = (_counted(name, table, path, known) for path in paths for name, table in _counting(path).items())
    return {entry.name.casefold(): entry for entry in counted}


def _counting(path: Path) -> dict[str, Table]:
    return {name: table for name, table in user.tables(path).items() if "count" in table or "accelerator" in table}


def _counted(name: str, table: Table, path: Path, known: Register[Accelerator]) -> Node:
    """The node that a table with a count describes, of an accelerator of its own or of a known one."""
    where = f"{path}: {name}"
    own = of_user(name, table, path)
    counted = build(_Counted, {"accelerator": name, "count": table.get("count")} if own else table, where)
    try:
        record = own or known.find(counted.accelerator)
    except InputError as fault:
        raise InputError(f"{where}: accelerator: {fault}") from None
    if counted.count > 10**9:
        raise InputError(f"{where}: count: must be at most 1,000,000,000, not {counted.count}")
    return _of(name, record, counted.count, f"{where}: count")


def _of_file(path: Path) -> Node:
    """The node that a user's file describes, which may stand anywhere: the table that counts, or the only table."""
    tables, counting = user.tables(path), _counting(path)
    chosen = counting or tables
    if len(chosen) > 1:
        raise InputError(
            f"{path}: describes {', '.join(chosen)}: a node's file counts one; put its folder on {user.SEARCH_PATH}"
        )
    ((name, table),) = chosen.items()
    records = {name: of_user(name, table, path) for name, table in tables.items()}
    beside = {other: record for other, record in records.items() if record}
    if counting:
        return _counted(name, table, path, Register("accelerator", {**accelerators(), **beside}))
    return _whole(name, beside[name])

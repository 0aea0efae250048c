"""The data files of the catalog."""

from collections.abc import Callable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from reasoncost import records
from reasoncost.records import Record, Register, Table


def data_file(name: str) -> Traversable:
    """The data file or folder `name`."""
    return resources.files("reasoncost.catalog") / "data" / name


@cache
def read_toml(name: str) -> Table:
    """The TOML data file `name` as nested tables."""
    return records.parse_toml(data_file(name).read_text(encoding="utf-8"), name)


@cache
def read_json(name: str) -> Table:
    """The JSON data file `name`, an object at its top."""
    return records.parse_json(data_file(name).read_text(encoding="utf-8"), name)


def register(kind: str, make: Callable[..., Record], name: str) -> Register[Record]:
    """The records of the dataclass `make` in the TOML data file `name`; `kind` is what an error calls one."""
    return Register(kind, records.named(make, read_toml(name), name))

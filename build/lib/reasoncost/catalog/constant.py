"""Published constants that belong to no model, accelerator or price."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from reasoncost.catalog import files
from reasoncost.catalog.value import Value

FILE = "constants.toml"


def parse(tables: files.Table, file: str = FILE) -> Mapping[str, Value]:
    """Constants by name from the TOML tables of `file`."""
    return MappingProxyType({name: files.value(table, f"{file}: {name}") for name, table in tables.items()})


@cache
def constants() -> Mapping[str, Value]:
    """All constants of the catalog by name."""
    return parse(files.read_toml(FILE))


def constant(name: str) -> Value:
    """The constant called `name`, e.g. "llama-3.1-405b-training-flops"; unknown names raise InputError."""
    return files.find(constants(), name, "constant")

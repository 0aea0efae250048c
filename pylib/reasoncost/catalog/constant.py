"""Published constants that belong to no model, accelerator or price."""

from functools import cache

from reasoncost.catalog import files
from reasoncost.catalog.value import Value
from reasoncost.records import Register, given


@cache
def constants() -> Register[Value]:
    """All constants of the catalog by name."""
    return files.register("constant", Value, "constants.toml")


def constant(name: str) -> Value:
    """The constant called `name`, e.g. "llama-3.1-405b-training-flops"; unknown names raise InputError."""
    return constants().find(name)


def number(name: str) -> float:
    """The number of the constant called `name`, in its unit; unknown names raise InputError."""
    return constant(name).value


def bounds(name: str) -> tuple[float, float]:
    """The low and high reading of the constant called `name`. Raises InputError where it has none."""
    value = constant(name)
    return given(value.low, f"constant {name!r}: low"), given(value.high, f"constant {name!r}: high")

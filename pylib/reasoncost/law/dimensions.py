"""The dimension check: a law's own body, called with quantities of the pint units library."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

import pint

from reasoncost.law.core import unchecked

if TYPE_CHECKING:
    from reasoncost.law.core import Law
    from reasoncost.law.notation import Parameter


class DimensionError(ValueError):
    """A law whose terms or result do not have the units it declares."""


@functools.cache
def registry() -> Any:
    """Units with the bases byte, FLOP, second and USD; tokens and other counts have no dimension."""
    units: Any = pint.UnitRegistry(None)
    for definition in (
        "second = [time] = s",
        "byte = [memory]",
        "FLOP = [work]",
        "USD = [money]",
        "hour = 3600 * second",
        "token = []",
        "Mtoken = 1000000 * token",
    ):
        units.define(definition)
    return units


def _unit(text: str) -> Any:
    return registry().parse_units("" if text == "1" else text)


def _probe(p: Parameter, place: int) -> float:
    """A value inside the domain of the parameter at that place; no two alike, so that differences are not zero."""
    return (p.low + p.high) / 2 if p.high < float("inf") else p.low + 3 + place


def _probes(law: Law) -> list[float]:
    """A value for each parameter: rising or falling along them, whichever the law has a value at.

    A condition over several parameters, such as top_k < experts, mostly asks for one of these orders.
    """
    rising = [_probe(p, place) for place, p in enumerate(law.parameters)]
    falling = [_probe(p, -place) for place, p in enumerate(law.parameters, 1 - len(law.parameters))]
    return next((values for values in (rising, falling) if law.admits(*values)), rising)


def check(law: Law) -> None:
    """Raise DimensionError unless the body accepts its declared units and gives the declared unit, in size too."""
    units, probes = (_unit(p.unit) for p in law.parameters), _probes(law)
    given = [registry().Quantity(value, unit) for value, unit in zip(probes, units, strict=True)]
    try:
        result = registry().Quantity(law.body(*given)) * registry().Quantity(1, _unit(law.coefficient))
    except pint.DimensionalityError as error:
        raise DimensionError(f"{law.name}: {error}") from error
    wanted = _unit(law.unit)
    if result.dimensionality != wanted.dimensionality:
        raise DimensionError(f"{law.name} gives {result.units or '1'}, not the declared {law.unit}")
    # Quantities convert where they meet, numbers do not: hours added to seconds agree in dimension and differ in value.
    with unchecked():
        computed, converted = law.body(*probes), result.to(wanted).magnitude
    if not math.isclose(computed, converted, rel_tol=1e-9):
        raise DimensionError(f"{law.name} computes {computed}, but with units {converted} {law.unit}")

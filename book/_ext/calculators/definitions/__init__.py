"""The calculators of the book: a module each, which says so by its CALCULATOR."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from calculators.spec import Calculator


@cache
def calculators() -> dict[str, Calculator]:
    """Every calculator by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found: list[Calculator] = [module.CALCULATOR for module in modules if hasattr(module, "CALCULATOR")]
    return {calculator.name: calculator for calculator in found}

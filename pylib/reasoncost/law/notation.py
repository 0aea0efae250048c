"""The notation: what each parameter name means, its mathematical symbol, its unit and its domain, once for all laws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named quantity that laws take: its symbol (LaTeX), unit, meaning, and the values it may have."""

    name: str
    symbol: str
    unit: str
    meaning: str
    low: float = 0
    high: float = float("inf")
    low_open: bool = False
    high_open: bool = False

    def admits(self, value: Any) -> Any:
        """Whether `value` lies in the domain; elementwise for arrays. NaN never does."""
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above & below

    @property
    def domain(self) -> str:
        """The domain as an interval, for messages and tables."""
        left, right = "(" if self.low_open else "[", ")" if self.high_open or self.high == float("inf") else "]"
        return f"{left}{self.low:g}, {'∞' if self.high == float('inf') else f'{self.high:g}'}{right}"

    def sympy(self) -> Any:
        """The SymPy symbol, positive where the domain is."""
        from sympy import Symbol

        return Symbol(self.symbol, positive=True) if self.low >= 0 else Symbol(self.symbol, real=True)


_NOTATION: dict[str, Parameter] = {}


def refuse_line_break(symbol: str, name: str) -> None:
    """Raise ValueError where a symbol holds two backslashes: a line break in LaTeX, and in a raw string a slip."""
    if r"\\" in symbol:
        raise ValueError(f"the symbol {symbol} of {name!r} has two backslashes, a line break")


def define(name: str, symbol: str, unit: str, meaning: str, **domain: Any) -> None:
    """Add a name to the notation. Raises ValueError where the name or its symbol is taken."""
    refuse_line_break(symbol, name)
    if name in _NOTATION:
        raise ValueError(f"the notation has {name!r} already")
    if symbol in (taken := {parameter.symbol: parameter.name for parameter in _NOTATION.values()}):
        raise ValueError(f"the symbol {symbol!r} of {name!r} already stands for {taken[symbol]!r}")
    _NOTATION[name] = Parameter(name, symbol, unit, meaning, **domain)


def notation() -> dict[str, Parameter]:
    """Every defined parameter by name, in the order of definition."""
    return dict(_NOTATION)


def parameter(name: str) -> Parameter:
    """The definition of one name. Raises ValueError where the notation lacks it."""
    try:
        return _NOTATION[name]
    except KeyError:
        raise ValueError(f"{name!r} is not in the notation (laws/notation.py)") from None


def symbols(*names: str) -> Any:
    """The SymPy symbols of the named parameters: one symbol for one name, a tuple for several."""
    named = tuple(parameter(name).sympy() for name in names)
    return named[0] if len(named) == 1 else named

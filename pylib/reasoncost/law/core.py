"""A law: one function in plain arithmetic, with the symbol and unit of its result and its source."""

from __future__ import annotations

import contextlib
import functools
import inspect
import math
import textwrap
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from reasoncost.law.notation import Parameter, parameter, refuse_line_break
from reasoncost.law.ops import is_array, is_precise, is_symbolic
from reasoncost.units import InputError

Quantity: TypeAlias = Any
"""What a law takes and gives: a number, an array, a SymPy expression, or a pint quantity."""


class NoValueError(InputError):
    """A law was asked for a value outside its domain."""


# Whether this thread is inside a law already. The outermost law has made the values plain and found them in its domain;
# laws that its body calls take what they get. Nothing is checked twice, and beside arrays a number stays NumPy's, whose
# division by zero is infinite; an inner law would turn it back into Python's, which raises.
_nested = threading.local()


@contextlib.contextmanager
def unchecked() -> Iterator[None]:
    """Laws called inside, on this thread, take their values as they are: for code that calls often on known input.

    Outside its domain a law may then give any number.
    """
    before = getattr(_nested, "law", False)
    _nested.law = True
    try:
        yield
    finally:
        _nested.law = before


def _units(parameters: tuple[Parameter, ...], unit: str) -> str:
    """The last paragraph of a law's docstring."""
    return textwrap.fill(f"Given {', '.join(f'{p.name} [{p.unit}]' for p in parameters)}; gives [{unit}].", 116)


class Law:
    """A formula that is written once.

    Called with numbers it computes (Python integers stay exact, mpmath numbers keep their digits); with arrays it
    broadcasts (integers become float64); with SymPy symbols the same body returns the expression. Outside its domain
    it raises NoValueError for numbers and gives nan in arrays; it never gives a complex number.
    """

    def __init__(
        self,
        body: Callable[..., Quantity],
        *,
        symbol: str,
        unit: str,
        source: str,
        coefficient: str = "1",
        domain: Callable[..., Any] | None = None,
    ) -> None:
        refuse_line_break(symbol, body.__name__)
        self.signature = inspect.signature(body)
        self.parameters: tuple[Parameter, ...] = tuple(parameter(name) for name in self.signature.parameters)
        # On the body, so that whatever looks at the function behind the law, as an API page does, finds the units too.
        body.__doc__ = f"{inspect.cleandoc(body.__doc__ or '')}\n\n{_units(self.parameters, unit)}"
        functools.update_wrapper(self, body)
        self.body = body
        self.name = body.__name__
        self.symbol = symbol
        self.unit = unit
        self.source = source
        self.coefficient = coefficient
        """The unit of the body's bare numbers: FLOP where 4 x heads x ... counts FLOPs, hour/second in 3600 seconds."""
        self._domain = domain
        self._stable: Callable[..., Quantity] | None = None

    def numeric(self, stable: Callable[..., Quantity]) -> Callable[..., Quantity]:
        """Declare the numerically stable evaluation for floats and arrays; a test must hold it to the body."""
        self._stable = stable
        return stable

    def admits(self, *values: Quantity) -> Any:
        """Whether the condition over all parameters holds; elementwise for arrays."""
        return self._domain is None or self._domain(*values)

    def __call__(self, *args: Quantity, **kwargs: Quantity) -> Quantity:
        """Evaluate; see the class for what comes back. Raises InputError outside the domain and for text."""
        values = self._bind(args, kwargs)
        if getattr(_nested, "law", False):
            return self._evaluator(values)(*values)
        _nested.law = True
        try:
            return self._outer(values)
        finally:
            _nested.law = False

    def _bind(self, args: tuple[Quantity, ...], kwargs: dict[str, Quantity]) -> list[Quantity]:
        if not kwargs and len(args) == len(self.parameters):
            return list(args)
        try:
            bound = self.signature.bind(*args, **kwargs)
        except TypeError as error:
            raise InputError(f"{self.name}{self.signature_text}: {error}") from None
        bound.apply_defaults()
        return list(bound.arguments.values())

    @property
    def signature_text(self) -> str:
        """The parameter names, as they are called."""
        return f"({', '.join(p.name for p in self.parameters)})"

    def _evaluator(self, values: list[Quantity]) -> Callable[..., Quantity]:
        if self._stable is None:
            return self.body
        exact = any(is_symbolic(value) or is_precise(value) or isinstance(value, Fraction) for value in values)
        return self.body if exact else self._stable

    def _outer(self, values: list[Quantity]) -> Quantity:
        if any(is_symbolic(value) for value in values) or any(hasattr(value, "dimensionality") for value in values):
            return self.body(*values)
        values = [self._plain(p, value) for p, value in zip(self.parameters, values, strict=True)]
        if any(is_array(value) for value in values):
            return self._over_arrays(values)
        return self._over_numbers(values)

    def _plain(self, p: Parameter, value: Quantity) -> Quantity:
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, list | tuple):
            value = np.asarray(value)
        if is_array(value):
            if value.dtype.kind not in "iuf":
                raise InputError(f"{self.name}: {p.name} must hold numbers, not {value.dtype}")
            return value.astype(np.float64) if value.dtype.kind in "iu" else value
        if isinstance(value, bool) or not (isinstance(value, int | float | Fraction) or is_precise(value)):
            raise InputError(f"{self.name}: {p.name} must be a number, not {value!r}")
        return value

    def _over_numbers(self, values: list[Quantity]) -> Quantity:
        for p, value in zip(self.parameters, values, strict=True):
            if not p.admits(value):
                raise NoValueError(f"{self.name}: {p.name} must lie in {p.domain}, not {value}")
        if not self.admits(*values):
            raise self._no_value(values)
        try:
            result = self._evaluator(values)(*values)
        except InputError:
            raise
        except (ArithmeticError, ValueError) as error:
            raise self._no_value(values, f": {error}") from None
        if isinstance(result, np.generic):
            result = result.item()
        if isinstance(result, complex) or (isinstance(result, float) and math.isnan(result)):
            raise self._no_value(values)
        return result

    def _no_value(self, values: list[Quantity], reason: str = "") -> NoValueError:
        given = ", ".join(f"{p.name}={value}" for p, value in zip(self.parameters, values, strict=True))
        return NoValueError(f"{self.name} has no value at {given}{reason}")

    def _over_arrays(self, values: list[Quantity]) -> Quantity:
        with np.errstate(all="ignore"):
            given = [value if is_array(value) else np.float64(value) for value in values]
            outside = None
            for i, p in enumerate(self.parameters):
                inside = p.admits(given[i])
                if isinstance(inside, np.ndarray | np.generic) and inside.all():
                    continue
                outside = ~inside if outside is None else outside | ~inside
                given[i] = np.where(inside, given[i], math.nan)
            result = self._evaluator(given)(*given)
            if outside is not None:  # nan alone would not do: nan**0 and 1**nan are 1
                result = np.where(outside, math.nan, result)
            if self._domain is not None:
                result = np.where(self._domain(*given), result, math.nan)
            return result

    # The four methods below import inside: SymPy and pint are heavy, and whoever only computes never loads them.

    def expr(self, **fixed: Quantity) -> Any:
        """The SymPy expression in the notation's symbols, some of them replaced by what `fixed` says."""
        from reasoncost.law import symbolic

        return symbolic.expression(self, fixed)

    def latex(self) -> str:
        """The equation, symbol = expression, as LaTeX."""
        from reasoncost.law import symbolic

        return symbolic.equation(self)

    def derivative(self, name: str) -> Any:
        """The SymPy derivative with respect to the named parameter."""
        from reasoncost.law import symbolic

        return symbolic.derivative(self, name)

    def javascript(self) -> str:
        """The law as a JavaScript function whose parameters carry the names used here."""
        from reasoncost.law import symbolic

        return symbolic.javascript(self)

    def check_dimensions(self) -> None:
        """Run the body on quantities with units. Raises DimensionError where terms or result do not agree."""
        from reasoncost.law import dimensions

        dimensions.check(self)

    def __reduce__(self) -> str:
        """Pickle by name, so that a law can be sent to another process."""
        return self.name

    def __repr__(self) -> str:
        return f"<law {self.name}{self.signature_text} in {self.unit}>"


def law(
    *, symbol: str, unit: str, source: str, coefficient: str = "1", domain: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Quantity]], Law]:
    """Make a law of a function.

    symbol: the result in LaTeX; unit: of the result; source: bibliography keys, article lines or "definition";
    coefficient: the unit that bare numbers in the body carry; domain: a condition over all parameters, where the
    domains of the single parameters do not say enough.
    """

    def make(body: Callable[..., Quantity]) -> Law:
        return Law(body, symbol=symbol, unit=unit, source=source, coefficient=coefficient, domain=domain)

    return make

"""A law in SymPy: its expression, equation, derivatives, and the JavaScript printed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy
from sympy.codegen.cfunctions import expm1, log1p
from sympy.printing.codeprinter import PrintMethodNotImplementedError
from sympy.printing.jscode import jscode

from reasoncost.law.notation import parameter
from reasoncost.units import InputError

if TYPE_CHECKING:
    from reasoncost.law.core import Law

_JAVASCRIPT_NAMES = {"log1p": "Math.log1p", "expm1": "Math.expm1"}


def expression(law: Law, fixed: dict[str, Any]) -> Any:
    """The law's body on the notation's symbols; `fixed` replaces some of them. Raises InputError for other names."""
    if unknown := set(fixed) - {p.name for p in law.parameters}:
        raise InputError(f"{law.name}{law.signature_text} has no parameter {', '.join(sorted(unknown))}")
    return sympy.sympify(law.body(*(fixed.get(p.name, p.sympy()) for p in law.parameters)))


def equation(law: Law) -> str:
    """symbol = expression, as LaTeX."""
    return f"{law.symbol} = {sympy.latex(expression(law, {}))}"


def derivative(law: Law, name: str) -> Any:
    """The derivative with respect to one parameter. Raises InputError for a name that the law does not take."""
    if name not in {p.name for p in law.parameters}:
        raise InputError(f"{law.name}{law.signature_text} has no parameter {name}")
    return sympy.diff(expression(law, {}), parameter(name).sympy())


def javascript(law: Law) -> str:
    """A JavaScript function of the law, printed from the SymPy expression with the parameters' code names.

    It takes numbers inside the domain and checks nothing. Raises InputError where JavaScript has no such operation, and
    for binomials and sums of a variable number of terms, which would overflow or cancel in double precision.
    """
    names = {p.sympy(): sympy.Symbol(p.name, real=True) for p in law.parameters}
    body = expression(law, {}).xreplace(names)
    if lacking := sorted({type(term).__name__.lower() for term in body.atoms(sympy.binomial, sympy.Sum)}):
        reason = f"double precision would not do for its {' and '.join(lacking)}"
        raise InputError(f"{law.name} has no JavaScript: {reason}")
    probabilities = {names[p.sympy()] for p in law.parameters if p.high <= 1}
    try:
        printed = jscode(_keeping_digits(body, probabilities), strict=True, user_functions=_JAVASCRIPT_NAMES)
    except PrintMethodNotImplementedError as error:
        raise InputError(f"{law.name} has no JavaScript for {str(error).splitlines()[0].split()[-1]}") from None
    return f"function {law.name}({', '.join(p.name for p in law.parameters)}) {{\n  return {printed};\n}}"


def _keeping_digits(body: Any, probabilities: set[Any]) -> Any:
    """The same expression, in which 1 - (1 - x)^n and log(1 - x) keep the digits of a small probability x."""

    def complement(term: Any) -> bool:
        return bool(term.is_Add and sympy.S.One in term.args and term.free_symbols <= probabilities)

    def some(term: Any) -> Any:
        base, power = (1 - term).args
        return sympy.Piecewise((0, sympy.Eq(power, 0)), (-expm1(power * log1p(base - 1)), True))

    body = body.replace(
        lambda term: isinstance(term, sympy.log) and complement(term.args[0]), lambda term: log1p(term.args[0] - 1)
    )
    return body.replace(lambda term: term.is_Add and (1 - term).is_Pow and complement((1 - term).base), some)

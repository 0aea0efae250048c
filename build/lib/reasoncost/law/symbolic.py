"""A law in SymPy: its expression, equation, derivatives, and the JavaScript printed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy
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

    It takes numbers inside the domain and checks nothing. Raises InputError where JavaScript has no such operation.
    """
    names = {p.sympy(): sympy.Symbol(p.name, real=True) for p in law.parameters}
    try:
        body = jscode(expression(law, {}).xreplace(names), strict=True, user_functions=_JAVASCRIPT_NAMES)
    except PrintMethodNotImplementedError as error:
        raise InputError(f"{law.name} has no JavaScript: {str(error).splitlines()[0]}") from None
    return f"function {law.name}({', '.join(p.name for p in law.parameters)}) {{\n  return {body};\n}}"

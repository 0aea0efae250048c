"""A law's equation on the page: once in symbols, once with places for the values."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping
from typing import Any

import sympy

from calculators.numbers import put_in
from reasoncost.law import Law
from reasoncost.law.plan import Step
from site_extension.mathml import mathml

_PLACE = re.compile(r"<mtext>@(\d+)@</mtext>")


def in_symbols(law: Law) -> str:
    """The law's equation as MathML."""
    return mathml(law.latex(), display=False)


def with_values(step: Step, known: Mapping[str, Any]) -> str:
    """The right side of the equation as MathML, every symbol replaced by its value.

    The value of argument number i stands in an element marked `data-argument="i"`, where the script renews it.
    """
    law = step.law
    names = {p.sympy(): rf"\text{{@{place}@}}" for place, p in enumerate(law.parameters)}
    tex = sympy.latex(law.expr(), symbol_names=names, mul_symbol="dot")

    def value(match: re.Match[str]) -> str:
        argument = step.arguments[int(match[1])]
        number = known.get(argument, math.nan) if isinstance(argument, str) else argument
        return f'<mn data-argument="{match[1]}">{html.escape(put_in(number))}</mn>'

    markup = mathml(f"= {tex}", display=False)
    return re.sub(r' alttext="[^"]*"', "", _PLACE.sub(value, markup))

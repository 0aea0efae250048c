"""How a number is written on the page; the script writes it in the same way."""

from __future__ import annotations

from decimal import Decimal

from reasoncost.law.plan import is_finite

NONE = "—"
DIGITS = 6
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def put_in(value: float) -> str:
    """The number as it stands inside a formula: in brackets where it is negative or has a power of ten."""
    text = written(value)
    return f"({text})" if "×" in text or text.startswith("-") else text


def written(value: float) -> str:
    """Six significant digits, grouped by thousands; with a power of ten where it is very large or very small."""
    if not is_finite(value):
        return NONE
    if value != 0 and not 1e-4 <= abs(value) < 1e12:
        digits, exponent = f"{value:.{DIGITS - 1}e}".split("e")
        return f"{digits.rstrip('0').rstrip('.')} × 10{str(int(exponent)).translate(_RAISED)}"
    return f"{Decimal(f'{value:.{DIGITS}g}'):,f}"

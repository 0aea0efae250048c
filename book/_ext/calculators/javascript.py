"""The script of the calculators: laws printed as functions, and what each calculator calls them with."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

import sympy
from sympy.printing.jscode import jscode

from calculators.spec import OTHERWISE, Calculator, Choice, Input, Plot, Shown, Switch
from priceofthought.figures.cite import AUTHORS, SITE, WORK, YEAR
from reasoncost import __version__
from reasoncost.law import Law
from reasoncost.law.plan import AnyStep, FixedPoint, Rule

ADDRESS = f"{SITE}/calculators.html"


def version(law: Law) -> str:
    """The law's name, the library's version, and a digest of the law's expression, which changes when the law does."""
    digest = hashlib.sha256(sympy.srepr(law.expr()).encode()).hexdigest()[:8]
    return f"{law.name} {__version__} ({digest})"


def function(law: Law) -> str:
    """The law as a JavaScript function that gives NaN outside its domain."""
    names = [p.name for p in law.parameters]
    symbols = [sympy.Symbol(name, real=True) for name in names]
    conditions = [test for p in law.parameters if (test := _bounds(p.name, p.low, p.high, p.low_open, p.high_open))]
    joint = law.admits(*symbols)
    if joint is not True:
        conditions.append(f"({jscode(sympy.sympify(joint))})")
    inner = "    ".join(law.javascript().splitlines(keepends=True))
    guard = " && ".join(conditions) or "true"
    return f"  {law.name}: ({', '.join(names)}) => ({guard})\n    ? ({inner})({', '.join(names)})\n    : NaN,"


def _bounds(name: str, low: float, high: float, low_open: bool, high_open: bool) -> str:
    upper = f" && {name} {'<' if high_open else '<='} {high!r}" if high != float("inf") else ""
    return f"{name} {'>' if low_open else '>='} {low!r}{upper}"


def script(calculators: dict[str, Calculator]) -> str:
    """The whole generated script: it defines `window.reasoncostCalculators`."""
    laws = {name: law for calculator in calculators.values() for name, law in calculator.plan.laws.items()}
    functions = "\n".join(function(law) for law in laws.values())
    specified = {name: _data(calculator) for name, calculator in calculators.items()}
    data = json.dumps(specified, ensure_ascii=False, allow_nan=False)
    return (
        "/* Written at build time from the laws of reasoncost. */\n"
        f"window.reasoncostCalculators = {{\nlaws: {{\n{functions}\n}},\n"
        f"address: {json.dumps(ADDRESS)},\ncalculators: {data}\n}};\n"
    )


def _data(calculator: Calculator) -> dict[str, Any]:
    return {
        "title": calculator.title,
        "citation": f"{AUTHORS} ({YEAR}). {calculator.title}, calculator. In: {WORK}, version {__version__}.",
        "laws": [version(law) for law in calculator.plan.laws.values()],
        "inputs": [_input(entry) for entry in calculator.inputs],
        "switches": [_switch(entry) for entry in calculator.switches],
        "choices": [_choice(entry) for entry in calculator.choices],
        "steps": [_step(step) | _shown(calculator.shown.get(step.name)) for step in calculator.plan.steps],
        "verdict": [_rule(rule) for rule in (*calculator.verdict, OTHERWISE)],
        "plot": _plot(calculator.plot),
    }


def _scale(scale: Fraction | int) -> list[int]:
    exact = Fraction(scale)
    return [exact.numerator, exact.denominator]


def _input(entry: Input) -> dict[str, Any]:
    low, high, low_open, high_open = entry.bounds
    return {
        "name": entry.name,
        "gives": entry.gives,
        "label": entry.label,
        "unit": entry.unit,
        "scale": _scale(entry.scale),
        "value": entry.value,
        "low": low,
        "high": None if high == float("inf") else high,
        "lowOpen": low_open,
        "highOpen": high_open,
        "whole": entry.whole,
        "domain": entry.domain,
        "slider": entry.slider,
        "linear": entry.linear,
        "when": entry.when,
    }


def _switch(switch: Switch) -> dict[str, Any]:
    return {"name": switch.name, "value": switch.value, "options": list(switch.options)}


def _choice(choice: Choice) -> dict[str, Any]:
    rows = {key: {"inputs": dict(row.inputs), "switches": dict(row.switches)} for key, row in choice.rows.items()}
    return {"name": choice.name, "value": choice.value, "rows": rows}


def _step(step: AnyStep) -> dict[str, Any]:
    if isinstance(step, FixedPoint):
        inner = [_step(call) for call in step.steps]
        return {"name": step.name, "when": step.when, "trial": step.trial, "bound": step.bound, "steps": inner}
    call = {"law": step.law.name, "arguments": step.arguments, "above": step.above}
    return {"name": step.name, "when": step.when} | call


def _shown(shown: Shown | None) -> dict[str, Any]:
    return {} if shown is None else {"scale": _scale(shown.scale), "unit": shown.unit}


def _rule(rule: Rule) -> dict[str, Any]:
    compared = {"below": rule.below, "leastOf": rule.least_of, "mostOf": rule.most_of}
    return {"says": rule.conclusion, "when": rule.when, "value": rule.value, "missing": rule.missing} | compared


def _plot(plot: Plot) -> dict[str, Any]:
    curves = [{"name": curve.name, "label": curve.label} for curve in plot.curves]
    return {"over": plot.over, "low": plot.low, "high": plot.high, "axis": plot.axis, "curves": curves}

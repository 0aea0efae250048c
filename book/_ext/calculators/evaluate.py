"""A calculator in Python: what the worked example shows, and what the tests hold the generated JavaScript to.

Values are floats, unless the caller brings an arithmetic of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from calculators.spec import AnyStep, Calculator, Rule, Settings, Settled, Step, holds
from reasoncost.law import Law
from reasoncost.units import InputError

Values = dict[str, Any]
"""Inputs and steps by name, in base units; NaN where there is no value."""

Apply = Callable[[Law, tuple[Any, ...]], Any]
"""What calls a law with arguments: `call`, or one in another arithmetic."""


def has_value(number: Any) -> bool:
    """Whether it is a finite number."""
    return bool(abs(number) < math.inf)


def call(law: Law, arguments: tuple[Any, ...]) -> Any:
    """The law's value; NaN outside its domain and for arguments without a value."""
    if not all(map(has_value, arguments)):
        return math.nan
    try:
        return law(*arguments)
    except InputError:
        return math.nan


def base_units(calculator: Calculator, shown: Mapping[str, Any], number: Callable[[Any], Any] = float) -> Values:
    """Inputs in base units from those in shown units; None becomes NaN."""
    given = {one.name: shown[one.name] for one in calculator.inputs}
    scales = {one.name: one.scale for one in calculator.inputs}
    return {name: math.nan if one is None else number(one) * scales[name] for name, one in given.items()}


def run(calculator: Calculator, values: Values, settings: Settings, apply: Apply = call) -> Values:
    """Every input and every step under these settings; `apply` calls a law with arguments."""
    known = dict(values)
    for step in calculator.steps:
        if holds(step.when, settings):
            known[step.name] = _value(step, known, settings, apply)
    return known


def _is_above(step: Step, known: Values) -> bool:
    return all(known[name] > bound for name, bound in step.above.items())


def is_shown(step: AnyStep, known: Values, settings: Settings) -> bool:
    """Whether the page shows the step: under these settings, and above the bounds outside which it says nothing."""
    above = isinstance(step, Settled) or _is_above(step, known)
    return bool(step.label) and holds(step.when, settings) and above


def _value(step: AnyStep, known: Values, settings: Settings, apply: Apply) -> Any:
    if isinstance(step, Settled):
        return _settled(step, known, settings, apply)
    if not _is_above(step, known):
        return math.nan
    return apply(step.law, tuple(known[one] if isinstance(one, str) else one for one in step.arguments))


def _settled(step: Settled, known: Values, settings: Settings, apply: Apply) -> Any:
    """The largest whole batch that its own bound still allows; the bound itself where it allows not even one."""

    def bound(batch: int) -> Any:
        trial = known | {step.trial: batch}
        for inner in step.steps:
            if holds(inner.when, settings):
                trial[inner.name] = _value(inner, trial, settings, apply)
        return trial[step.bound]

    first = bound(1)
    if not first >= 1:
        return first
    low, high = 1, math.floor(first) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if bound(middle) >= middle else (low, middle)
    return low


def verdict(calculator: Calculator, known: Values, settings: Settings) -> str:
    """The sentence of the first rule that applies."""
    return next(rule.says for rule in calculator.verdict if _applies(rule, known, settings))


def _applies(rule: Rule, known: Values, settings: Settings) -> bool:
    if not holds(rule.when, settings):
        return False
    if rule.missing:
        return not has_value(known.get(rule.missing, math.nan))
    if not rule.value:
        return True
    value = known.get(rule.value, math.nan)
    if not has_value(value):
        return False
    if rule.below is not None:
        below = known[rule.below] if isinstance(rule.below, str) else rule.below
        if not value < below:
            return False
    least = all(not value > known.get(name, math.nan) for name in rule.least_of)
    return least and all(not value < known.get(name, math.nan) for name in rule.most_of)

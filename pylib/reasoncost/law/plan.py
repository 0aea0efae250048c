"""A plan: named law calls, from top to bottom, that together compute an answer.

A plan is data and holds no formula. It runs on whatever the laws run on: numbers, exact fractions, mpmath numbers,
arrays, SymPy symbols. What a page or a compiler needs of it stands in its steps.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from reasoncost.law import ops
from reasoncost.law.core import Law, NoValueError
from reasoncost.units import InputError

Amount: TypeAlias = float | int
Condition: TypeAlias = Mapping[str, tuple[str, ...]]
"""Switches, and the settings of which each must have one; an empty condition always holds."""
Settings: TypeAlias = Mapping[str, str]
"""The setting of every switch."""
Values: TypeAlias = dict[str, Any]
"""Inputs and results by name, in base units."""

NO_SETTINGS: Settings = {}


def holds(condition: Condition, settings: Settings) -> bool:
    """Whether the switches are set as the condition asks. Raises InputError for a switch without a setting."""
    if not condition.keys() <= settings.keys():
        raise InputError(f"no setting is given for {', '.join(sorted(condition.keys() - settings))}")
    return all(settings[name] in wanted for name, wanted in condition.items())


def is_finite(number: Any) -> bool:
    """Whether there is a number, and a finite one."""
    return bool(abs(number) < math.inf)


@dataclass(frozen=True)
class Step:
    """A law called with inputs and earlier steps.

    `given` says what a parameter of the law takes where it is not the input or step of the same name: another name,
    or a number. Outside the law's domain, and where something that `above` names is not above the number there, the
    step has no value: NaN. `when` says under which settings it is part of the calculation.
    Raises ValueError where `given` names a parameter that the law does not have.
    """

    name: str
    law: Law
    given: Mapping[str, str | Amount] = field(default_factory=dict)
    above: Mapping[str, Amount] = field(default_factory=dict)
    when: Condition = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := self.given.keys() - {p.name for p in self.law.parameters}:
            raise ValueError(f"{self.name}: {self.law.name} takes no {', '.join(sorted(unknown))}")

    @functools.cached_property
    def arguments(self) -> tuple[str | Amount, ...]:
        """What the law is called with, in its order: names or numbers."""
        return tuple(self.given.get(p.name, p.name) for p in self.law.parameters)

    @functools.cached_property
    def needs(self) -> set[str]:
        """The names it takes values of."""
        return {argument for argument in self.arguments if isinstance(argument, str)} | set(self.above)

    @property
    def law_calls(self) -> tuple[Step, ...]:
        """The law calls inside: itself."""
        return (self,)

    def value(self, known: Mapping[str, Any], settings: Settings) -> Any:
        """The law's value for what is known; under the settings it is part of the calculation."""
        arguments = [known[name] if isinstance(name, str) else name for name in self.arguments]
        try:
            value = self.law(*arguments)
        except NoValueError:
            return math.nan
        for name, bound in self.above.items():
            value = ops.where(known[name] > bound, value, math.nan)
        return value

    def under(self, settings: Settings) -> Step:
        """The step with the conditions that these settings decide taken as met."""
        return replace(self, when=_undecided(self.when, settings))

    def with_numbers(self, numbers: Mapping[str, Amount]) -> Step:
        """The step with numbers in place of names."""
        names = zip(self.law.parameters, self.arguments, strict=True)
        given = {p.name: numbers[name] for p, name in names if isinstance(name, str) and name in numbers}
        return replace(self, given={**self.given, **given})


@dataclass(frozen=True)
class FixedPoint:
    """The largest batch, or any other count, that the bound it sets itself still allows.

    `steps` compute the value called `bound` from a trial value called `trial`, and it falls as the trial value grows.
    The result is the bound at the largest whole trial value that does not exceed its own bound, kept below the next
    whole number; where not even 1 is allowed, it is the bound at 1.
    """

    name: str
    trial: str
    bound: str
    steps: tuple[Step, ...]
    when: Condition = field(default_factory=dict)

    @functools.cached_property
    def needs(self) -> set[str]:
        """The names it takes values of."""
        needed = set().union(*(step.needs for step in self.steps))
        return needed - {self.trial} - {step.name for step in self.steps}

    @property
    def above(self) -> Mapping[str, Amount]:
        """A fixed point has no guard of its own."""
        return {}

    @property
    def law_calls(self) -> tuple[Step, ...]:
        """The law calls inside."""
        return self.steps

    def value(self, known: Mapping[str, Any], settings: Settings) -> Any:
        """The fixed point for what is known. Raises InputError for SymPy expressions."""
        steps = [step for step in self.steps if holds(step.when, settings)]

        def bound(trial: Any) -> Any:
            inner = {**known, self.trial: trial}
            for step in steps:
                inner[step.name] = step.value(inner, settings)
            return inner[self.bound]

        return largest_self_consistent(bound)

    def under(self, settings: Settings) -> FixedPoint:
        """The fixed point with the conditions that these settings decide taken as met."""
        return replace(self, steps=_kept(self.steps, settings), when=_undecided(self.when, settings))

    def with_numbers(self, numbers: Mapping[str, Amount]) -> FixedPoint:
        """The fixed point with numbers in place of names."""
        return replace(self, steps=tuple(step.with_numbers(numbers) for step in self.steps))


AnyStep: TypeAlias = Step | FixedPoint


def largest_self_consistent(bound: Callable[[Any], Any]) -> Any:
    """The value of a falling bound at the largest whole argument that does not exceed it, by bisection.

    Where the bound at 1 is below 1, has no value or has no end, that is the result. Elementwise where the bound gives
    arrays. Raises InputError where it gives a SymPy expression.
    """
    first = bound(1)
    if ops.is_symbolic(first):
        raise InputError("a fixed point has no closed form: give numbers")
    searched = (first >= 1) & (first < math.inf)
    if not np.any(searched):
        return first
    low, high = 1, ops.where(searched, ops.floor(ops.where(searched, first, 0)) + 1, 1)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        allowed = bound(middle) >= middle
        low, high = ops.where(allowed, middle, low), ops.where(allowed, high, middle)
    # The bound at `low` may be above low + 1, since it counts with what `low` needs; low + 1 needs more and is not
    # allowed. A billionth below it, the result rounds down to `low`, by far more than its last digits are worth.
    return ops.where(searched, ops.minimum(bound(low), low + 1 - 1e-9), first)


@dataclass(frozen=True, eq=False)
class Plan:
    """Steps in the order in which they are computed; each takes inputs and what stands before it.

    Several steps may have one name under settings that exclude each other. Raises ValueError where two of one name do
    not, or where a step needs itself or one that comes after it.
    """

    steps: tuple[AnyStep, ...]

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        for place, step in enumerate(self.steps):
            for other in self.steps[:place]:
                if other.name == step.name and not _exclude(other.when, step.when):
                    raise ValueError(f"{step.name} is computed twice under the same settings")
            if circular := (step.needs & set(names[place:])) - set(names[:place]):
                raise ValueError(f"{step.name} needs {', '.join(sorted(circular))}, which is not computed before it")

    @functools.cached_property
    def results(self) -> frozenset[str]:
        """The names that it computes, under any settings."""
        return frozenset(step.name for step in self.steps)

    @functools.cached_property
    def inputs(self) -> frozenset[str]:
        """The names that it takes values of and does not compute, under any settings."""
        return frozenset().union(*(step.needs for step in self.steps)) - self.results

    @property
    def law_calls(self) -> tuple[Step, ...]:
        """All steps that call a law, those inside fixed points included."""
        return tuple(call for step in self.steps for call in step.law_calls)

    @property
    def laws(self) -> dict[str, Law]:
        """The laws it calls, by name, in the order of first use."""
        return {call.law.name: call.law for call in self.law_calls}

    def run(self, values: Mapping[str, Any], settings: Settings = NO_SETTINGS) -> Values:
        """Every input given and every step that is part of the calculation under the settings.

        Raises InputError for a name that the plan does not take, for one that it needs and lacks, and for a switch
        without a setting.
        """
        if unknown := values.keys() - self.inputs:
            raise InputError(f"the plan takes no {_listed(unknown)}; it takes {_listed(self.inputs)}")
        known = dict(values)
        for step in self.steps:
            if holds(step.when, settings):
                if not known.keys() >= step.needs:
                    raise InputError(f"{step.name} needs {_listed(step.needs - known.keys())}: not given")
                known[step.name] = step.value(known, settings)
        return known

    def pick(self, values: Mapping[str, Any]) -> Values:
        """Those of the values that are inputs of the plan: to give one part of a plan what another takes."""
        return {name: value for name, value in values.items() if name in self.inputs}

    def under(self, settings: Settings) -> Plan:
        """The plan with these switches set: what they exclude is gone, what they allow no longer asks for them."""
        return Plan(_kept(self.steps, settings))

    def taking(self, *names: str, **numbers: Amount) -> Plan:
        """The plan that takes these results as inputs instead of computing them; and numbers in place of names.

        Raises ValueError for a name that is neither result nor input.
        """
        if unknown := {*names, *numbers} - self.results - self.inputs:
            raise ValueError(f"the plan has no {_listed(unknown)}")
        left = (step for step in self.steps if step.name not in {*names, *numbers})
        return Plan(tuple(step.with_numbers(numbers) for step in left))

    def towards(self, *names: str) -> Plan:
        """The part of the plan that these results need. Raises ValueError for a name that it does not compute."""
        if unknown := set(names) - self.results:
            raise ValueError(f"the plan computes no {_listed(unknown)}")
        needed, kept = set(names), []
        for step in reversed(self.steps):
            if step.name in needed:
                needed |= step.needs
                kept.append(step)
        return Plan(tuple(reversed(kept)))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _exclude(first: Condition, second: Condition) -> bool:
    """Whether no settings meet both conditions."""
    return any(not set(wanted) & set(second[name]) for name, wanted in first.items() if name in second)


def _undecided(condition: Condition, settings: Settings) -> Condition:
    return {name: wanted for name, wanted in condition.items() if name not in settings}


def _kept(steps: tuple[Any, ...], settings: Settings) -> tuple[Any, ...]:
    """The steps that the settings leave, freed of the conditions that they decide."""
    decided = ({name: wanted for name, wanted in step.when.items() if name in settings} for step in steps)
    return tuple(
        step.under(settings) for step, condition in zip(steps, decided, strict=True) if holds(condition, settings)
    )


@dataclass(frozen=True)
class Rule:
    """A conclusion, and when it follows from what a plan computed.

    It follows under the settings of `when`: if `missing` has no value; or if `value` has one that is below `below`,
    not above any of `least_of` and not below any of `most_of`, each of which is a name or a number; with neither,
    always. Of several rules the first that applies is the answer.
    """

    conclusion: str
    value: str = ""
    missing: str = ""
    below: str | Amount | None = None
    least_of: tuple[str | Amount, ...] = ()
    most_of: tuple[str | Amount, ...] = ()
    when: Condition = field(default_factory=dict)

    def applies(self, known: Mapping[str, Any], settings: Settings) -> bool:
        """Whether it does, for numbers."""

        def number(name: str | Amount) -> Any:
            return known.get(name, math.nan) if isinstance(name, str) else name

        if not holds(self.when, settings):
            return False
        if self.missing:
            return not is_finite(number(self.missing))
        if not self.value:
            return True
        value = number(self.value)
        if not is_finite(value) or (self.below is not None and not value < number(self.below)):
            return False
        # A comparison with what has no value is no obstacle: a bound that does not apply does not bind.
        least = all(not value > number(name) for name in self.least_of)
        return least and all(not value < number(name) for name in self.most_of)


def conclusion(rules: Iterable[Rule], known: Mapping[str, Any], settings: Settings) -> str | None:
    """The conclusion of the first rule that applies; None where none does."""
    return next((rule.conclusion for rule in rules if rule.applies(known, settings)), None)

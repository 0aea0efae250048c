"""What a calculator is: inputs, choices that fill them, a plan, what it shows of it, and the sentence that sums it up.

A calculator holds no formula. Every number it shows comes from its plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from reasoncost.law import Parameter, notation
from reasoncost.law.plan import Amount, AnyStep, Condition, Plan, Rule, Settings, Values, conclusion, holds


@dataclass(frozen=True)
class Input:
    """A number the reader gives, in the unit that is shown; `scale` base units make one of these.

    It gives the plan's input of that name, or the one called `parameter`, under the settings of `when`. The domain of
    the notation's entry of that name bounds it; `low` and `high` bound it further. `value` is the example's, None where
    the example does not use it. Inputs of one `group` fold together. `slider` gives the ends of its slider, which is
    logarithmic unless `linear`.
    """

    name: str
    label: str
    value: Amount | None
    unit: str = ""
    scale: Fraction | int = 1
    parameter: str = ""
    slider: tuple[Amount, Amount] | None = None
    linear: bool = False
    whole: bool = False
    low: Amount | None = None
    high: Amount | None = None
    group: str = ""
    when: Condition = field(default_factory=dict)

    @property
    def gives(self) -> str:
        """The plan's input that it gives the value of."""
        return self.parameter or self.name

    @property
    def notation(self) -> Parameter:
        """The notation's entry: symbol, meaning, domain."""
        return notation()[self.gives]

    @property
    def bounds(self) -> tuple[float, float, bool, bool]:
        """Lowest and highest value in the shown unit, and whether each of them is left out itself."""
        entry = self.notation
        low = float(entry.low / self.scale) if self.low is None else self.low
        high = float(entry.high / self.scale) if self.high is None else self.high
        return low, high, self.low is None and entry.low_open, self.high is None and entry.high_open

    @property
    def domain(self) -> str:
        """The values it may have, in words."""
        low, high, low_open, high_open = self.bounds
        kind = "a whole number" if self.whole else "a number"
        parts = [f"{'above' if low_open else 'from'} {low:g}"]
        if high != float("inf"):
            parts.append(f"{'below' if high_open else 'to'} {high:g}")
        return f"{kind} {' '.join(parts)}"


@dataclass(frozen=True)
class Switch:
    """A setting with named options; it brings in inputs and steps."""

    name: str
    label: str
    options: Mapping[str, str]
    value: str


@dataclass(frozen=True)
class Row:
    """A record that fills inputs (None empties one) and sets switches."""

    title: str
    inputs: Mapping[str, Amount | None]
    switches: Settings = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A list of records; `value` is the example's."""

    name: str
    label: str
    rows: Mapping[str, Row]
    value: str


@dataclass(frozen=True)
class Shown:
    """How a result of the plan stands on the page: in `unit`, of which `scale` base units make one.

    `main` ones stand out.
    """

    label: str
    unit: str = ""
    scale: Fraction | int = 1
    main: bool = False


OTHERWISE = Rule("Not every law has a value for these numbers.")
"""What is said where nothing else is."""


@dataclass(frozen=True)
class Curve:
    """One curve of the plot: a result or an input of the plan, in the unit it is shown in."""

    name: str
    label: str


@dataclass(frozen=True)
class Plot:
    """Curves over one input between two values, on logarithmic axes."""

    over: str
    low: Amount
    high: Amount
    curves: tuple[Curve, ...]
    axis: str
    caption: str


@dataclass(frozen=True)
class Calculator:
    """One calculator. `shown`: which results of the plan are shown; `verdict`: rules whose conclusions are sentences.

    Raises ValueError where a name is used twice, or where inputs and plan do not fit.
    """

    name: str
    title: str
    inputs: tuple[Input, ...]
    plan: Plan
    shown: Mapping[str, Shown]
    verdict: tuple[Rule, ...]
    plot: Plot
    choices: tuple[Choice, ...] = ()
    switches: tuple[Switch, ...] = ()
    left_out: str = ""

    def __post_init__(self) -> None:
        taken = [entry.name for entry in (*self.inputs, *self.switches, *self.choices)]
        if clash := {name for name in taken if name in self.plan.results or taken.count(name) > 1}:
            raise ValueError(f"{self.name}: used twice: {', '.join(sorted(clash))}")
        if unlike := self.plan.inputs ^ {entry.gives for entry in self.inputs}:
            raise ValueError(f"{self.name}: only in the plan or only among the inputs: {', '.join(sorted(unlike))}")
        if unknown := self.shown.keys() - self.plan.results:
            raise ValueError(f"{self.name}: shown, but not computed: {', '.join(sorted(unknown))}")

    @property
    def example(self) -> tuple[dict[str, Amount | None], dict[str, str]]:
        """The example's inputs, in the shown units, and its settings."""
        values = {entry.name: entry.value for entry in self.inputs}
        settings = {switch.name: switch.value for switch in self.switches}
        for choice in self.choices:
            row = choice.rows[choice.value]
            values |= row.inputs
            settings |= row.switches
        return values, settings

    def values(self, given: Mapping[str, Any], settings: Settings, number: Callable[[Any], Any] = float) -> Values:
        """The plan's inputs from those given in the shown units; None becomes NaN."""
        return {
            entry.gives: math.nan if given[entry.name] is None else number(given[entry.name]) * number(entry.scale)
            for entry in self.inputs
            if holds(entry.when, settings)
        }

    def run(self, given: Mapping[str, Any], settings: Settings) -> Values:
        """Everything that the plan computes of inputs given in the shown units."""
        return self.plan.run(self.values(given, settings), settings)

    def sentence(self, known: Mapping[str, Any], settings: Settings) -> str:
        """What is said of the results."""
        return conclusion((*self.verdict, OTHERWISE), known, settings) or ""

    @property
    def rows(self) -> Iterator[tuple[int, AnyStep, Shown]]:
        """The steps whose result is shown, with their place in the plan; several where settings decide among them."""
        for place, step in enumerate(self.plan.steps):
            if step.name in self.shown:
                yield place, step, self.shown[step.name]

"""What a calculator is: inputs, choices that fill them, steps that call laws, and the sentence that sums them up.

A calculator holds no formula. Every number it shows comes from a law called with inputs and with earlier steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reasoncost.law import Law, Parameter, notation

Condition = Mapping[str, tuple[str, ...]]
"""Switches, and the settings of which each must have one; an empty condition always holds."""

Settings = Mapping[str, str]
"""The setting of every switch."""

Amount = float | int
"""A number written in a calculator, or in a record of the catalog."""


def holds(condition: Condition, settings: Settings) -> bool:
    """Whether the switches are set as the condition asks."""
    return all(settings[name] in wanted for name, wanted in condition.items())


@dataclass(frozen=True)
class Input:
    """A number the reader gives, in the unit that is shown; `scale` base units make one of these.

    It stands for the notation's `parameter` (its own name unless given), whose domain bounds it; `low` and `high`
    bound it further. `value` is the example's, None where the example does not use it. `when` says which switches
    bring it in; inputs of one `group` fold together. `slider` gives the ends of its slider, which is logarithmic
    unless `linear`.
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
    def notation(self) -> Parameter:
        """The notation's entry: symbol, meaning, domain."""
        return notation()[self.parameter or self.name]

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
class Step:
    """A law called with inputs and earlier steps.

    `given` says what a parameter of the law takes where it is not the input or step of the same name: another name,
    or a number. It has no value unless what `above` names is above the bound there. A step with a `label` is shown, in
    `unit`, of which `scale` base units make one; `main` ones stand out.
    """

    name: str
    law: Law
    label: str = ""
    unit: str = ""
    scale: Fraction | int = 1
    given: Mapping[str, str | Amount] = field(default_factory=dict)
    above: Mapping[str, Amount] = field(default_factory=dict)
    when: Condition = field(default_factory=dict)
    main: bool = False

    @property
    def arguments(self) -> tuple[str | Amount, ...]:
        """What the law is called with, in its order: names or numbers."""
        return tuple(self.given.get(p.name, p.name) for p in self.law.parameters)


@dataclass(frozen=True)
class Settled:
    """The largest whole batch that its own bound still allows.

    Where a step reads only the weights that the batch touches, a bound on the batch depends on the batch: `steps`
    compute the value called `bound` from a trial batch called `trial`; it falls as the batch grows. Where it allows
    not even one, it is the answer itself. One with a `label` is shown.
    """

    name: str
    trial: str
    bound: str
    steps: tuple[Step, ...]
    label: str = ""
    when: Condition = field(default_factory=dict)
    unit: str = ""
    scale: int = 1
    main: bool = False


AnyStep = Step | Settled


@dataclass(frozen=True)
class Rule:
    """A sentence. It is said if `missing` has no value; or if `value` has one that is below `below` (a name or a
    number), where given, not above any of `least_of`, and not below any of `most_of`; with neither, always."""

    says: str
    value: str = ""
    missing: str = ""
    below: str | Amount | None = None
    least_of: tuple[str, ...] = ()
    most_of: tuple[str, ...] = ()
    when: Condition = field(default_factory=dict)


OTHERWISE = Rule("Not every law has a value for these numbers.")
"""What is said where nothing else is."""


@dataclass(frozen=True)
class Curve:
    """One curve of the plot: a step, in its own unit."""

    step: str
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
    """One calculator. `verdict` holds rules in order: the first that applies is said."""

    name: str
    title: str
    inputs: tuple[Input, ...]
    steps: tuple[AnyStep, ...]
    verdict: tuple[Rule, ...]
    plot: Plot
    choices: tuple[Choice, ...] = ()
    switches: tuple[Switch, ...] = ()
    left_out: str = ""

    def __post_init__(self) -> None:
        steps = {one.name for one in self.steps} | {one.name for one in self.every_step}
        taken = [one.name for one in (*self.inputs, *self.switches, *self.choices)]
        if clash := {name for name in taken if name in steps or taken.count(name) > 1}:
            raise ValueError(f"{self.name}: used twice: {', '.join(sorted(clash))}")

    @property
    def example(self) -> tuple[dict[str, Amount | None], dict[str, str]]:
        """The example's inputs, in the shown units, and its settings."""
        values = {one.name: one.value for one in self.inputs}
        settings = {one.name: one.value for one in self.switches}
        for choice in self.choices:
            row = choice.rows[choice.value]
            values |= row.inputs
            settings |= row.switches
        return values, settings

    @property
    def every_step(self) -> Iterator[Step]:
        """All steps that call a law, those inside others included."""
        for step in self.steps:
            if isinstance(step, Step):
                yield step
            else:
                yield from step.steps

    @property
    def laws(self) -> dict[str, Law]:
        """The laws it calls, by name, in the order of first use."""
        return {step.law.name: step.law for step in self.every_step}

"""What can be computed about human labels: PRM800K, and people who solved MATH problems."""

from __future__ import annotations

from reasoncost import catalog
from reasoncost.laws.training import labelling_seconds
from reasoncost.units import SECONDS_PER_HOUR

WORK_YEAR_HOURS = 1_800
"""Hours that a person works in a year."""


def solving_seconds() -> float:
    """Time that the people had for one MATH problem."""
    return catalog.number("math-human-hours") * SECONDS_PER_HOUR / catalog.number("math-human-problems")


def label_hours(solutions: float) -> float:
    """Hours of people to label solutions, if checking one takes as long as solving its problem."""
    return float(labelling_seconds(solutions, solving_seconds())) / SECONDS_PER_HOUR


def label_years(solutions: float) -> float:
    """The same in years of one person's work."""
    return label_hours(solutions) / WORK_YEAR_HOURS

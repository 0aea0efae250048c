"""The puzzle that the article put to the models, solved by trying every placement of one pair of parentheses."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from reasoncost.units import InputError


@dataclass(frozen=True, slots=True)
class Placement:
    """An expression with one pair of parentheses put in, and its value."""

    text: str
    value: int


def parse(expression: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers and the operators between them. Raises InputError for anything but whole numbers, `+`, `-`, `*`."""
    if not re.fullmatch(r"\s*\d+(\s*[-+*]\s*\d+)*\s*", expression):
        raise InputError(f"the expression must be whole numbers with +, - or * between them, not {expression!r}")
    return tuple(map(int, re.findall(r"\d+", expression))), tuple(re.findall(r"[-+*]", expression))


def evaluate(numbers: tuple[int, ...], operators: tuple[str, ...]) -> int:
    """The value without parentheses: products before sums and differences."""
    terms = [numbers[0]]
    for sign, number in zip(operators, numbers[1:], strict=True):
        if sign == "*":
            terms[-1] *= number
        else:
            terms.append(number if sign == "+" else -number)
    return sum(terms)


def placements(expression: str) -> tuple[Placement, ...]:
    """Every way to put one pair of parentheses around two or more neighbouring numbers, from left to right."""
    numbers, operators = parse(expression)
    found = []
    for first, last in itertools.combinations(range(len(numbers)), 2):
        inside = evaluate(numbers[first : last + 1], operators[first:last])
        value = evaluate((*numbers[:first], inside, *numbers[last + 1 :]), (*operators[:first], *operators[last:]))
        words = [str(number) for number in numbers]
        words[first], words[last] = f"({words[first]}", f"{words[last]})"
        text = words[0] + "".join(f" {sign} {word}" for sign, word in zip(operators, words[1:], strict=True))
        found.append(Placement(text, value))
    return tuple(found)


def solutions(expression: str, target: int) -> tuple[Placement, ...]:
    """The placements that give the target."""
    return tuple(placement for placement in placements(expression) if placement.value == target)

"""`reasoncost law`: the list of laws, or the value of one."""

from __future__ import annotations

import argparse
from typing import Any

from reasoncost.units import InputError


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("law", help="the laws, or the value of one: reasoncost law NAME key=value ...")
    command.add_argument("name", nargs="?", metavar="NAME", help="a law; the list of all unless given")
    command.add_argument("inputs", nargs="*", metavar="key=value", help="its parameters")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run)


def _number(name: str, text: str) -> int | float:
    plain = text.replace(",", "").replace("_", "")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        raise InputError(f"{name} must be a number, not {text!r}") from None


def _inputs(pairs: list[str]) -> dict[str, int | float]:
    values: dict[str, int | float] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise InputError(f"inputs are written key=value, not {pair!r}")
        if name in values:
            raise InputError(f"{name} is given twice")
        values[name] = _number(name, text)
    return values


def run(given: argparse.Namespace) -> None:
    """List the laws, or evaluate one."""
    from reasoncost.cli import print_json
    from reasoncost.laws import find, registry

    if given.name is None:
        laws = registry().values()
        if given.json:
            print_json(
                [{"name": law.name, "unit": law.unit, "inputs": [p.name for p in law.parameters]} for law in laws]
            )
        else:
            print("\n".join(f"{law.name}{law.signature_text} in {law.unit}" for law in laws))
        return
    law, inputs = find(given.name), _inputs(given.inputs)
    value = law(**inputs)
    if given.json:
        print_json({"name": law.name, "value": value, "unit": law.unit, "inputs": inputs})
    else:
        print(f"{value} {law.unit}" if law.unit != "1" else value)

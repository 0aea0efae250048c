"""The command line: `reasoncost COMMAND ...`, a module per command."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from reasoncost import __version__
from reasoncost.units import InputError

COMMANDS = ("audit", "law", "max-batch", "recover", "models", "nodes", "figures", "cite", "refit")
"""The modules of this package that add commands, in the order of the help."""

EXTRAS = {"sympy": "symbols", "pint": "units", "matplotlib": "figures", "scipy": "refit", "tqdm": "refit"}
"""Packages that only some commands need, and the extra that installs each."""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line; every command module adds itself."""
    top = _Parser(
        prog="reasoncost", description="What reasoning models cost: laws, catalog, and an audit of 64 claims."
    )
    top.add_argument("--version", action="version", version=f"reasoncost {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for name in COMMANDS:
        importlib.import_module(f"{__name__}.{name.replace('-', '_')}").add_to(commands)
    return top


def print_json(value: Any) -> None:
    """Print as JSON, Chinese as it is written."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status: 0, 1 where a check failed, 2 for bad input."""
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given) or 0)
    except InputError as error:
        print(f"reasoncost: {error}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        if package not in EXTRAS:
            raise
        print(f"reasoncost: this needs {package}: pip install 'reasoncost[{EXTRAS[package]}]'", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"reasoncost: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2

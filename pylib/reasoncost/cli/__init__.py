"""The command line: `reasoncost COMMAND ...`, a module per command."""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Any, NoReturn

from reasoncost import __version__
from reasoncost.units import InputError

COMMANDS = ("audit", "law", "max-batch", "model", "cache", "recover", "models", "nodes")
"""The modules of this package that add commands, in the order of the help."""

PLUGINS = "reasoncost.commands"
"""The entry point group by which an installed book adds commands: a module each, as here."""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The whole command line, every command module adding itself; or, where one of COMMANDS is wanted, that alone."""
    top = _Parser(prog="reasoncost", description="What reasoning models cost: laws, catalog, and audits of claims.")
    top.add_argument("--version", action="version", version=f"reasoncost {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        importlib.import_module(f"{__name__}.{name.replace('-', '_')}").add_to(commands)
    if wanted not in COMMANDS:  # looking through all installed packages takes longer than most commands
        for plugin in metadata.entry_points(group=PLUGINS):
            plugin.load().add_to(commands)
    return top


def _extra(package: str) -> str | None:
    """What to ask pip for where a package is missing that only some commands need, from what is installed."""
    books = {plugin.dist.name for plugin in metadata.entry_points(group=PLUGINS) if plugin.dist}
    for distribution in ("reasoncost", *sorted(books)):
        for requirement in metadata.requires(distribution) or ():
            name, extra = re.match(r"[\w-]+", requirement), re.search(r"extra == [\"'](\w+)", requirement)
            if name and extra and name[0] == package:
                return f"{distribution}[{extra[1]}]"
    return None


def print_json(value: Any) -> None:
    """Print as JSON, Chinese as it is written."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status: 0, 1 where a check failed, 2 for bad input."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    given = parser(words[0] if words else None).parse_args(words)
    try:
        return int(given.run(given) or 0)
    except InputError as error:
        print(f"reasoncost: {error}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        extra = _extra(package)
        if extra is None:
            raise
        print(f"reasoncost: this needs {package}: pip install '{extra}'", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"reasoncost: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2

"""Records of the catalog: a command that lists them, as text or as plain JSON values."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def plain(record: Any) -> Any:
    """Dataclasses and mappings as dicts, tuples as lists, everything else as it is."""
    if is_dataclass(record):
        return {field.name: plain(getattr(record, field.name)) for field in fields(record)}
    if isinstance(record, Mapping):
        return {name: plain(item) for name, item in record.items()}
    if isinstance(record, tuple):
        return [plain(item) for item in record]
    return record


def add_list(
    commands: Any, name: str, about: str, text: Callable[[Any], str], table: Callable[[Any], Any] = plain
) -> None:
    """Add the command that lists what the catalog has under its name, as `text` writes it, or as JSON by `table`."""

    def run(given: argparse.Namespace) -> None:
        from reasoncost import catalog
        from reasoncost.cli import print_json

        records = getattr(catalog, name)().values()
        if given.json:
            print_json([table(record) for record in records])
        else:
            print("\n".join(map(text, records)))

    command = commands.add_parser(name, help=about)
    command.add_argument("--json", action="store_true", help="as a JSON list, every field")
    command.set_defaults(run=run)

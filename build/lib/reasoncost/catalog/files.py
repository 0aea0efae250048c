"""Reading the catalog's data files: every fault ends as one line that names file, entry and field."""

import csv
import difflib
import json
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from reasoncost.catalog.value import Value
from reasoncost.units import InputError

DATA = Path(__file__).parent / "data"
"""The directory that holds the data files."""

Table = Mapping[str, Any]
Record = TypeVar("Record")
Part = TypeVar("Part", dict[str, Any], list[Any])


@cache
def read_toml(name: str) -> Table:
    """The TOML data file `name` as nested tables."""
    return parse_toml((DATA / name).read_text(encoding="utf-8"), name)


def parse_toml(text: str, name: str) -> Table:
    """TOML `text` as nested tables; `name` is the file that a fault is reported in."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise InputError(f"{name}: {fault}") from None


@cache
def read_json(name: str) -> Table:
    """The JSON data file `name`, an object at its top."""
    return parse_json((DATA / name).read_text(encoding="utf-8"), name)


def parse_json(text: str, name: str) -> Table:
    """JSON `text`, an object, as nested tables; `name` is the file that a fault is reported in."""
    try:
        table = json.loads(text)
    except json.JSONDecodeError as fault:
        raise InputError(f"{name}: {fault}") from None
    if not isinstance(table, dict):
        raise InputError(f"{name}: expected an object")
    return table


def part(table: Table, key: str, kind: type[Part], where: str) -> Part:
    """The part `key` of `table`, a dict or a list as `kind` says."""
    found = table.get(key)
    if not isinstance(found, kind):
        raise InputError(f"{where}: {key}: expected {'a table' if kind is dict else 'an array'}")
    return found


@cache
def read_csv(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of the CSV data file `name`, each as column name to text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def build(
    make: Callable[..., Record], table: object, where: str, convert: Mapping[str, Callable[[Any, str], Any]]
) -> Record:
    """One record made by the dataclass `make` from a TOML table.

    `convert` maps a field to the function that turns its raw value into the field's (given also where it stands).
    A missing, unknown or invalid field raises InputError: "file: entry: field: what is wrong".
    """
    if not isinstance(table, Mapping):
        raise InputError(f"{where}: expected a table, not {table!r}")
    known = {field.name: field for field in fields(make)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            raise InputError(f"{where}: {key}: unknown field{nearest(key, known)}")
    for key, field in known.items():
        if key not in table and field.default is MISSING and field.default_factory is MISSING:
            raise InputError(f"{where}: {key}: missing")
    for key, raw in table.items():
        if key not in convert and not _fits(raw, known[key].type):
            raise InputError(f"{where}: {key}: {raw!r} is not {_WORDS[known[key].type]}")
    values = {key: convert[key](raw, f"{where}: {key}") if key in convert else raw for key, raw in table.items()}
    try:
        return make(**values)
    except InputError as fault:
        raise InputError(f"{where}: {fault}") from None


_WORDS: Mapping[object, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str | None: "text",
    int | None: "a whole number",
    float | None: "a number",
}
"""The plain types a field may have, and what a fault calls them."""


def _fits(raw: object, kind: object) -> bool:
    allowed = get_args(kind) or (kind,)
    return type(raw) in allowed or (type(raw) is int and float in allowed)


def value(table: object, where: str) -> Value:
    """A sourced value from its TOML table."""
    return build(Value, table, where, {})


def strings(raw: object, where: str) -> tuple[str, ...]:
    """A tuple of strings from a TOML array."""
    if not isinstance(raw, list) or not all(isinstance(item, str) and item.strip() for item in raw):
        raise InputError(f"{where}: expected an array of non-empty strings")
    return tuple(raw)


def nearest(name: str, known: Collection[str]) -> str:
    """ "; did you mean A or B?" for a name that is not known, or "; known are A, B, C" if nothing is near."""
    folded = {key.casefold(): key for key in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    if near:
        return f"; did you mean {' or '.join(folded[key] for key in near)}?"
    return f"; known are {', '.join(known)}"


def find(records: Mapping[str, Record], name: object, kind: str, also: Mapping[str, str] | None = None) -> Record:
    """The record called `name` (or by one of its other names in `also`), regardless of letter case.

    An unknown name raises InputError with the nearest known ones.
    """
    if not isinstance(name, str):
        raise InputError(f"{kind} must be named by a string, not {name!r}")
    names = {key: key for key in records} | dict(also or {})
    folded = {key.casefold(): record for key, record in names.items()}
    if name.casefold() not in folded:
        raise InputError(f"{kind} {name!r} is not in the catalog{nearest(name, names)}")
    return records[folded[name.casefold()]]

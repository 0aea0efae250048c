"""Records in data files: read with faults of one line, kept by name, and found with the nearest names."""

import difflib
import json
import reprlib
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from reasoncost.units import InputError

Table: TypeAlias = Mapping[str, Any]
Record = TypeVar("Record")
Part = TypeVar("Part", dict[str, Any], list[Any])

MOST_NAMES = 40
"""As many known names are listed where none is near."""


def nearest(name: str, known: Collection[str]) -> str:
    """ "; did you mean A or B?" for a name that is not known, or "; known are A, B, C" if nothing is near."""
    folded = {key.casefold(): key for key in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    if near:
        return f"; did you mean {' or '.join(folded[key] for key in near)}?"
    return f"; known are {', '.join(list(known)[:MOST_NAMES])}{' and more' if len(known) > MOST_NAMES else ''}"


class Register(Mapping[str, Record]):
    """Records by name, in the order of their file; `kind` is what an error calls one of them.

    `find` also knows the names in a record's `aliases`. Raises InputError where two records share a name.
    """

    def __init__(self, kind: str, records: Mapping[str, Record]) -> None:
        self._kind = kind
        self._records = dict(records)
        self._aliases = [alias for record in records.values() for alias in getattr(record, "aliases", ())]
        self._names: dict[str, str] = {}
        for name, record in records.items():
            for other in (name, *getattr(record, "aliases", ())):
                if self._names.setdefault(other.casefold(), name) != name:
                    raise InputError(f"{kind} {other!r} stands for {self._names[other.casefold()]} and for {name}")

    def __getitem__(self, name: str) -> Record:
        return self._records[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def find(self, name: object) -> Record:
        """The record of that name or alias, regardless of letter case.

        Raises InputError with the nearest names where there is none.
        """
        if not isinstance(name, str):
            raise InputError(f"{self._kind} must be named by a string, not {name!r}")
        if name.casefold() not in self._names:
            raise InputError(f"no {self._kind} is called {name!r}{nearest(name, [*self._records, *self._aliases])}")
        return self._records[self._names[name.casefold()]]


def given(value: Record | None, what: str) -> Record:
    """The value, which may be missing. Raises InputError, naming `what`, where it is."""
    if value is None:
        raise InputError(f"{what} is not known")
    return value


def shown(raw: Any) -> str:
    """What stands in a data file, short enough for a fault of one line."""
    return reprlib.repr(raw)


def parse_toml(text: str, file: str) -> Table:
    """TOML `text` as nested tables. Raises InputError, naming `file`, where it is malformed."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(f"{file}: is nested too deeply") from None
    except ValueError as fault:  # malformed, or a number too long to convert
        raise InputError(f"{file}: {fault}") from None


def parse_json(text: str, file: str) -> Table:
    """JSON `text`, an object, as nested tables. Raises InputError, naming `file`, where it is malformed."""
    try:
        table = json.loads(text)
    except json.JSONDecodeError as fault:
        raise InputError(f"{file}: {fault}") from None
    if not isinstance(table, dict):
        raise InputError(f"{file}: expected an object")
    return table


def part(table: Table, key: str, kind: type[Part], where: str) -> Part:
    """The part `key` of `table`, a dict or a list as `kind` says. Raises InputError where it is missing or another."""
    content = table.get(key)
    if not isinstance(content, kind):
        raise InputError(f"{where}: {key}: expected {'a table' if kind is dict else 'an array'}")
    return content


def build(make: Callable[..., Record], table: object, where: str) -> Record:
    """One record of the dataclass `make` from a table; the types of its fields say how each is read.

    A field may be text, a number, true or false, a list of texts, a range of two numbers, a record, or a mapping from
    names to any of these. A missing, unknown or invalid field raises InputError: "file: entry: field: what is wrong".
    """
    if not isinstance(table, Mapping):
        raise InputError(f"{where}: expected a table, not {shown(table)}")
    known = {field.name: field for field in fields(make)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            raise InputError(f"{where}: {key}: unknown field{nearest(key, known)}")
    for key, field in known.items():
        if key not in table and field.default is MISSING and field.default_factory is MISSING:
            raise InputError(f"{where}: {key}: missing")
    values = {key: _field(raw, _types(make)[key], f"{where}: {key}") for key, raw in table.items()}
    try:
        return make(**values)
    except InputError as fault:
        raise InputError(f"{where}: {fault}") from None


@cache
def _types(make: Any) -> dict[str, Any]:
    return get_type_hints(make)


_WORDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
"""The plain types of a field, and what a fault calls them."""


def _field(raw: Any, kind: Any, where: str) -> Any:
    """What a field of type `kind` holds for the raw value of a data file."""
    if isinstance(kind, UnionType):
        (kind,) = (member for member in get_args(kind) if member is not NoneType)
    if is_dataclass(kind) and isinstance(kind, type):
        return build(kind, raw, where)
    if kind == tuple[str, ...]:
        if not isinstance(raw, list) or not all(isinstance(item, str) and item.strip() for item in raw):
            raise InputError(f"{where}: expected an array of non-empty strings")
        return tuple(raw)
    if kind == tuple[float, float]:
        numbers = isinstance(raw, list) and len(raw) == 2 and all(type(end) in (int, float) for end in raw)
        if not numbers or not raw[0] < raw[1]:
            raise InputError(f"{where}: expected [lowest, highest], not {shown(raw)}")
        return tuple(raw)
    if get_origin(kind) is Mapping:
        if not isinstance(raw, Mapping):
            raise InputError(f"{where}: expected a table, not {shown(raw)}")
        return MappingProxyType({key: _field(item, get_args(kind)[1], f"{where}: {key}") for key, item in raw.items()})
    if type(raw) is kind or (type(raw) is int and kind is float):
        return raw
    raise InputError(f"{where}: {shown(raw)} is not {_WORDS[kind]}")


def named(make: Callable[..., Record], tables: Table, file: str) -> dict[str, Record]:
    """Records by name from the tables of `file`; the name becomes the field `name` where `make` has one."""
    records = {}
    for name, table in tables.items():
        own = {"name": name} if "name" in _types(make) and isinstance(table, Mapping) else {}
        records[name] = build(make, {**table, **own} if own else table, f"{file}: {name}")
    return records


def by_id(make: Callable[[dict[str, Any], str], Record], rows: object, file: str) -> dict[str, Record]:
    """Records by the `id` of their row in a list of `file`; `make` is given a row and where it stands.

    Raises InputError, naming file and id, where a row is no table, has no id or one that stands already, and where
    `make` misses a key or cannot use a value.
    """
    if not isinstance(rows, list):
        raise InputError(f"{file}: expected a list of tables")
    records: dict[str, Record] = {}
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise InputError(f"{file}: entry {place}: expected a table with an id")
        where = f"{file}: {row['id']}"
        if row["id"] in records:
            raise InputError(f"{where}: the id stands twice")
        try:
            records[row["id"]] = make(dict(row), where)
        except InputError:
            raise
        except KeyError as fault:
            raise InputError(f"{where}: missing field {fault}") from None
        except (TypeError, ValueError) as fault:
            raise InputError(f"{where}: {fault}") from None
    return records

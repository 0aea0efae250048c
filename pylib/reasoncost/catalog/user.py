"""Users' own TOML files of accelerators and nodes: found, read within bounds, values without a source marked."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from reasoncost import records
from reasoncost.catalog.value import UNSOURCED
from reasoncost.records import Table
from reasoncost.units import MB, InputError

SEARCH_PATH = "REASONCOST_CATALOG"
"""The environment variable that names folders whose TOML files the catalog reads after its own."""

MOST_BYTES = MB
MOST_LINE = 10_000
MOST_NAME = 100
MOST_DEPTH = 4
"""Bounds of a file: bytes, characters of a line and of a name, tables inside tables."""


def files() -> tuple[Path, ...]:
    """The files on the search path: folders as it names them, the files of each by name.

    Raises InputError for what is no folder.
    """
    folders = [Path(name) for name in os.environ.get(SEARCH_PATH, "").split(os.pathsep) if name]
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{SEARCH_PATH}: {folder} is not a folder")
    return tuple(path for folder in folders for path in sorted(folder.glob("*.toml")))


def tables(path: Path) -> dict[str, Table]:
    """The tables of a file by name, with values that have no source marked as unsourced.

    Raises InputError, naming the file, where it cannot be read, is no TOML, goes beyond the bounds, holds no
    table, or a name that node names would take for a count.
    """
    parsed = records.parse_toml(_text(path), str(path))
    _check(parsed, str(path))
    for name, table in parsed.items():
        if re.match(r"\d+\s*[x×]", name):
            raise InputError(f"{path}: {name}: a name must not begin as a count does")
        if not isinstance(table, Mapping):
            raise InputError(f"{path}: {name}: expected a table, not {records.shown(table)}")
    if not parsed:
        raise InputError(f"{path}: holds no table")
    return {name: _marked(table) for name, table in parsed.items()}


def _text(path: Path) -> str:
    if not path.is_file():
        raise InputError(f"{path}: is not a file")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise InputError(f"{path}: {fault.strerror}") from None
    if len(content) > MOST_BYTES:
        raise InputError(f"{path}: is larger than {MOST_BYTES:,} bytes")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text") from None
    if max(map(len, text.splitlines()), default=0) > MOST_LINE:
        raise InputError(f"{path}: has a line of more than {MOST_LINE:,} characters")
    return text


def _check(table: Table, where: str, depth: int = 1) -> None:
    for name, item in table.items():
        if len(name) > MOST_NAME or not name.isprintable():
            raise InputError(f"{where}: a name is longer than {MOST_NAME} characters or not printable")
        if isinstance(item, Mapping):
            if depth == MOST_DEPTH:
                raise InputError(f"{where}: {name}: more than {MOST_DEPTH} tables inside one another")
            _check(item, f"{where}: {name}", depth + 1)


def _marked(table: Table) -> Table:
    """The table in which every value without a source says so."""
    inner = {name: _marked(item) if isinstance(item, Mapping) else item for name, item in table.items()}
    return {"source": UNSOURCED, "date": "", **inner} if "value" in inner and "source" not in inner else inner

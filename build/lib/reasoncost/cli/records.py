"""Records of the catalog as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def plain(record: Any) -> Any:
    """Dataclasses and mappings as dicts, tuples as lists, everything else as it is."""
    if is_dataclass(record):
        return {one.name: plain(getattr(record, one.name)) for one in fields(record)}
    if isinstance(record, Mapping):
        return {name: plain(item) for name, item in record.items()}
    if isinstance(record, tuple):
        return [plain(item) for item in record]
    return record

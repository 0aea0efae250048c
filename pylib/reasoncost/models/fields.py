"""Fields of a configuration: read under any of their names, checked, and accounted for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from reasoncost import records
from reasoncost.units import InputError

MOST = 10**8
"""No width or count of a layer's parts is larger."""

SHAPED = re.compile(
    r"attn|attention|head|layer|dim|size|rank|window|kv|cache|expert|moe|hidden|block|conv|state|ssm|index|compress"
    r"|sparse|ratio|share|chunk|lora|width|^n_|num_|group|latent|inner|mlp|ffn|pattern|kernel"
)
"""Names of fields that may have to do with shapes."""

SHARES = re.compile(r"ratio|fraction|expan|ffn|mlp|width")
"""Names of fields that may have to do with shapes where their value is not whole."""

OTHER_MODALITY = re.compile(
    r"vision|image|img|video|audio|speech|media|projector|^mm_|_token_id$|_token_index$|^ignore_"
)
"""Names of fields of encoders beside the language model, and of single tokens."""

PREDICTION = re.compile(r"mtp|nextn")
"""Names of fields of layers that predict more than one token."""


@functools.cache
def _harmless() -> Mapping[str, list[str]]:
    text = resources.files("reasoncost.models").joinpath("harmless.toml").read_text(encoding="utf-8")
    return records.parse_toml(text, "harmless.toml")


@functools.cache
def harmless() -> frozenset[str]:
    """Names of fields that change no cache: the file beside this one says why."""
    return frozenset(name for names in _harmless().values() for name in names)


class Fields:
    """The fields of one table of a configuration, each with several names; what was not asked for is known."""

    def __init__(self, table: Mapping[str, Any], where: str) -> None:
        self._table = table
        self.where = where
        self._asked: set[str] = set()
        self._tables: dict[str, Fields] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def over(self, values: Mapping[str, Any]) -> Fields:
        """These fields with other values for some, which count as asked for here."""
        fields = Fields({**self._table, **values}, self.where)
        fields._asked, fields._tables = self._asked, self._tables
        return fields

    def get(self, *names: str) -> Any:
        """The value under the first of the names that has one; None where none has."""
        self._asked.update(names)
        return next((self._table[name] for name in names if self._table.get(name) is not None), None)

    def name(self, *names: str) -> str:
        """The name under which the value stands, or the first."""
        return next((name for name in names if self._table.get(name) is not None), names[0])

    def fault(self, name: str, what: str) -> InputError:
        """The error that a field is not as it must be."""
        return InputError(f"{self.where}: {_printable(name)}: {what}")

    def count(self, *names: str, default: int | None = None, least: int = 1, most: int = MOST) -> int:
        """A whole number. Raises InputError where it is missing without a default, or out of range."""
        value = self.get(*names)
        if value is None:
            if default is None:
                raise self.fault(" or ".join(names), "missing")
            return default
        if type(value) is not int or not least <= value <= most:
            # A number too long to print: TOML writes them in hexadecimal, past Python's limit of decimal digits.
            long = type(value) is int and abs(value) >= 10**30
            shown = "one of more than 30 digits" if long else repr(value)[:40]
            raise self.fault(self.name(*names), f"must be a whole number from {least} to {most:,}, not {shown}")
        return value

    def flag(self, *names: str, default: bool = False) -> bool:
        """True or false."""
        value = self.get(*names)
        if value is None:
            return default
        if type(value) is not bool:
            raise self.fault(self.name(*names), f"must be true or false, not {type(value).__name__}")
        return value

    def text(self, *names: str, default: str = "") -> str:
        """A text."""
        value = self.get(*names)
        if value is None:
            return default
        if type(value) is not str or len(value) > 10_000:
            raise self.fault(self.name(*names), f"must be a short text, not {type(value).__name__}")
        return value

    def items(self, name: str, kind: type | tuple[type, ...], length: int | None = None) -> list[Any] | None:
        """A list of things of one type, of at least `length`; None where there is none."""
        value = self.get(name)
        if value is None:
            return None
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if type(value) is not list or not all(type(item) in kinds for item in value):
            raise self.fault(name, f"must be a list of {' or '.join(k.__name__ for k in kinds)}")
        if length is not None and len(value) < length:
            raise self.fault(name, f"has {len(value)} items for {length} layers")
        return value if length is None else value[:length]

    def table(self, *names: str) -> Fields | None:
        """A table of its own; None where there is none."""
        value = self.get(*names)
        if value is None:
            return None
        name = self.name(*names)
        if not isinstance(value, Mapping):
            raise self.fault(name, f"must be a table, not {type(value).__name__}")
        return self._tables.setdefault(name, Fields(value, f"{self.where}: {name}"))

    def unread(self, reason: str) -> list[str]:
        """The fields that change no cache for that reason, that were not asked for and that say more than nothing."""
        return [name for name in _harmless()[reason] if name not in self._asked and self._table.get(name)]

    def predictions(self) -> list[str]:
        """The fields that say that layers predicting more than one token come with the model."""
        return [name for name, value in self._table.items() if PREDICTION.search(name) and value]

    def left(self) -> Iterator[str]:
        """The fields, those of tables that were read among them, that were not asked for and are not known as harmless.

        Raises InputError for the first that may have to do with shapes and says more than nothing.
        """
        for name, value in self._table.items():
            if name in self._asked or name in harmless() or PREDICTION.search(name):
                continue
            shaped = SHARES if isinstance(value, float) else SHAPED
            if value and shaped.search(name) and not OTHER_MODALITY.search(name):
                raise self.fault(name, "not understood, and it could change the answer")
            yield _printable(name)
        for name, table in self._tables.items():
            if name not in harmless():
                yield from table.left()


def _printable(name: str) -> str:
    """A name from a file as one short line."""
    return name if name.isprintable() and len(name) < 80 else ascii(name[:80])

"""Number formats of weights and caches: bits of an element, and the scales that blocks of elements share."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reasoncost.catalog import files
from reasoncost.catalog.value import is_date
from reasoncost.records import Register
from reasoncost.units import BIT_PER_BYTE, InputError


@dataclass(frozen=True)
class Format:
    """One number format: every `block` of elements of `bits` each shares scales (and offsets) of `scale_bits` in all.

    What a whole tensor shares is left out: it vanishes beside the elements. `note` says what else is.
    """

    name: str
    bits: int
    source: str
    date: str
    aliases: tuple[str, ...] = ()
    block: int = 1
    scale_bits: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        if self.bits < 1 or self.block < 1 or self.scale_bits < 0:
            raise InputError("bits and block must be above 0, scale_bits at least 0")
        if not self.source.strip() or not is_date(self.date):
            raise InputError("source must not be empty and date must be YYYY, YYYY-MM or YYYY-MM-DD")

    @property
    def bytes_per_element(self) -> Fraction:
        """Bytes that one element takes in memory, its share of the block's scales included."""
        from reasoncost.laws.groups import block_format_bytes  # laws load NumPy; a catalog is read without it

        return Fraction(block_format_bytes(1, self.bits, Fraction(self.block), self.scale_bits))

    @property
    def element_bytes(self) -> float:
        """Bytes of one element's own bits, scales left out: a whole number where it is one."""
        return self.bits // BIT_PER_BYTE if self.bits % BIT_PER_BYTE == 0 else self.bits / BIT_PER_BYTE


@cache
def number_formats() -> Register[Format]:
    """All number formats of the catalog by name."""
    return files.register("number format", Format, "formats.toml")


def number_format(name: str) -> Format:
    """The number format called `name` or by an alias ("bfloat16" is "bf16"); unknown names raise InputError."""
    return number_formats().find(name)


def element_bytes(name: str) -> float:
    """Bytes of one element of the number format called `name`, scales left out; unknown names raise InputError."""
    return number_format(name).element_bytes

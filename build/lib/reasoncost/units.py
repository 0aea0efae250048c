"""What a byte, a FLOP, a token, a second and a dollar are, and how they are written.

GB are decimal (10**9 bytes), GiB binary (2**30 bytes); no code mixes them. Counts (tokens, sequences, layers,
parameters) have no dimension. The bases are byte, FLOP, second and USD.
"""

KB, MB, GB, TB, PB = 10**3, 10**6, 10**9, 10**12, 10**15
"""Decimal multiples, of bytes or of anything counted."""

KIB, MIB, GIB, TIB = 2**10, 2**20, 2**30, 2**40
"""Binary multiples of bytes."""

TERA, PETA, EXA = 10**12, 10**15, 10**18
"""Decimal multiples of FLOP and FLOP/s."""

MILLION, BILLION, TRILLION = 10**6, 10**9, 10**12
"""Decimal multiples of counts (short scale)."""

BIT_PER_BYTE = 8
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR
DAYS_PER_YEAR = 365.25
"""A Julian year."""


class InputError(ValueError):
    """Input that cannot be used: its message is one line that says what was wrong and what is allowed."""

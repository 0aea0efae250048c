"""Fitted loss laws: the published parameters of L(N, D) = E + A / N**alpha + B / D**beta."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from reasoncost.catalog import files
from reasoncost.catalog.value import is_date
from reasoncost.units import InputError

FILE = "loss_fits.toml"
PARAMETERS = ("E", "A", "B", "alpha", "beta")


@dataclass(frozen=True)
class LossFit:
    """One published fit; loss in nats per token, N in parameters, D in tokens.

    `E`, `A` and `B` are None where only the exponents were published. `parameters` and `tokens` are the lowest and
    highest N and D of the runs behind the fit, None where no source gives them: beyond them a fit extrapolates.
    """

    name: str
    title: str
    alpha: float
    beta: float
    source: str
    date: str
    E: float | None = None
    A: float | None = None
    B: float | None = None
    parameters: tuple[float, float] | None = None
    tokens: tuple[float, float] | None = None
    standard_errors: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""
    confirmed: bool = True

    def __post_init__(self) -> None:
        given = [name for name in PARAMETERS if getattr(self, name) is not None]
        if len(given) not in (2, 5):
            raise InputError(f"E, A and B are given together or not at all, not {', '.join(given)}")
        for name in given:
            if not getattr(self, name) > 0:
                raise InputError(f"{name}: must be above 0, not {getattr(self, name)!r}")
        if not self.source.strip():
            raise InputError("source is empty")
        if not is_date(self.date):
            raise InputError(f"date {self.date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        if not self.confirmed and not self.note:
            raise InputError("an unconfirmed fit needs a note that says why")

    @property
    def complete(self) -> bool:
        """Whether the fit gives a loss, not just exponents."""
        return self.E is not None


def parse(tables: files.Table, file: str = FILE) -> Mapping[str, LossFit]:
    """Fits by name from the TOML tables of `file`."""
    convert = {"parameters": _range, "tokens": _range, "standard_errors": _errors}
    return MappingProxyType(
        {
            name: files.build(LossFit, {"name": name, **table}, f"{file}: {name}", convert)
            for name, table in tables.items()
        }
    )


def _range(raw: object, where: str) -> tuple[float, float]:
    if isinstance(raw, list) and len(raw) == 2 and all(type(end) in (int, float) for end in raw) and raw[0] < raw[1]:
        return raw[0], raw[1]
    raise InputError(f"{where}: expected [lowest, highest], not {raw!r}")


def _errors(raw: object, where: str) -> Mapping[str, float]:
    if isinstance(raw, Mapping) and all(key in PARAMETERS and type(raw[key]) in (int, float) for key in raw):
        return MappingProxyType(dict(raw))
    raise InputError(f"{where}: expected a number for each of {', '.join(PARAMETERS)}, not {raw!r}")


@cache
def loss_fits() -> Mapping[str, LossFit]:
    """All published fits by name."""
    return parse(files.read_toml(FILE))


def loss_fit(name: str) -> LossFit:
    """The fit called `name`, e.g. "besiroglu2024"; unknown names raise InputError."""
    return files.find(loss_fits(), name, "loss fit")

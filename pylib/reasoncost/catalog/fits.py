"""Fitted loss laws: the published parameters of L(N, D) = E + A / N**alpha + B / D**beta."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from reasoncost.catalog import files
from reasoncost.catalog.value import is_date
from reasoncost.records import Register
from reasoncost.units import InputError

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
        for name in self.standard_errors:
            if name not in PARAMETERS:
                raise InputError(f"standard_errors: {name!r} is not one of {', '.join(PARAMETERS)}")
        if not self.source.strip():
            raise InputError("source is empty")
        if not is_date(self.date):
            raise InputError(f"date {self.date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        if not self.confirmed and not self.note:
            raise InputError("an unconfirmed fit needs a note that says why")


@cache
def loss_fits() -> Register[LossFit]:
    """All published fits by name."""
    return files.register("loss fit", LossFit, "loss_fits.toml")


def loss_fit(name: str) -> LossFit:
    """The fit called `name`, e.g. "besiroglu2024"; unknown names raise InputError."""
    return loss_fits().find(name)

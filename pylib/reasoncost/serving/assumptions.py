"""What a serving estimate assumes: precisions, utilisations, how times combine, what is counted."""

from __future__ import annotations

from dataclasses import dataclass

from reasoncost.units import InputError

PRECISIONS = ("bf16", "fp8", "fp4")
"""Number formats that weights, cache and arithmetic may have; scales of block formats are left out."""

COMBINE = ("max", "prefetch", "exposed", "sum")
HBM = ("label", "reported")
CACHE = ("sharded", "tensor")
EXPERTS = ("expected", "all")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """How a node serves a model.

    weights, kv: precision of weights and cache (one of PRECISIONS). arithmetic: precision of the products; None is that
    of the weights, or the next wider one the accelerator has. mbu, mfu: shares of bandwidth and peak that are reached.
    combine: "max" overlaps reading, arithmetic and communication perfectly; "prefetch" only reading with the other two;
    "exposed" only reading with arithmetic; "sum" nothing. hbm: capacity by the "label" or as the device reported it.
    granularity: batches come in its multiples. latency: seconds a step that nothing hides. link_bandwidth: byte/s at
    which an accelerator sends inside its scale-up domain for the all-reduces of tensor parallelism (between domains it
    is the accelerator's `scale_out`); None leaves communication out.
    cache: "sharded" keeps one copy of the cache, spread over the node; "tensor" splits key-value heads over all
    accelerators and copies them where the accelerators are more. experts: a step of a mixture of experts reads the
    "expected" distinct ones under uniform routing, or "all".
    Raises InputError for anything else.
    """

    weights: str = "fp8"
    kv: str = "bf16"
    arithmetic: str | None = None
    mbu: float = 1
    mfu: float = 1
    combine: str = "max"
    hbm: str = "label"
    granularity: int = 1
    latency: float = 0
    link_bandwidth: float | None = None
    cache: str = "sharded"
    experts: str = "expected"

    def __post_init__(self) -> None:
        allowed = {"weights": PRECISIONS, "kv": PRECISIONS, "combine": COMBINE, "hbm": HBM, "cache": CACHE}
        for name, values in (allowed | {"experts": EXPERTS, "arithmetic": (None, *PRECISIONS)}).items():
            if getattr(self, name) not in values:
                shown = ", ".join(str(value) for value in values if value)
                raise InputError(f"{name} must be one of {shown}, not {getattr(self, name)!r}")
        for name in ("mbu", "mfu"):
            if not 0 < getattr(self, name) <= 1:
                raise InputError(f"{name} must be above 0 and at most 1, not {getattr(self, name)}")
        if self.granularity < 1 or self.granularity != int(self.granularity):
            raise InputError(f"granularity must be a whole number above 0, not {self.granularity}")
        if not self.latency >= 0:
            raise InputError(f"latency must be at least 0 seconds, not {self.latency}")
        if self.link_bandwidth is not None and not self.link_bandwidth > 0:
            raise InputError(f"link bandwidth must be above 0 byte/s, not {self.link_bandwidth}")

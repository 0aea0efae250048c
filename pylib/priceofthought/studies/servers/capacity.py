"""Caches that started engines logged, beside what plain subtraction leaves for them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from priceofthought.article import setting
from reasoncost import catalog
from reasoncost.catalog.measurement import Measurement
from reasoncost.laws import roofline
from reasoncost.serving.demand import sequence_bytes
from reasoncost.serving.parameters import parameter_count, parameter_parts
from reasoncost.units import GIB, InputError

DEFAULT_UTILIZATION = 0.9
"""The share of its memory that vLLM takes unless told otherwise; assumed where a log does not show it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the memory of one accelerator went, in bytes: the parts add up to `memory`.

    plain_weights: the parameters at the stated number format; more_weights: what the engine loaded beyond that;
    reserve: memory that the engine was told to leave alone; cache: keys and values; missing: the rest, which the log
    does not break down.
    """

    measurement: Measurement
    memory: float
    plain_weights: float
    more_weights: float
    reserve: float
    cache: float

    @property
    def missing(self) -> float:
        """Bytes inside the engine's share that are neither weights nor cache."""
        return self.memory - self.plain_weights - self.more_weights - self.reserve - self.cache

    @property
    def parts(self) -> dict[str, float]:
        """The parts by name, in the order in which they are taken."""
        return {
            "weights, at the stated format": self.plain_weights,
            "weights, beyond it": self.more_weights,
            "left alone by setting": self.reserve,
            "not broken down": self.missing,
            "cache": self.cache,
        }


@dataclass(frozen=True, slots=True)
class Capacity:
    """Cached tokens of a whole system: logged, and by plain subtraction of the weights from the memory."""

    measurement: Measurement
    plain: float

    @property
    def logged(self) -> float:
        """Tokens of cache that the engine reported."""
        return self.measurement.value

    @property
    def share(self) -> float:
        """Share of the plain budget that could be used."""
        return self.logged / self.plain


@functools.cache
def capacities() -> tuple[Capacity, ...]:
    """Every logged capacity beside the plain budget: memory as reported, less one stated number for each parameter."""
    return tuple(_capacity(one) for one in catalog.measurements(kind="capacity"))


@functools.cache
def ledgers() -> tuple[Ledger, ...]:
    """Where the memory went, for every log that prints the weights it loaded."""
    return tuple(
        _ledger(one) for one in catalog.measurements(kind="capacity") if "weights_gib_per_accelerator" in one.details
    )


def capacity(measurement_id: str) -> Capacity:
    """The capacity of one row. Raises InputError where there is none."""
    for one in capacities():
        if one.measurement.id == measurement_id:
            return one
    raise InputError(f"no logged capacity is called {measurement_id!r}")


def growth_per_token() -> float:
    """Bytes that the part not broken down grows by for each token that the longest allowed sequence is longer.

    From two starts of one engine that differ in nothing else.
    """
    short, long = sorted(
        (one for one in ledgers() if one.measurement.accelerator == "RTX3090"),
        key=lambda one: one.measurement.details["longest_sequence"],
    )
    lengths = [one.measurement.details["longest_sequence"] for one in (short, long)]
    return (long.missing - short.missing) / (lengths[1] - lengths[0])


def mixed_weights() -> float:
    """Bytes per accelerator of the 405B on eight with feed-forward blocks in 8 bits and the rest in 16."""
    parts = parameter_parts(setting.model())
    return (parts.ffn * catalog.element_bytes("fp8") + (parts.total - parts.ffn) * catalog.element_bytes("bf16")) / 8


def _memory(one: Measurement) -> float:
    """Bytes that one accelerator reports: by the log itself, else by the catalog."""
    if "total_gib" in one.details:
        return one.details["total_gib"] * GIB
    return catalog.accelerator(str(one.accelerator)).number("hbm_reported")


def _token_bytes(one: Measurement) -> float:
    """Cache bytes of one token over the whole system."""
    return sequence_bytes(catalog.model(str(one.model)), 1, catalog.element_bytes(str(one.cache)))


def _plain_weights(one: Measurement) -> float:
    """Bytes of the weights over the whole system, all in the stated format."""
    return parameter_count(catalog.model(str(one.model))) * catalog.element_bytes(str(one.weights))


def _capacity(one: Measurement) -> Capacity:
    memory = _memory(one) * (one.accelerators or 1)
    return Capacity(one, float(roofline.batch_by_capacity(memory, _plain_weights(one), _token_bytes(one))))


def _ledger(one: Measurement) -> Ledger:
    count, memory = one.accelerators or 1, _memory(one)
    plain = _plain_weights(one) / count
    utilization = one.details.get("memory_utilization", DEFAULT_UTILIZATION)
    return Ledger(
        one,
        memory,
        plain_weights=plain,
        more_weights=one.details["weights_gib_per_accelerator"] * GIB - plain,
        reserve=(1 - utilization) * memory,
        cache=one.value * _token_bytes(one) / count,
    )

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
class MemoryBreakdown:
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
    return tuple(_capacity(measurement) for measurement in catalog.measurements(kind="capacity"))


@functools.cache
def memory_breakdowns() -> tuple[MemoryBreakdown, ...]:
    """Where the memory went, for every log that prints the weights it loaded."""
    return tuple(
        _memory_breakdown(measurement)
        for measurement in catalog.measurements(kind="capacity")
        if "weights_gib_per_accelerator" in measurement.details
    )


def capacity(measurement_id: str) -> Capacity:
    """The capacity of one row. Raises InputError where there is none."""
    for row in capacities():
        if row.measurement.id == measurement_id:
            return row
    raise InputError(f"no logged capacity is called {measurement_id!r}")


def growth_per_token() -> float:
    """Bytes that the part not broken down grows by for each token that the longest allowed sequence is longer.

    From two starts of one engine that differ in nothing else.
    """
    short, long = sorted(
        (breakdown for breakdown in memory_breakdowns() if breakdown.measurement.accelerator == "RTX3090"),
        key=lambda breakdown: breakdown.measurement.details["longest_sequence"],
    )
    lengths = [breakdown.measurement.details["longest_sequence"] for breakdown in (short, long)]
    return (long.missing - short.missing) / (lengths[1] - lengths[0])


def mixed_weights() -> float:
    """Bytes per accelerator of the 405B on eight with feed-forward blocks in 8 bits and the rest in 16."""
    parts = parameter_parts(setting.model())
    return (parts.ffn * catalog.element_bytes("fp8") + (parts.total - parts.ffn) * catalog.element_bytes("bf16")) / 8


def _memory(measurement: Measurement) -> float:
    """Bytes that one accelerator reports: by the log itself, else by the catalog."""
    if "total_gib" in measurement.details:
        return measurement.details["total_gib"] * GIB
    return catalog.accelerator(str(measurement.accelerator)).number("hbm_reported")


def _token_bytes(measurement: Measurement) -> float:
    """Cache bytes of one token over the whole system."""
    return sequence_bytes(catalog.model(str(measurement.model)), 1, catalog.element_bytes(str(measurement.cache)))


def _plain_weights(measurement: Measurement) -> float:
    """Bytes of the weights over the whole system, all in the stated format."""
    return parameter_count(catalog.model(str(measurement.model))) * catalog.element_bytes(str(measurement.weights))


def _capacity(measurement: Measurement) -> Capacity:
    memory = _memory(measurement) * (measurement.accelerators or 1)
    return Capacity(
        measurement, float(roofline.batch_by_capacity(memory, _plain_weights(measurement), _token_bytes(measurement)))
    )


def _memory_breakdown(measurement: Measurement) -> MemoryBreakdown:
    count, memory = measurement.accelerators or 1, _memory(measurement)
    plain = _plain_weights(measurement) / count
    utilization = measurement.details.get("memory_utilization", DEFAULT_UTILIZATION)
    return MemoryBreakdown(
        measurement,
        memory,
        plain_weights=plain,
        more_weights=measurement.details["weights_gib_per_accelerator"] * GIB - plain,
        reserve=(1 - utilization) * memory,
        cache=measurement.value * _token_bytes(measurement) / count,
    )

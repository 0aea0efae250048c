"""Kernels and prompts: shares of a device's own rates that were reached where nothing else gets in the way."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reasoncost import catalog
from reasoncost.catalog.measurement import Measurement
from reasoncost.laws import attention, transformer
from reasoncost.serving.parameters import multiplied_parameters

KERNEL_PRECISION = "bf16"
"""All published kernel rates are of 16-bit kernels."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A measured rate and the share of the device's own that it is; `of`: bandwidth, or peak arithmetic."""

    measurement: Measurement
    share: float
    of: str


@functools.cache
def kernels() -> tuple[Rate, ...]:
    """Attention kernels: FLOP/s over the dense peak, and byte/s over the bandwidth."""
    rates = []
    for measurement in catalog.measurements():
        if measurement.unit == "FLOP/s":
            peak = catalog.accelerator(str(measurement.accelerator)).peak_flops(KERNEL_PRECISION)
            rates.append(Rate(measurement, measurement.value / peak, "peak arithmetic"))
        elif measurement.unit == "byte/s":
            rates.append(
                Rate(
                    measurement,
                    measurement.value / catalog.accelerator(str(measurement.accelerator)).bandwidth.value,
                    "bandwidth",
                )
            )
    return tuple(rates)


@functools.cache
def prompts() -> tuple[Rate, ...]:
    """Prompt processing of whole nodes: FLOPs of its tokens over the dense peak."""
    return tuple(_prompt(measurement) for measurement in catalog.measurements(kind="prefill"))


def _prompt(measurement: Measurement) -> Rate:
    """Latent attention writes its keys and values out in prompts; the output head is used once a prompt: left out."""
    model, tokens = catalog.model(str(measurement.model)), measurement.input_tokens or 0
    head = transformer.vector_parameters(model.vocab, model.hidden)
    width = (model.head_dim + model.mla.value_dim) / 2 if model.mla else model.head_dim
    weights = transformer.weight_flops_per_token(multiplied_parameters(model) - head)
    seen = attention.sdpa_flops_causal(model.heads, model.layers, width, tokens) / tokens
    fastest = max(
        rate.value
        for name, rate in catalog.accelerator(str(measurement.accelerator)).peak.items()
        if catalog.element_bytes(name) >= catalog.element_bytes(str(measurement.weights))
    )
    return Rate(
        measurement,
        measurement.value * float(weights + seen) / ((measurement.accelerators or 1) * fastest),
        "peak arithmetic",
    )

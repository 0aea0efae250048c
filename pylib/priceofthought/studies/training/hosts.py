"""What can be computed about accelerators and the CPUs beside them, on which functional verifiers run."""

from __future__ import annotations

from dataclasses import dataclass

from priceofthought.article import find, setting, source
from reasoncost import catalog
from reasoncost.laws.training import busy_cores
from reasoncost.records import given
from reasoncost.serving import Assumptions, Workload, max_batch
from reasoncost.units import GB, PETA, TB

SYSTEMS = {"HGX H100": "8xH100", "GB200 NVL72": "GB200-NVL72", "Trainium2": "16xTrainium2"}
"""The three systems that the article compares, and their nodes."""


@dataclass(frozen=True, slots=True)
class Host:
    """A system and its CPUs.

    cores: CPU cores for each accelerator; rate: tokens per second that each accelerator generates; seconds: core-time
    that is there to verify each trajectory, if the CPUs do nothing else.
    """

    name: str
    cores: float
    rate: float
    seconds: float


def trajectory_tokens() -> float:
    """Tokens of a trajectory: the geometric middle of the article's thousands."""
    stated = find("berry-trajectory-tokens").figure_stated
    return float((stated.low * stated.high) ** 0.5)


def host(name: str) -> Host:
    """The CPU budget of a system that generates with the largest batch that keeps the speed of each user.

    Where memory limits the batch, it runs faster than that speed; the rate is what the roofline then gives.
    """
    node = catalog.node(SYSTEMS[name])
    workload = Workload(trajectory_tokens(), setting.SPEED, context="mean")
    largest = max_batch(setting.model(), node, workload, Assumptions())
    batch = given(largest.max_batch, f"{name}: largest batch")
    rate = batch / (given(largest.step_ms, f"{name}: time of a step") / 1000) / node.count
    cores = node.accelerator.cores
    return Host(name, cores, rate, cores / float(busy_cores(rate, trajectory_tokens(), 1)))


@dataclass(frozen=True, slots=True)
class Rent:
    """Rent of an instance, USD an hour, for each PFLOP/s of 16-bit peak, TB/s of bandwidth and GB of memory."""

    name: str
    flops: float
    bandwidth: float
    capacity: float


RENTED = {
    "Trainium2": ("Trainium2", 16, "usd_per_hour_trn2_16"),
    "H100": ("H100-SXM", 8, "usd_per_hour_p5_8"),
    "H200": ("H200-SXM", 8, "usd_per_hour_p5en_8"),
    "B200": ("B200-SXM", 8, "usd_per_hour_p6_b200_8"),
}
"""Instances whose rent was found: accelerator, how many, and the name of the rent."""


def rents() -> tuple[Rent, ...]:
    """What the rented instances ask for their peak, bandwidth and memory."""
    prices = source("aws-capacity-block-prices")
    instances = []
    for name, (accelerator, count, price) in RENTED.items():
        record, each = catalog.accelerator(accelerator), prices.number(price) / count
        flops = each / (record.peak_flops("bf16") / PETA)
        instances.append(Rent(name, flops, each / (record.bandwidth.value / TB), each / (record.hbm_label_bytes / GB)))
    return tuple(instances)

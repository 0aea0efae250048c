"""What was found about accelerators and the CPUs beside them, on which functional verifiers run."""

from __future__ import annotations

from dataclasses import dataclass

from reasoncost import catalog
from reasoncost.audit import setting
from reasoncost.audit.claims import find
from reasoncost.audit.evidence import source
from reasoncost.audit.finding import Assumption, Finding, Reach, finding
from reasoncost.audit.interval import Interval
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


def _ratio(evidence_id: str) -> Interval:
    node = source(evidence_id)
    return Interval.point(node.number("accelerators") / node.number("cpus"))


@finding("cpu-gpu-hgx")
def cpu_gpu_hgx() -> Finding:
    """From a vendor's description of a benchmarked node."""
    return Finding(
        computed=_ratio("mlperf-h100-node"),
        public=_ratio("dgx-h100-two-cpus"),
        why="Eight accelerators and two processors, by a benchmark submission and by descriptions of the DGX H100.",
        would_change="Nodes built otherwise; the ratio is the builder's choice.",
        sources=("mlperf-h100-node", "dgx-h100-two-cpus"),
    )


@finding("cpu-gpu-nvl72")
def cpu_gpu_nvl72() -> Finding:
    """From descriptions of the rack."""
    node = source("mlperf-gb200-node")
    return Finding(
        computed=_ratio("gb200-nvl72-rack"),
        why="72 accelerators and 36 processors; a benchmark submission lists "
        f"{node.number('cpu_cores') / node.number('accelerators'):.0f} cores an accelerator, which is half of a Grace.",
        would_change="Nothing; it is how the rack is built.",
        sources=("gb200-nvl72-rack", "mlperf-gb200-node"),
    )


@finding("cpu-gpu-trainium2")
def cpu_gpu_trainium2() -> Finding:
    """The arithmetic of the article's own numbers; the processors are not confirmed independently."""
    instance = source("aws-trn2-instance")
    return Finding(
        computed=_ratio("trainium2-cpu-tray"),
        why=f"16 over 2 is 8. AWS lists the {instance.number('accelerators'):.0f} chips and "
        f"{instance.number('virtual_cpus'):.0f} virtual CPUs but no number of processors; "
        "the two come from the authors of the audited analysis.",
        would_change="A server with another number of processors, or AWS's own count.",
        assumptions=(Assumption("processors", "2", "stated by the same authors only; the core count fits it"),),
        sources=("aws-trn2-instance", "trainium2-cpu-tray", "semianalysis2024trainium2"),
    )


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
    found = []
    for name, (accelerator, count, price) in RENTED.items():
        one, each = catalog.accelerator(accelerator), prices.number(price) / count
        flops = each / (one.peak_flops("bf16") / PETA)
        found.append(Rent(name, flops, each / (one.bandwidth.value / TB), each / (one.hbm_label_bytes / GB)))
    return tuple(found)


@finding("trainium-cost")
def trainium_cost() -> Finding:
    """Rents of one provider, divided by peak, bandwidth and memory; and by what one measurement delivers."""
    ours, *others = rents()
    cheapest = {
        "16-bit peak": min(one.flops for one in others) / ours.flops,
        "bandwidth": min(one.bandwidth for one in others) / ours.bandwidth,
        "memory": min(one.capacity for one in others) / ours.capacity,
    }
    measured = source("kiln-trainium2-measured").figure
    listed = ", ".join(f"{ratio:.1f} times for {what}" for what, ratio in cheapest.items())
    return Finding(
        reach=Reach.above(
            [*cheapest.values(), 1 / measured],
            1,
            (
                Assumption("cost", "rent of one provider", "what owners pay is not published"),
                Assumption("year", "2026", "no rents of 2024 were found for both"),
                Assumption("FLOPs and bytes", "at their peak", "one measurement of delivered tokens says otherwise"),
            ),
        ),
        why=f"By AWS's rents of 2026 the cheapest NVIDIA instance asks more: {listed}. Rents are not costs, and one "
        f"measurement finds delivered tokens {measured:.1f} times dearer on Trainium2.",
        would_change="Costs of owners in 2024, or a comparison by delivered tokens.",
        sources=("aws-capacity-block-prices", "aws-trn2-price-performance", "kiln-trainium2-measured"),
    )

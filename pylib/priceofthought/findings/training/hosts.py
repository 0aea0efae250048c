"""What was found about accelerators and the CPUs beside them, on which functional verifiers run."""

from __future__ import annotations

import math

from priceofthought.article import source
from priceofthought.findings import finding
from priceofthought.studies.training.hosts import rents
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval


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


@finding("trainium-cost")
def trainium_cost() -> Finding:
    """Rents of one provider, divided by peak, bandwidth and memory; and by what one measurement delivers."""
    ours, *others = rents()
    cheapest = {
        "16-bit peak": min(rent.flops for rent in others) / ours.flops,
        "bandwidth": min(rent.bandwidth for rent in others) / ours.bandwidth,
        "memory": min(rent.capacity for rent in others) / ours.capacity,
    }
    measured = source("kiln-trainium2-measured").figure
    listed = ", ".join(f"{ratio:.1f} times for {what}" for what, ratio in cheapest.items())
    return Finding(
        reach=Reach.of_sources(
            [*cheapest.values(), 1 / measured],
            Interval(1, math.inf),
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

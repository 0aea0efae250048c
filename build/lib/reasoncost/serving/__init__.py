"""Serving: a model of the catalog on a node of the catalog, and the largest batch that keeps a speed."""

from reasoncost.serving.assumptions import BYTES, Assumptions
from reasoncost.serving.demand import Demand, demand
from reasoncost.serving.max_batch import MaxBatch, max_batch
from reasoncost.serving.supply import Supply, supply
from reasoncost.serving.workload import Workload

__all__ = [
    "BYTES",
    "Assumptions",
    "Demand",
    "MaxBatch",
    "Supply",
    "Workload",
    "demand",
    "max_batch",
    "supply",
]

"""Serving: a model of the catalog on a node of the catalog, and the largest batch that keeps a speed.

How many users an eight-GPU node serves at 30 tokens a second each, with 7,661 tokens of context:

>>> from reasoncost import catalog
>>> answer = max_batch(catalog.model("llama-3.1-405b"), catalog.node("8xH100"), Workload(7661, 30))
>>> answer.max_batch, answer.bound
(59, 'capacity')
"""

from reasoncost.serving.assumptions import PRECISIONS, Assumptions
from reasoncost.serving.demand import Demand, demand
from reasoncost.serving.inputs import Supply, supply
from reasoncost.serving.max_batch import MaxBatch, max_batch
from reasoncost.serving.workload import Workload

__all__ = ["PRECISIONS", "Assumptions", "Demand", "MaxBatch", "Supply", "Workload", "demand", "max_batch", "supply"]

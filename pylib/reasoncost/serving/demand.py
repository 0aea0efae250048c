"""What a model asks of a node, as the serving plan has it: bytes and FLOPs of one sequence, bytes of the weights."""

from __future__ import annotations

from dataclasses import dataclass

from reasoncost.catalog import group
from reasoncost.catalog.model import Model
from reasoncost.serving.assumptions import Assumptions
from reasoncost.serving.inputs import demanded, settings
from reasoncost.serving.plans import DEMAND


@dataclass(frozen=True, slots=True)
class Demand:
    """One decode step's needs. Bytes: `weights`, `sequence` (its cache); FLOPs: `token`; bytes sent: `traffic`."""

    weights: float
    sequence: float
    token: float
    traffic: float


def demand(model: Model, tokens: float, accelerators: int, assumptions: Assumptions) -> Demand:
    """What decoding at `tokens` positions asks of a node of `accelerators`."""
    known = DEMAND.run(DEMAND.pick(demanded(model, tokens, accelerators, assumptions)), settings(model, assumptions))
    names = ("weight_memory", "sequence_memory", "token_flops", "token_traffic")
    return Demand(*(float(known[name]) for name in names))


def sequence_bytes(model: Model, tokens: float, element_bytes: float) -> float:
    """Cache bytes of one sequence of `tokens` positions, by the groups of the model's layers."""
    return float(group.cache_bytes(model.groups, tokens, element_bytes))


def attention_flops(model: Model, tokens: float) -> float:
    """FLOPs of attention for one new token over `tokens` positions, by the groups of the model's layers."""
    return float(group.attention_flops(model.groups, tokens))

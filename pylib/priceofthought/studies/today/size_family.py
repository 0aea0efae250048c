"""What a smaller model of one family saves on one node: parameters, cache, FLOPs and users."""

from __future__ import annotations

from dataclasses import dataclass

from priceofthought.article import setting
from reasoncost import catalog
from reasoncost.catalog import Model
from reasoncost.serving import Assumptions, Workload, demand, max_batch

MODELS = ("llama-3.1-405b", "llama-3.1-70b", "llama-3.1-8b")
"""Three sizes of one recipe, with the same attention, tokenizer and context."""

ASSUMPTIONS = Assumptions()


@dataclass(frozen=True, slots=True)
class SizeSaving:
    """How many times less a smaller model asks for, at one context length.

    parameters, cache, flops: of weights, of cached bytes, and of FLOPs per token; users: how many times more users one
    node serves at the same speed, infinite where it cannot serve the larger model at all.
    """

    context: float
    parameters: float
    cache: float
    flops: float
    users: float


def users(model: Model, context: float) -> int:
    """Users of one node who each hold `context` positions and keep the speed; 0 where none do."""
    answer = max_batch(model, setting.node(), Workload(context, setting.SPEED), ASSUMPTIONS)
    return answer.max_batch or 0


def saving_by_size(larger: str, smaller: str, context: float) -> SizeSaving:
    """What is saved by going from one model of the catalog to a smaller one."""
    big, small = catalog.model(larger), catalog.model(smaller)
    node = setting.node()
    asked, asks = (demand(model, context, node.count, ASSUMPTIONS) for model in (big, small))
    served = users(big, context)
    return SizeSaving(
        context,
        parameters=big.counted_total.value / small.counted_total.value,
        cache=asked.sequence / asks.sequence,
        flops=asked.token / asks.token,
        users=users(small, context) / served if served else float("inf"),
    )

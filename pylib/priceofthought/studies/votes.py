"""What can be computed about five voting samples: their tokens, cache and cost, and the price asked for them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from priceofthought.article import setting, stated
from priceofthought.studies.pricing import PREVIEW, answer_tokens, puzzle_tokens
from reasoncost import catalog
from reasoncost.laws.votes import (
    shared_context,
    shared_reads,
    vote_cost_multiple,
    vote_multiple,
    vote_step_multiple,
)
from reasoncost.serving import Assumptions, Workload, demand, max_batch

SHARES = tuple(step / 20 for step in range(21))
"""Shares of the context in common that are tried."""
USAGES = tuple(10 ** (step / 20) for step in range(21))
"""Queries of a Pro subscriber over those of a Plus subscriber that are tried: once to ten times."""


def streams() -> int:
    """Voting streams, as the article supposes."""
    return int(stated("votes-5x-tokens").middle)


def price_multiple() -> float:
    """What Pro costs over Plus."""
    return catalog.subscription("chatgpt-pro").value / catalog.subscription("chatgpt-plus").value


def cache_held(trunk: float = 0) -> float:
    """Cache at the end of the article's query, with all streams, over that of one; they branch after the trunk."""
    shared = shared_context(puzzle_tokens(), trunk, answer_tokens(PREVIEW))
    return float(vote_multiple(streams(), shared))


def cache_read(trunk: float = 0) -> float:
    """Cache read over the whole answer, with all streams, over that of one."""
    return float(vote_multiple(streams(), shared_reads(puzzle_tokens(), trunk, answer_tokens(PREVIEW))))


@functools.cache
def batches(tokens: float, prompt: float | None = None) -> Mapping[str, float]:
    """Users with one stream each that each resource of the node allows at the article's speed, by resource."""
    workload = Workload(tokens=tokens, speed=setting.SPEED, prompt=puzzle_tokens() if prompt is None else prompt)
    bounds = max_batch(setting.model(), setting.node(), workload, Assumptions()).bounds
    allowed = {name: bounds[name] for name in ("capacity", "bandwidth", "compute")}
    return {name: users for name, users in allowed.items() if users is not None}


def cost(shared: float, tokens: float) -> float:
    """Cost of a user with all streams over one with a single stream, on the article's node at its speed."""
    allowed = batches(tokens)
    return float(vote_cost_multiple(streams(), shared, allowed["capacity"], allowed["bandwidth"], allowed["compute"]))


def users_with_votes() -> int:
    """Users whose streams all fit beside the weights though they share nothing, for the article's query."""
    return int(batches(answer_tokens(PREVIEW))["capacity"] / streams())


def step(shared: float) -> float:
    """How much longer a step takes with all streams than with one each, for that many users: bandwidth binds."""
    tokens = puzzle_tokens() + answer_tokens(PREVIEW)
    needs = demand(setting.model(), tokens, setting.node().count, Assumptions())
    return float(vote_step_multiple(streams(), shared, users_with_votes(), needs.weights, needs.sequence))


def costs_in_each_regime(shared: float) -> dict[str, float]:
    """Cost multiple of a query where each resource alone binds."""
    cached = float(vote_multiple(streams(), shared))
    return {"capacity": cached, "bandwidth": cached, "compute": float(streams())}


@functools.cache
def query_costs() -> tuple[float, ...]:
    """Cost multiples of one query over every share in common and every regime."""
    return tuple(multiple for shared in SHARES for multiple in costs_in_each_regime(shared).values())

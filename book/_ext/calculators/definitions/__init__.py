"""The calculators of the book, in the order of their page."""

from __future__ import annotations

from functools import cache

from calculators.spec import Calculator


@cache
def calculators() -> dict[str, Calculator]:
    """Every calculator by name."""
    from calculators.definitions import kv_cache, max_batch, overtraining, query_price, votes

    modules = (kv_cache, max_batch, query_price, votes, overtraining)
    return {module.CALCULATOR.name: module.CALCULATOR for module in modules}

"""Which figures of the article can be recovered, and what their searches found."""

from __future__ import annotations

from pathlib import Path

from priceofthought.studies.assumptions import batch, cache, flops, price
from reasoncost.audit.recovery.search import Question
from reasoncost.audit.recovery.store import Searches

JOINT = (
    ("kv-full-node", "kv-budget", "kv-usable"),
    ("max-batch-o1-preview", "max-batch-gpt-4o"),
    ("query-cost-o1-mini", "query-cost-o1-preview"),
)
"""Claims that must share their assumptions."""


def declare() -> tuple[Question, ...]:
    """Every question."""
    return (*cache.questions(), *batch.questions(), *flops.questions(), *price.questions())


SEARCHES = Searches(declare, JOINT, Path(__file__).with_name("results.json"))
asked, recover, recovered, reach = SEARCHES.asked, SEARCHES.recover, SEARCHES.recovered, SEARCHES.reach

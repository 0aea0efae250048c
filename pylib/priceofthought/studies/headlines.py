"""The three findings that a reader should know first, a computed sentence each."""

from __future__ import annotations

from priceofthought.article import stated
from priceofthought.studies import kv_cache, roofline
from priceofthought.studies.assumptions.searches import recovered
from priceofthought.studies.overtraining import CHEAPER, COMPUTE, fits, published_trades
from reasoncost.interval import Interval
from reasoncost.units import MILLION


def headlines() -> dict[str, str]:
    """The sentences by the id of the claim they are about."""
    return {"kv-consistency": _lengths(), "max-batch-gpt-4o": _batches(), "overtraining": _training()}


def _lengths() -> str:
    full, usable = stated("kv-full-node").middle, stated("kv-usable").middle
    left = kv_cache.conjectures()[0].tokens
    return (
        f"If {full:,.0f} tokens fill the node, what the weights leave of it holds {left:,.0f}, not {usable:,.0f}: "
        "the article's two lengths contradict each other."
    )


def _batches() -> str:
    pair = roofline.LONG, roofline.SHORT
    few, many = (roofline.stated_batch(claim) for claim in pair)
    plain_few, plain_many = (roofline.solve(claim).max_batch for claim in pair)
    both = recovered(*pair)
    return (
        f"Its batches of {few} and {many} follow from no plain assumptions, which give {plain_few} and {plain_many}; "
        f"of {both.space / MILLION:,.0f} million combinations of unstated ones {both.share:.2%} give both."
    )


def _training() -> str:
    trades = published_trades()
    bought = Interval.hull(trade.bought() for trade in trades)
    return (
        f"With {COMPUTE} times the training compute a model can be {bought.low:.1f} to {bought.high:.1f} times "
        f"smaller, by {len(trades)} published fits; the article says {CHEAPER}, and {len(fits.forbidding())} of the "
        "fits rule that out at any price."
    )

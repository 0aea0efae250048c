"""What was found about the article's maximum batches and the speed that bounds them."""

from __future__ import annotations

import math
from dataclasses import replace

from priceofthought.article import evidence, setting
from priceofthought.findings import finding
from priceofthought.studies import today
from priceofthought.studies.assumptions.searches import reach, recovered
from priceofthought.studies.roofline import (
    LONG,
    SHORT,
    answer_tokens,
    balances,
    bandwidth_bound_beyond,
    bound_slopes,
    cost_ratio,
    solve,
    stated_batch,
)
from reasoncost import catalog
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval, number
from reasoncost.records import given


def _max_batch(claim_id: str) -> Finding:
    plain, together = solve(claim_id), recovered(LONG, SHORT)
    alone = recovered(claim_id)
    return Finding(
        computed=Interval.point(given(plain.max_batch, f"{claim_id}: largest batch")),
        reach=reach(claim_id, together),
        why=f"Plain assumptions give {plain.max_batch}, bound by {plain.bound}. Of {alone.space:,} combinations of "
        f"unstated ones {alone.share:.2%} give {stated_batch(claim_id)}, and {together.share:.4%} give both figures; "
        f"{together.axes['batches']['whole']:,} of those {together.survivors:,} with any whole batch, the others in "
        "multiples of eight.",
        would_change="The article's precision, utilisation, overlap, communication and batch steps.",
        sources=(setting.MODEL, "H100-SXM", "williams2009roofline"),
    )


@finding(LONG)
def max_batch_o1_preview() -> Finding:
    """At the longer answer."""
    return _max_batch(LONG)


@finding(SHORT)
def max_batch_gpt_4o() -> Finding:
    """At the shorter answer."""
    return _max_batch(SHORT)


@finding("batch-16")
def batch_16() -> Finding:
    """At a length and a speed that are not stated."""
    recovery = recovered("batch-16")
    return Finding(
        reach=reach("batch-16"),
        why=f"Neither length nor speed is stated. Of {recovery.space:,} combinations on the article's node "
        f"{recovery.share:.1%} give 16, at every length tried, so the figure says little.",
        would_change="The length and the lowest interactivity that the article means.",
        sources=(setting.MODEL, "H100-SXM"),
    )


@finding("cost-per-token-5x")
def cost_per_token_5x() -> Finding:
    """A quotient of two stated figures."""
    cache_alone = answer_tokens(LONG) / answer_tokens(SHORT)
    return Finding(
        computed=cost_ratio(),
        why=f"At one speed on one node the cost of a token goes as one over the batch: {stated_batch(SHORT)} / "
        f"{stated_batch(LONG)} is {number(stated_batch(SHORT) / stated_batch(LONG))}. The cache alone would make it "
        f"{number(cache_alone)}; what a user costs besides the cache may bring it down.",
        would_change="Other maximum batches: plain assumptions give a ratio near that of the lengths.",
        sources=(),
    )


@finding("batch-inverse-length")
def batch_inverse_length() -> Finding:
    """Every bound falls as the sequence grows."""
    return Finding(
        identity=all(bound.is_negative for bound in bound_slopes().values()),
        why="Capacity, bandwidth, compute and their sum all allow fewer sequences as each grows: the derivatives are "
        "negative.",
        would_change="An attention whose cache and FLOPs stop growing with the length.",
        sources=("pope2023efficiently",),
    )


@finding("decode-bandwidth-bound")
def decode_bandwidth_bound() -> Finding:
    """Whether memory binds before arithmetic: for the article's model beyond a length, for others mostly."""
    first = Interval(1, math.inf)
    long, short = ([balance.times for balance in balances(answer)] for answer in (LONG, SHORT))
    at_long, at_short = Reach.over(long, first), Reach.over(short, first)
    others = [balance for balance in balances() if balance.times < 1]
    lengths = {arithmetic: bandwidth_bound_beyond(arithmetic, "bf16") for arithmetic in ("fp8", "bf16")}
    models = sorted({catalog.model(balance.model).title for balance in others})
    in_16_bit = sum(balance.assumptions.arithmetic == "bf16" for balance in others)
    return Finding(
        reach=replace(
            at_long,
            assumptions=(
                Assumption("length", f"{answer_tokens(LONG):,} tokens", "the article's long answer"),
                Assumption("speed", f"{setting.SPEED} tokens/s for each user", "the article's"),
                Assumption(
                    "model, node, formats",
                    f"{len(long)} combinations",
                    f"{len(today.MODELS)} models on {len(today.NODES)} nodes, where they fit; arithmetic and cache "
                    "in 8 or 16 bit",
                ),
            ),
        ),
        why=f"At the long answer memory binds before arithmetic in {at_long.share:.0%} of the combinations, at the "
        f"short one in {at_short.share:.0%}. The {len(others)} exceptions, {in_16_bit} of them with arithmetic in 16 "
        f"bit, are of {', '.join(models)}. For the article's model on its node, with a 16-bit cache, bandwidth binds "
        f"at every batch beyond {number(lengths['fp8'])} tokens in FP8 and {number(lengths['bf16'])} in 16 bit.",
        would_change="Attention that reads less cache for each FLOP, such as latent attention; short answers; a node "
        "with more memory for its arithmetic.",
        sources=("pope2023efficiently", setting.MODEL, "H100-SXM"),
    )


def _token_count(claim_id: str) -> Finding:
    entries = evidence(claim_id)
    bearing = f" What bears on it: {entries[0].statement}" if entries else ""
    return Finding(
        why=f"A count from one run of a hosted model, which no public source repeats.{bearing}",
        would_change="A published log of the run, or of others like it.",
        sources=tuple(entry.id for entry in entries),
    )


@finding("tokens-o1-preview")
def tokens_o1_preview() -> Finding:
    """A single run."""
    return _token_count("tokens-o1-preview")


@finding("tokens-gpt-4o")
def tokens_gpt_4o() -> Finding:
    """A single run."""
    return _token_count("tokens-gpt-4o")

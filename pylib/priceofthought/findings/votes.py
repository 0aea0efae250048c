"""What was found about five voting streams: their tokens, their cache, their cost, and the price asked for them."""

from __future__ import annotations

import itertools

from priceofthought.article import evidence, find, source, stated
from priceofthought.findings import finding
from priceofthought.studies.pricing import PREVIEW, answer_tokens, puzzle_tokens
from priceofthought.studies.votes import SHARES, USAGES, cache_held, cache_read, price_multiple, query_costs, streams
from reasoncost import catalog
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval, number
from reasoncost.laws.votes import (
    share_for_multiple,
    shared_context,
    vote_multiple,
)


@finding("votes-5x-tokens")
def votes_5x_tokens() -> Finding:
    """Every stream writes its own answer."""
    needed = share_for_multiple(streams(), 3)
    return Finding(
        computed=Interval.point(float(vote_multiple(streams(), 0))),
        why=f"{streams()} streams that share nothing of the answer write {streams()} times its tokens. Streams that "
        f"share a part write fewer: {number(vote_multiple(streams(), needed))} times where {needed:.0%} is common.",
        would_change="Streams that branch from a common trunk, or that stop once the vote is decided.",
        assumptions=(Assumption("streams", "independent", "all start from the prompt and write equally long answers"),),
        sources=("wang2022selfconsistency",),
    )


@finding("pro-price-10x")
def pro_price_10x() -> Finding:
    """A quotient."""
    plus, pro = catalog.subscription("chatgpt-plus").value, catalog.subscription("chatgpt-pro").value
    o1, o1_pro = catalog.price("o1", on="2025-04").output.value, catalog.price("o1-pro", on="2025-04").output.value
    return Finding(
        computed=Interval.point(price_multiple()),
        why=f"{number(pro)} over {number(plus)} dollars a month is {number(price_multiple())}. The API later asked "
        f"{number(o1_pro)} against {number(o1)} dollars per million tokens for o1-pro: {number(o1_pro / o1)} times.",
        would_change="Nothing about the ratio; but Pro is a tier beside Plus, whose price did not rise.",
        sources=("chatgpt-plus", "chatgpt-pro", *(entry.id for entry in evidence("pro-price-10x"))),
    )


@finding("pro-cost-below-price")
def pro_cost_below_price() -> Finding:
    """Per query a bound; per subscriber it depends on how much more a subscriber asks."""
    price, most = price_multiple(), max(query_costs())
    by_query, by_subscriber = find("pro-cost-below-price").parts
    subscriber = [cost * usage for cost, usage in itertools.product(query_costs(), USAGES)]
    query = Finding(
        computed=Interval.hull(query_costs()),
        why=f"In every regime {streams()} streams cost between {number(min(query_costs()))} and {number(most)} times "
        f"one, below the price's {number(price)}: serving them as separate users is always possible.",
        would_change="More streams than the price's multiple, or longer ones.",
    )
    usage = Finding(
        reach=Reach.over(
            subscriber,
            by_subscriber.stated,
            (
                Assumption(
                    "queries per subscriber",
                    f"less than {number(price / most)} times Plus's",
                    "where each query costs most; the price buys no more than that",
                ),
            ),
        ),
        why=f"A subscriber who asks {number(price / most)} times as much as one of Plus uses up the whole price "
        f"increase if each query costs {number(most)} times as much.",
        would_change="Published use of Pro and Plus subscribers.",
    )
    return Finding(
        parts={by_query.name: query, by_subscriber.name: usage},
        why=f"{query.why} {usage.why}",
        would_change=usage.would_change,
        sources=tuple(entry.id for entry in evidence("pro-cost-below-price")),
    )


@finding("votes-share-prefix")
def votes_share_prefix() -> Finding:
    """The article's own query, and every place at which streams could branch."""
    figure, answer = stated("votes-share-prefix"), answer_tokens(PREVIEW)
    trunks = [share * answer for share in SHARES]
    shared = shared_context(puzzle_tokens(), 0, answer)
    needed = share_for_multiple(streams(), figure.high)
    return Finding(
        article=Interval.hull((cache_held(), cache_read())),
        reach=Reach.over(
            [multiple(trunk) for trunk in trunks for multiple in (cache_held, cache_read)],
            figure,
            (
                Assumption(
                    "shared part of the context",
                    f"more than {needed:.1%}",
                    "streams branch late, or the prompt is many times as long as the answer",
                ),
            ),
        ),
        why=f"Streams that start from the prompt share {number(puzzle_tokens())} of "
        f"{number(puzzle_tokens() + answer)} tokens ({shared:.1%}) and hold {cache_held():.2f} times the cache of one. "
        f"To hold less than {number(figure.high)} times, {needed:.1%} would have to be common.",
        would_change="A statement that the streams of o1 pro branch late, or a workload of prompts far longer than "
        "their answers.",
        sources=(PREVIEW, "puzzle-prompt-tokens"),
    )


@finding("pass-at-1")
def pass_at_1() -> Finding:
    """What is public about how o1 and o1 pro run. That one chain is pass@1 is a definition, which the chapter shows."""
    reported = source("o1-consensus-reported-apart")
    single, voted = reported.number("percent_single_sample"), reported.number("percent_consensus_of_64")
    return Finding(
        why="If o1 writes one chain, its accuracy is pass@1: coverage, vote and best-of-N of one sample are the same. "
        "That it does, and that o1 pro votes, is a report. OpenAI gives o1's scores for single samples and for a "
        f"consensus of 64 apart ({number(single)} and {number(voted)} percent), which fits; how the products run is "
        "not published.",
        would_change="A publication of how o1 and o1 pro are run.",
        sources=tuple(entry.id for entry in evidence("pass-at-1")),
    )

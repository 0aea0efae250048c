"""The findings on five votes, against values worked out by hand."""

import pytest

from priceofthought.ledger import entry
from priceofthought.studies import votes


def test_streams_from_the_prompt_share_the_prompt_only():
    assert votes.cache_held() == pytest.approx((47 + 5 * 7661) / (47 + 7661))
    read_by_one = 47 * 7661 + 7661**2 / 2
    assert votes.cache_read() == pytest.approx((47 * 7661 + 5 * 7661**2 / 2) / read_by_one)
    assert votes.cache_held(7661) == votes.cache_read(7661) == 1


def test_sharing_is_contradicted_by_the_articles_own_query():
    settled = entry("votes-share-prefix")
    assert settled.judgement.verdict == "contradicted"
    assert settled.judgement.also == ("conditional",)
    assert settled.judgement.miss == pytest.approx(votes.cache_read() / 1.5 - 1)
    assert settled.finding.reach.met.high < 1.5


def test_no_regime_costs_more_than_the_streams():
    assert (min(votes.query_costs()), max(votes.query_costs())) == (1, 5)
    finding = entry("pro-cost-below-price").finding
    assert entry("pro-cost-below-price").judgement.verdict == "conditional"
    assert entry("pro-cost-below-price").judgement.also == ("reproduced",)
    subscriber = finding.parts["cost of a subscriber"].reach
    assert subscriber.interval.high == pytest.approx(50)
    values = [cost * usage for cost in votes.query_costs() for usage in votes.USAGES]
    assert subscriber.share == pytest.approx(sum(value < 10 for value in values) / len(values))


def test_the_node_is_bound_by_memory_for_long_answers_and_by_arithmetic_for_short_ones():
    long, short = votes.batches(7661), votes.batches(100)
    assert min(long, key=long.get) == "capacity"
    assert min(short, key=short.get) == "compute"
    # 235 GB less what 853 MB of rounded-off weights take, over 7,708 positions of 516,096 bytes
    assert long["capacity"] == pytest.approx((640e9 - 405_853_388_800) / (7708 * 516_096))
    assert votes.cost(0.5, 7661) == pytest.approx(3)
    assert votes.cost(0.5, 100) == pytest.approx(5)


def test_a_node_that_is_not_full_reads_weights_once():
    assert votes.users_with_votes() == 11
    cache = 11 * 7708 * 516_096
    assert votes.step(0) == pytest.approx((405_853_388_800 + 5 * cache) / (405_853_388_800 + cache))


def test_prices():
    assert votes.price_multiple() == 10
    assert entry("pro-price-10x").verdict == "reproduced"
    assert entry("votes-5x-tokens").finding.computed.low == 5
    assert entry("pass-at-1").verdict == "unsupported"

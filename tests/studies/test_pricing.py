"""The findings on prices, against values worked out by hand."""

import pytest

from priceofthought.ledger import entry
from priceofthought.studies import pricing


@pytest.mark.parametrize(("claim", "times"), [("price-ratio-o1", 6), ("price-ratio-o1-mini", 20)])
def test_price_ratios(claim, times):
    finding = entry(claim).finding
    assert (finding.computed.low, finding.computed.high) == (times, times)


def test_the_prompt_that_57_needs():
    assert pricing.preview_ratio(0) == pytest.approx(6 * 7661 / 775)
    assert pricing.preview_ratio(47) == pytest.approx(6 * (47 + 4 * 7661) / (47 + 4 * 775))
    assert pricing.preview_prompt(57) == pytest.approx((4 * 60 * 7661 - 57 * 40 * 775) / (4 * (57 * 2.5 - 15)))


def test_57_is_conditional_on_the_prompt():
    one = entry("query-cost-o1-preview")
    assert one.verdict == "conditional"
    assert one.finding.computed.low == pytest.approx(58.51, abs=0.005)
    survivors = pricing.surviving_queries()
    assert {query.counts for query in survivors} == {"answer"}
    assert (min(q.prompt for q in survivors), max(q.prompt for q in survivors)) == (110, 172)
    assert one.finding.reach.share == len(survivors) / len(pricing.preview_queries())


def test_counts_of_whole_sequences_lead_away_from_57():
    queries = pricing.preview_queries()
    whole = [query for query in queries if query.counts == "whole sequence"]
    assert len(whole) == len(queries) / 2 == 47 * 10 - 47 + 1
    assert whole[0].ratio == pytest.approx(6 * (47 + 4 * (7661 - 47)) / (47 + 4 * (775 - 47)))
    assert min(query.ratio for query in whole) > pricing.preview_ratio(0)


def test_24_demands_opposite_things_of_the_two_baselines():
    assert pricing.mini_answer("gpt-4o", 775, 24) == pytest.approx((24 * (47 * 2.5 + 775 * 10) - 47 * 3) / 12)
    assert pricing.mini_answer("gpt-4o-mini", 775, 24) == pytest.approx((24 * (47 * 0.15 + 775 * 0.6) - 47 * 3) / 12)
    met = [(base, times) for base, times, ratio in pricing.mini_queries() if 23.5 <= ratio <= 24.5]
    assert {base for base, _ in met} == {"gpt-4o", "gpt-4o-mini"}
    assert all(times < 1.3 if base == "gpt-4o-mini" else times > 19 for base, times in met)


def test_facts_and_reports():
    assert entry("qwq-puzzle").verdict == "reproduced"
    assert entry("qwq-words").finding.public.low == 2166
    assert entry("hidden-tokens-billed").verdict == "confirmed"
    assert entry("same-size").verdict == "unsupported"

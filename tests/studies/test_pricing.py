"""The findings on prices, against values worked out by hand."""

import pytest

from priceofthought.ledger import entry
from priceofthought.studies import pricing
from priceofthought.studies.assumptions.searches import asked, recover, recovered
from reasoncost.audit.recovery.search import figures


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
    recovery = recovered("query-cost-o1-preview")
    assert recovery.axes["counts"]["whole sequence"] == 0
    prompts = [int(label) for label, survivors in recovery.axes["prompt"].items() if survivors]
    assert prompts == [prompt for prompt in range(0, 1001, 10) if 56.5 <= pricing.preview_ratio(prompt) < 57.5]
    assert one.finding.reach.share == recovery.share == len(prompts) / (2 * 102)


def test_counts_of_whole_sequences_lead_away_from_57():
    (question,) = asked(("query-cost-o1-preview",))
    ratios = dict(zip(question.space.axis("prompt").labels, figures(question)[:, 1].tolist(), strict=True))
    assert ratios["47"] == pytest.approx(6 * (47 + 4 * (7661 - 47)) / (47 + 4 * (775 - 47)))
    assert min(ratio for prompt, ratio in ratios.items() if prompt != "0") > pricing.preview_ratio(0)


def test_24_demands_opposite_things_of_the_two_baselines():
    assert pricing.mini_answer("gpt-4o", 775, 24) == pytest.approx((24 * (47 * 2.5 + 775 * 10) - 47 * 3) / 12)
    assert pricing.mini_answer("gpt-4o-mini", 775, 24) == pytest.approx((24 * (47 * 0.15 + 775 * 0.6) - 47 * 3) / 12)
    for baseline, answers in (("gpt-4o", range(15_001, 20_001)), ("gpt-4o-mini", range(775, 1001))):
        alone = recover(("query-cost-o1-mini",), {"baseline": (baseline,), "prompt": ("47",), "counts": ("answer",)})
        met = [int(label) for label, survivors in alone.axes["answer"].items() if survivors]
        assert met
        assert set(met) <= set(answers)


def test_facts_and_reports():
    assert entry("qwq-puzzle").verdict == "reproduced"
    assert entry("qwq-words").finding.public.low == 2166
    assert entry("hidden-tokens-billed").verdict == "confirmed"
    assert entry("same-size").verdict == "unsupported"

"""What was found about attention FLOPs: which kinds of limit give the stated length, and the verdicts."""

import pytest

from priceofthought.article import find
from priceofthought.ledger import entry
from priceofthought.studies import attention_flops as study
from priceofthought.studies import today
from priceofthought.studies.assumptions.flops import DECODE, PARITY, PROMPT, RIDGE
from priceofthought.studies.assumptions.searches import recovered
from reasoncost.audit.recovery.search import within


def test_reading_prompts_meets_the_stated_length_decoding_hardly_and_nothing_else():
    met = study.kinds_met()
    assert study.stated_length() == 4096
    assert met[RIDGE] == met[PARITY] == 0 < met[DECODE] < met[PROMPT] / 50
    assert sum(met.values()) == recovered("flops-limit").survivors


def test_lengths_by_kind_are_all_of_the_space():
    lengths = study.limit_lengths()
    assert sum(len(values) for values in lengths.values()) == recovered("flops-limit").space
    stated = find("flops-limit").figure_stated
    assert {kind: int(within(stated, values).sum()) for kind, values in lengths.items()} == study.kinds_met()


def test_an_octave_is_too_wide_for_a_chance():
    reach = entry("flops-limit").finding.reach
    assert (reach.chance_share, reach.chance_any) == (None, None)
    assert reach.share == recovered("flops-limit").share


def test_the_share_of_attention_is_one_at_parity():
    assert study.share_of_attention(today.attention_parity_tokens("llama-3.1-405b")) == pytest.approx(1)
    assert f"equals them at {today.attention_parity_tokens('llama-3.1-405b'):,.0f}" in entry("flops-limit").finding.why


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("sdpa-formula", "proved"),
        ("sdpa-linear", "proved"),
        ("sdpa-quadratic", "proved"),
        ("flops-limit", "conditional"),
        ("local-global", "proved"),
    ],
)
def test_verdicts(claim, verdict):
    assert entry(claim).verdict == verdict

"""What the chapter on the whole ledger says, computed from the ledger: which errors, and which ratios to chance."""

from __future__ import annotations

from priceofthought.article import evidence
from priceofthought.ledger import entry, ledger
from priceofthought.studies.assumptions.batch import BATCHES
from reasoncost.audit.summary import FAILS, Summary

SUMMARY = Summary(ledger())
RATIOS = SUMMARY.specificity()
ANY = {name: chance for name in RATIOS if (chance := entry(name).finding.reach.chance_any) is not None}
RECOVERED = ("weights-405gb", "kv-full-node")
FITTED = (
    "batch-16",
    "max-batch-gpt-4o",
    "max-batch-o1-preview",
    "query-cost-o1-preview",
    "flops-limit",
    "overtraining",
)


def test_one_error_is_counted_twice() -> None:
    wrong = SUMMARY.with_verdict(*FAILS)
    assert len({failed.finding.why for failed in wrong}) == len(wrong) - 1


def test_a_single_press_report_confirms_the_inference_fleet() -> None:
    assert entry("inference-fleet").verdict == "confirmed"
    assert [source.kind for source in evidence("inference-fleet") if source.supports is True] == ["reporting"]


def test_two_claims_are_recovered_and_their_spaces_would_miss_nearly_every_other_figure() -> None:
    """Fewer than one in ten figures would be met by any of these two spaces, more than nine by each of the others."""
    assert sorted(RATIOS, key=RATIOS.__getitem__)[-2:] == sorted(RECOVERED, key=RATIOS.__getitem__)
    assert {name for name, chance in ANY.items() if chance < 0.1} == set(RECOVERED)
    assert all(chance > 0.9 for name, chance in ANY.items() if name not in RECOVERED)


def test_six_claims_are_met_more_than_twice_as_often_as_by_chance() -> None:
    assert {name for name, ratio in RATIOS.items() if ratio > 2} == {*RECOVERED, *FITTED}


def test_algorithmic_progress_and_the_small_query_are_hardly_better_than_chance() -> None:
    assert RATIOS["algorithmic-progress"] <= 2
    assert RATIOS["query-cost-o1-mini"] <= 2


def test_the_two_batches_are_met_less_often_than_any_multiple_of_eight() -> None:
    steps = [option.value[0] for option in BATCHES.options]
    assert max(RATIOS["max-batch-gpt-4o"], RATIOS["max-batch-o1-preview"]) < sum(steps) / len(steps)

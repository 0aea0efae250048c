"""What the chapter on the whole ledger says, computed from the ledger: which errors, and which ratios to chance."""

from __future__ import annotations

from priceofthought.article import evidence
from priceofthought.ledger import entry, ledger
from priceofthought.studies.assumptions.batch import BATCHES
from reasoncost.audit.summary import FAILS, Summary

SUMMARY = Summary(ledger())
RATIOS = SUMMARY.specificity()
ANY = {name: entry(name).finding.reach.chance_any for name in RATIOS}
RECOVERED = {"weights-405gb", "kv-full-node"}
BATCH_CLAIMS = {"batch-16", "max-batch-gpt-4o", "max-batch-o1-preview"}
QUERIES = {"query-cost-o1-preview", "query-cost-o1-mini"}


def test_one_error_is_counted_twice() -> None:
    wrong = SUMMARY.with_verdict(*FAILS)
    assert len({failed.finding.why for failed in wrong}) == len(wrong) - 1


def test_a_single_press_report_confirms_the_inference_fleet() -> None:
    assert entry("inference-fleet").verdict == "confirmed"
    assert [source.kind for source in evidence("inference-fleet") if source.supports is True] == ["reporting"]


def test_two_claims_are_recovered_and_their_spaces_would_miss_most_other_figures() -> None:
    """Fewer than one in five near figures would be met by any of these two spaces, nine in ten by each other one."""
    assert set(list(RATIOS)[:2]) == RECOVERED
    assert {name for name, chance in ANY.items() if chance < 0.2} == RECOVERED
    assert all(chance > 0.9 for name, chance in ANY.items() if name not in RECOVERED)


def test_the_batches_are_met_more_than_five_times_and_the_queries_less_than_twice_as_often_as_near_figures() -> None:
    assert {name for name, ratio in RATIOS.items() if ratio > 5} == RECOVERED | BATCH_CLAIMS
    assert {name for name, ratio in RATIOS.items() if 1 < ratio < 2} == QUERIES
    assert set(RATIOS) == RECOVERED | BATCH_CLAIMS | QUERIES


def test_no_chance_is_told_of_a_figure_that_is_stated_to_an_octave_or_of_a_bound() -> None:
    for claim_id in ("flops-limit", "overtraining", "algorithmic-progress", "nvl72-relief", "run-length"):
        reach = entry(claim_id).finding.reach
        assert (reach.chance_share, reach.chance_any) == (None, None), claim_id


def test_the_two_batches_are_met_less_often_than_any_multiple_of_eight() -> None:
    steps = [option.value[0] for option in BATCHES.options]
    assert max(RATIOS["max-batch-gpt-4o"], RATIOS["max-batch-o1-preview"]) < sum(steps) / len(steps)

"""The ledger as a whole."""

import math

import pytest

from priceofthought.article import claims
from priceofthought.ledger import ledger
from reasoncost.audit.summary import Summary

SUMMARY = Summary(ledger())


def test_every_claim_is_counted_once() -> None:
    assert sum(SUMMARY.counts().values()) == len(ledger()) == len(claims())


def test_a_miss_is_a_factor_and_dates_have_none() -> None:
    found = SUMMARY.misses()
    assert "dennard-clock" not in found
    assert found["kv-usable"] == pytest.approx(14_504 / 15_500, abs=0.001)
    assert found["votes-share-prefix"] == pytest.approx(4.952 / 1.5, abs=0.001)
    assert list(found.values()) == sorted(found.values())


def test_intervals_widen_in_ratios() -> None:
    assert SUMMARY.verdicts_with_wider_intervals(1) == {}
    assert SUMMARY.verdicts_with_wider_intervals(2) == {}
    needed = 1 + 2 * math.log(15_500 / 14_504) / math.log(16_500 / 15_500)
    assert "kv-usable" not in SUMMARY.verdicts_with_wider_intervals(0.99 * needed)
    assert SUMMARY.verdicts_with_wider_intervals(1.01 * needed)["kv-usable"] == "conditional"

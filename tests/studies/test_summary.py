"""The ledger as a whole, and the findings to know first."""

import math
import re

import pytest

from priceofthought.article import find
from priceofthought.ledger import ledger
from priceofthought.studies.headlines import headlines
from priceofthought.studies.summary import counts, misses, reread


def test_every_claim_is_counted_once() -> None:
    assert sum(counts().values()) == len(ledger()) == 64


def test_a_miss_is_a_factor_and_dates_have_none() -> None:
    found = misses()
    assert "dennard-clock" not in found
    assert found["kv-usable"] == pytest.approx(14_504 / 15_500, abs=0.001)
    assert found["votes-share-prefix"] == pytest.approx(4.952 / 1.5, abs=0.001)
    assert list(found.values()) == sorted(found.values())


def test_rereading_widens_in_ratios() -> None:
    assert reread(1) == {}
    assert reread(2) == {}
    needed = 1 + 2 * math.log(15_500 / 14_504) / math.log(16_500 / 15_500)
    assert "kv-usable" not in reread(0.99 * needed)
    assert reread(1.01 * needed)["kv-usable"] == "conditional"


def test_a_headline_is_one_sentence_about_a_claim_with_its_figures() -> None:
    for claim_id, sentence in headlines().items():
        assert find(claim_id).id == claim_id
        assert re.fullmatch(r"[A-Z](?:[^.]|\.\d)+\.", sentence), sentence
    lengths, batches, training = headlines().values()
    assert "14,320, not 16,000" in lengths
    assert "72 and 368" in batches
    assert "59 and 585" in batches
    assert "5.9 to 11.8 times smaller" in training

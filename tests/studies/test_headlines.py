"""The findings to know first."""

import re

from priceofthought.article import find
from priceofthought.studies.headlines import headlines


def test_a_headline_is_one_sentence_about_a_claim_with_its_figures() -> None:
    for claim_id, sentence in headlines().items():
        assert find(claim_id).id == claim_id
        assert re.fullmatch(r"[A-Z](?:[^.]|\.\d)+\.", sentence), sentence
    lengths, batches, training = headlines().values()
    assert "14,320, not 16,000" in lengths
    assert "72 and 368" in batches
    assert "59 and 585" in batches
    assert "5.9 to 11.8 times smaller" in training

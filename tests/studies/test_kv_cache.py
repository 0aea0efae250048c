"""The KV-cache findings, against values worked out by hand."""

import pytest

from priceofthought.ledger import entry
from priceofthought.studies import kv_cache
from priceofthought.studies.assumptions.searches import recover, recovered


def test_bytes_of_a_token_and_tokens_of_a_node() -> None:
    assert kv_cache.token_bytes(2) == 126 * 8 * 128 * 2 * 2
    assert kv_cache.tokens_that_fill(640e9, 0, 32, 2) == pytest.approx(640e9 / (32 * 516_096))
    assert kv_cache.node_bytes("reported") == 8 * 81_559 * 2**20


def test_only_a_product_of_64_survives() -> None:
    recovery = recovered("kv-full-node")
    assert kv_cache.batches_that_fill() == {"bf16": 32, "fp8": 64}
    assert recovery.survivors == 2
    assert recovery.excluded["memory"] == ("640 GiB", "reported")


def test_the_two_lengths_contradict_each_other() -> None:
    judgement = entry("kv-usable").judgement
    assert judgement.verdict == "contradicted"
    assert judgement.decided_by is not None
    assert judgement.decided_by.high == pytest.approx(39_500 * 235 / 640)
    assert judgement.miss == pytest.approx(39_500 * 235 / 640 / 15_500 - 1)


def test_the_conjectures() -> None:
    lengths = {one.name: one.tokens for one in kv_cache.conjectures()}
    assert lengths["article's own numbers"] == pytest.approx(14_320, abs=1)
    assert lengths["weights in GiB, node in GB"] == pytest.approx(39_000 * (640 - 405e9 / 2**30) / 640)
    assert lengths["next power of two"] == 2**14


def test_nothing_but_the_conjectures_gives_the_usable_length() -> None:
    as_computed = recover(("kv-usable",), {"read": ("computed",), "subtracted": ("bytes",)})
    assert (as_computed.survivors, as_computed.met) == (0, {})
    assert entry("kv-usable").finding.reach.share == recovered("kv-usable").share > 0

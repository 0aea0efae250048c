"""What the chapter on the KV cache must come to, read from its record."""

from __future__ import annotations

from priceofthought.article import stated
from reasoncost import catalog

from .record import numbers, record

CHAPTER = record("kv-cache")


def test_a_token_leaves_516096_bytes() -> None:
    assert CHAPTER.value("per_token:,") == f"{126 * 8 * 128 * 2 * 2:,}" == "516,096"


def test_sharing_heads_makes_the_cache_sixteen_times_smaller() -> None:
    assert CHAPTER.value("model.heads // model.kv_heads") == "16"


def test_one_sequence_would_fill_the_node_with_1240079_tokens() -> None:
    """640 GB over 516,096 bytes, to the token."""
    (alone,) = numbers(CHAPTER.output("alone ="))
    assert abs(alone - 640e9 / 516_096) <= 0.5
    assert abs(alone - 1_240_079) <= 1
    assert CHAPTER.value("alone / 10**6:.2f") == "1.24"


def test_two_combinations_fill_the_node_and_have_one_product_of_batch_and_bytes() -> None:
    """32 sequences in 16 bit or 64 in 8, memory by label, 38,752 tokens to the token; nothing else."""
    fits = CHAPTER.output("for kv, batch in fits")
    assert sorted(fits.splitlines()) == [
        "batch 32 x BF16, decimal label: 38,752 tokens",
        "batch 64 x FP8, decimal label: 38,752 tokens",
    ]
    assert abs(640e9 / (32 * 516_096) - 38_752) < 1
    assert CHAPTER.value("full:,.0f") == "38,752"
    shown = [CHAPTER.value(name) for name in ("users", "users_8_bit", "product")]
    assert shown == ["32", "64", "64"]


def test_the_weights_are_405853388800_parameters_as_published() -> None:
    """Exact: the count from the shapes is the catalog's counted total."""
    counted = catalog.model("llama-3.1-405b").counted_total
    assert counted is not None
    assert CHAPTER.value("N:,") == f"{counted.value:,.0f}" == "405,853,388,800"
    assert CHAPTER.value("weight_bytes(N, 1) / GB:.2f") == "405.85"


def test_what_is_left_holds_14320_tokens_and_not_16k() -> None:
    """235 of 640 GB, to the token; by the shapes 14,229; the stated figure lies 11.7% above the first."""
    usable, from_shapes = numbers(CHAPTER.output("round(usable)"))
    assert abs(usable - 39_000 * 235 / 640) <= 0.5
    assert abs(usable - 14_320) <= 1
    assert abs(from_shapes - 14_229) <= 1
    assert CHAPTER.value("claimed / usable - 1:.1%") == "11.7%"


def test_with_an_8_bit_cache_said_the_usable_length_is_still_contradicted() -> None:
    full, usable = CHAPTER.output("whole, left").splitlines()
    assert numbers(full)[-2:] == [38_752, 64]
    assert numbers(usable)[0] < stated("kv-usable").low


def test_a_key_for_every_query_divides_the_tokens_by_sixteen() -> None:
    own, sharing, _ = numbers(CHAPTER.output("own_key ="))
    assert sharing == 16
    assert abs(own * sharing - 38_752) <= sharing


def test_a_latent_cache_takes_70272_bytes_a_token() -> None:
    """61 layers of 512 and 64 elements of two bytes."""
    latent, times = numbers(CHAPTER.output("one_latent ="))
    assert latent == 61 * (512 + 64) * 2 == 70_272
    assert abs(times - 516_096 / 70_272) <= 0.05

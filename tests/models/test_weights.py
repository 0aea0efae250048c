"""Parameters of models from files: the catalog's counts, hand arithmetic for a layer of each kind, published totals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reasoncost import catalog, models
from reasoncost.models.architecture import Traits
from reasoncost.serving.parameters import catalog_weights, multiplied_parameters
from reasoncost.units import BILLION, InputError

from .shipped import IN_CATALOG, SHIPPED, shipped


def counted(model: models.Architecture) -> models.Weights:
    weights = models.weights(model)
    assert weights is not None
    return weights


def parts(model: models.Architecture) -> dict[str, int]:
    return {part.name: part.count for part in counted(model).parts}


@pytest.mark.parametrize(("file", "name"), IN_CATALOG.items())
def test_a_file_comes_to_the_catalog_s_counts(file: str, name: str) -> None:
    weights, known = counted(shipped(file)), catalog.model(name)
    assert weights.total == known.counted_total.value
    assert weights.active == known.counted_active.value
    assert weights.multiplied == multiplied_parameters(known)


@pytest.mark.parametrize("name", catalog.models())
def test_a_catalog_model_s_parts_come_to_its_counts(name: str) -> None:
    known = catalog.model(name)
    weights = catalog_weights(known)
    assert weights.total == known.counted_total.value
    assert weights.active == known.counted_active.value


def test_rows_of_learned_positions_are_looked_up() -> None:
    """GPT-2: 12 layers of width 768, attention 4 d^2 and feed-forward 8 d^2; a tied head over 50,257 tokens."""
    assert multiplied_parameters(catalog.model("gpt-2")) == 12 * 12 * 768**2 + 50_257 * 768


def test_the_checkpoint_of_gpt_oss_120b_to_the_byte() -> None:
    """Its safetensors headers add up to 65,248,815,744 bytes (alvarobartt/hf-mem#60)."""
    assert counted(shipped("openai--gpt-oss-120b")).bytes == 65_248_815_744
    assert catalog_weights(catalog.model("gpt-oss-120b")).bytes == 65_248_815_744


@pytest.mark.parametrize(
    ("name", "total", "active"),
    [
        ("Qwen--Qwen3.5-397B-A17B", 397, 17),
        ("nvidia--Qwen3.6-27B-NVFP4", 27, None),
        ("nvidia--NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16", 550, 55),
        ("meta-llama--Llama-4-Maverick-17B-128E-Instruct", 400, 17),
        ("nvidia--Llama-3_3-Nemotron-Super-49B-v1", 49.9, None),
    ],
)
def test_counts_are_near_what_publishers_round_to(name: str, total: float, active: float | None) -> None:
    weights = counted(shipped(name))
    assert weights.total / BILLION == pytest.approx(total, rel=0.01)
    if active is not None:
        assert weights.active / BILLION == pytest.approx(active, rel=0.025)


def test_deepseek_v4_rounds_to_what_is_published() -> None:
    """1.6T with 49B active, and 284B with 13B; the active ones leave out the input embedding."""
    pro, flash = (counted(shipped(f"deepseek-ai--DeepSeek-V4-{size}")) for size in ("Pro", "Flash"))
    assert (round(pro.total / BILLION, -2), round(pro.multiplied / BILLION)) == (1600, 49)
    assert (round(flash.total / BILLION), round(flash.multiplied / BILLION)) == (284, 13)


def only(model: models.Architecture, place: int) -> models.Architecture:
    """The model with one layer of one of its groups, and no feed-forward block."""
    return replace(model, groups=(replace(model.groups[place], layers=1),), feed_forward=())


def test_a_gated_delta_layer_by_hand() -> None:
    """Qwen3.6-27B: 16 key heads and 48 value heads of 128, width 5,120, convolution of 4."""
    layer = parts(only(shipped("nvidia--Qwen3.6-27B-NVFP4"), 0))
    keys, values = 16 * 128, 48 * 128
    assert layer["attention"] == 5120 * (2 * keys + values) + 5120 * values + 2 * 5120 * 48 + values * 5120
    # the layer's norm and the last one; the convolution; a step's bias and a decay for each head; a norm of 128
    assert layer["vectors"] == 2 * 5120 + 4 * (2 * keys + values) + 2 * 48 + 128


def test_a_gated_attention_layer_by_hand() -> None:
    """Qwen3.6-27B: 24 heads and 4 key-value heads of 256; queries come with a gate as wide as they are."""
    layer = parts(only(shipped("nvidia--Qwen3.6-27B-NVFP4"), 1))
    assert layer["attention"] == 5120 * 256 * (2 * 24 + 2 * 4) + 24 * 256 * 5120
    assert layer["vectors"] == 2 * 5120 + 2 * 256


def test_a_mamba_layer_by_hand() -> None:
    """Nemotron 3 Ultra: 256 heads of 64, state 128, 8 groups, width 8,192, convolution of 4 with a bias."""
    layer = parts(only(shipped("nvidia--NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16"), 0))
    inner, channels = 256 * 64, 256 * 64 + 2 * 8 * 128
    assert layer["attention"] == 8192 * (inner + channels + 256) + inner * 8192
    assert layer["vectors"] == 2 * 8192 + 5 * channels + 3 * 256 + inner


def test_experts_in_a_latent_by_hand() -> None:
    """Nemotron 3 Ultra: 512 experts of 5,120 in a latent of 2,048, without a gate; one shared of 10,240."""
    model = shipped("nvidia--NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16")
    layer = parts(replace(model, groups=(), feed_forward=(replace(model.feed_forward[0], layers=1),)))
    assert layer["experts"] == 512 * 2 * 2048 * 5120
    assert layer["ffn"] == 2 * 8192 * 2048
    assert layer["shared experts"] == 2 * 8192 * 10_240
    assert layer["router"] == 512 * 8192


def test_an_indexer_by_hand() -> None:
    """GLM-5.2: 32 index heads of 128 on a compressed query of 2,048; keys and weights of heads from the width 6,144."""
    own, sharing = (parts(only(shipped("zai-org--GLM-5.2"), place)) for place in (0, 1))
    assert own["attention"] - sharing["attention"] == 2048 * 32 * 128 + 6144 * 128 + 6144 * 32
    assert own["vectors"] - sharing["vectors"] == 2 * 128


def test_keys_and_values_of_unlike_width_by_hand() -> None:
    """MiMo-V2-Flash: 64 heads, keys of 192 and values of 128, 8 key-value heads and a sink a head in the window."""
    layer = parts(only(shipped("XiaomiMiMo--MiMo-V2-Flash"), 1))
    assert layer["attention"] == 4096 * (64 * 192 + 8 * 192 + 8 * 128 + 64 * 128)
    assert layer["vectors"] == 2 * 4096 + 64


def test_values_that_are_keys_have_no_projection() -> None:
    """Gemma 4 31B, every sixth layer: 32 heads and 4 key-value heads of 512, width 5,376; one matrix for both."""
    layer = parts(only(shipped("nvidia--Gemma-4-31B-IT-NVFP4"), 1))
    assert layer["attention"] == 5376 * 512 * (32 + 4 + 32)


def test_queries_without_compression_by_hand() -> None:
    v3 = SHIPPED["deepseek-ai--DeepSeek-V3"]["configuration"]
    layer = parts(only(models.parse({**v3, "q_lora_rank": None}, "x"), 0))
    assert layer["attention"] == 7168 * 128 * 192 + 7168 * 576 + 512 * 128 * 256 + 128 * 128 * 7168


def test_what_is_not_known_part_by_part_is_not_counted() -> None:
    model = shipped("moonshotai--Kimi-K3")
    assert models.weights(model) is None
    assert "parameters are not counted: the layers of model_type 'kimi_linear'" in " ".join(model.notes)


@pytest.mark.parametrize("field", ["qk_layernorm", "parallel_attn", "attention_output_gate"])
def test_what_may_add_weights_and_is_not_read_leaves_them_uncounted(field: str) -> None:
    model = models.parse({**LLAMA, field: True}, "x")
    assert models.weights(model) is None
    assert any(note.startswith("parameters are not counted") for note in model.notes)


LLAMA = SHIPPED["meta-llama--Meta-Llama-3.1-8B"]["configuration"]


@pytest.mark.parametrize("stated", [8_030_261_248, 8_030_000_000, 8_000_000_000])
def test_a_stated_count_may_be_rounded(stated: int) -> None:
    assert models.parse({**LLAMA, "total_parameters": stated}, "x").hidden == 4096


@pytest.mark.parametrize("stated", [8_030_261_249, 8_040_000_000, 1])
def test_a_stated_count_that_disagrees_is_refused_with_both(stated: int) -> None:
    with pytest.raises(InputError, match=f"total_parameters: {stated:,}, but the shapes come to 8,030,261,248"):
        models.parse({**LLAMA, "total_parameters": stated}, "x")


FP8 = {"quant_method": "fp8", "weight_block_size": [128, 128]}


def test_blocks_of_fp8_beside_16_bits_by_hand() -> None:
    """Matrices of layers: a byte each and 4 bytes for 128 x 128; embedding, head and norms in 2 bytes."""
    weights = counted(models.parse({**LLAMA, "quantization_config": FP8}, "x"))
    vectors, table = 65 * 4096, 2 * 128_256 * 4096
    matrices = 8_030_261_248 - vectors - table
    assert weights.bytes == 2 * (vectors + table) + matrices + matrices * 4 // 128**2


@pytest.mark.parametrize(
    "quantised",
    [
        {"quant_method": "awq", "bits": 4},
        {**FP8, "weight_block_size": [1, 128]},
        {**FP8, "modules_to_not_convert": ["model.layers.3.mlp.up_proj"]},
    ],
)
def test_bytes_in_formats_that_are_not_known_are_not_counted(quantised: dict[str, Any]) -> None:
    model = models.parse({**LLAMA, "quantization_config": quantised}, "x")
    assert counted(model).bytes is None
    assert any(note.startswith("bytes of the weights are not counted") for note in model.notes)


def test_a_file_beside_that_says_how_weights_are_stored_is_noted(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(LLAMA))
    assert counted(models.read(tmp_path / "config.json")).bytes == 2 * 8_030_261_248
    (tmp_path / "hf_quant_config.json").write_text("{}")
    assert counted(models.read(tmp_path / "config.json")).bytes is None


def test_a_compressed_layer_with_an_indexer_by_hand() -> None:
    """DeepSeek-V4-Flash: width 4,096, 64 heads of 512, ranks of 1,024 in 8 groups, index heads 64 of 128, one for 4."""
    flash = shipped("deepseek-ai--DeepSeek-V4-Flash")
    window, picking, heavy = (parts(replace(only(flash, place), traits=Traits(sinks="all"))) for place in (0, 1, 2))
    queries = 64 * 512
    plain = 4096 * 1024 + 1024 * queries + 4096 * 512 + queries * 1024 + 8 * 1024 * 4096
    assert window["attention"] == plain
    assert heavy["attention"] == plain + 2 * 4096 * 512
    indexer = 4 * 4096 * 128 + 4096 * 64 + 1024 * 64 * 128
    assert picking["attention"] == plain + 4 * 4096 * 512 + indexer
    own = 2 * 4096 + 1024 + 512 + 64  # the layer's norm and the last one, norms of query and key, sinks
    assert window["vectors"] == own
    assert heavy["vectors"] == own + 128 * 512 + 512
    assert picking["vectors"] == own + 4 * 2 * 512 + 512 + 4 * 2 * 128 + 128


def test_residual_streams_by_hand() -> None:
    """Four streams of 4,096 in 43 layers: twice a layer 24 weights of all streams, and four at the end."""
    flash = shipped("deepseek-ai--DeepSeek-V4-Flash")
    assert parts(flash)["residual streams"] == 86 * 24 * 4 * 4096 + 4 * 4 * 4096

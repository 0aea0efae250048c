"""Models from configuration files: caches worked out apart from the code, the catalog's records, and named refusals."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reasoncost import catalog, models
from reasoncost.catalog.group import cache_bytes
from reasoncost.units import MIB, InputError

from .shipped import IN_CATALOG, SHIPPED, shipped

WORKED_OUT = {name: entry["groups"] for name, entry in SHIPPED.items() if "groups" in entry}


@pytest.mark.parametrize("name", WORKED_OUT)
@pytest.mark.parametrize("tokens", [1, 127, 4096, 100_001, 262_144])
def test_caches_are_those_worked_out_by_hand(name: str, tokens: int) -> None:
    by_hand = sum(
        layers * (entry * (min(tokens, cap or tokens) // rate) + fixed)
        for layers, entry, cap, rate, fixed in WORKED_OUT[name]
    )
    assert cache_bytes(shipped(name).groups, tokens) == by_hand


def test_a_logged_cache_of_a_hybrid() -> None:
    """llama.cpp's log for Qwen3.6-27B (lmstudio-ai/lmstudio-bug-tracker#1862): 16,384.00 MiB; 598.50 for four."""
    linear, full = shipped("nvidia--Qwen3.6-27B-NVFP4").groups
    assert (linear.kind, full.kind) == ("linear", "full")
    assert full.cache_bytes(262_144) == 16_384 * MIB
    assert linear.cache_bytes(262_144, batch=4) == 598.5 * MIB


def test_bytes_of_a_token_that_logs_show() -> None:
    """gpt-oss-120b (alvarobartt/hf-mem#60) and the data in Gemma 4 31B (PR#61 there)."""
    for name, size in (("openai--gpt-oss-120b", 73_728), ("nvidia--Gemma-4-31B-IT-NVFP4", 901_120)):
        assert sum(group.token_bytes() for group in shipped(name).groups) == size


def test_layers_that_share_an_index_have_no_keys_of_their_own() -> None:
    own, sharing = shipped("zai-org--GLM-5.2").groups
    assert (own.layers, own.index_dim, sharing.layers, sharing.index_dim) == (21, 128, 57, 0)
    assert own.picked == sharing.picked == 2048


@pytest.mark.parametrize(("file", "name"), IN_CATALOG.items())
def test_a_file_says_what_the_catalog_says(file: str, name: str) -> None:
    read, known = shipped(file), catalog.model(name)
    assert read.groups == known.groups
    assert (read.layers, read.hidden, read.vocab) == (known.layers, known.hidden, known.vocab)
    assert read.tied == known.tied_embeddings
    if known.moe:
        experts = read.feed_forward[-1]
        assert (experts.experts, experts.top_k) == (known.moe.experts, known.moe.top_k)
        assert (experts.expert_width, experts.shared_width) == (
            known.moe.expert_ffn,
            known.moe.shared * known.moe.expert_ffn,
        )


def test_further_tokens_are_noted_not_counted() -> None:
    assert "layers that predict further tokens" in " ".join(shipped("deepseek-ai--DeepSeek-V3").notes)


LLAMA = SHIPPED["meta-llama--Meta-Llama-3.1-8B"]["configuration"]


def changed(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in {**LLAMA, **fields}.items() if value != "gone"}


def test_shared_layers_come_last() -> None:
    full, shared = models.parse(changed(num_kv_shared_layers=12), "x").groups
    assert (full.kind, full.layers, shared.kind, shared.layers) == ("full", 20, "shared", 12)
    assert cache_bytes([full, shared], 10) == 20 * 10 * 4096


def test_queries_need_not_be_compressed() -> None:
    v3 = SHIPPED["deepseek-ai--DeepSeek-V3"]["configuration"]
    (group,) = models.parse({**v3, "q_lora_rank": None}, "x").groups
    assert (group.kind, group.query_rank, group.cache_bytes(1)) == ("latent", 0, 70_272)


def test_a_window_in_every_layer_or_every_second_is_known_by_type() -> None:
    mistral = models.parse(changed(model_type="mistral", sliding_window=4096), "x")
    assert [(group.kind, group.layers) for group in mistral.groups] == [("window", 32)]
    gemma = models.parse(changed(model_type="gemma2", sliding_window=4096), "x")
    assert [(group.kind, group.layers) for group in gemma.groups] == [("window", 16), ("full", 16)]
    gemma3 = models.parse(changed(model_type="gemma3_text", sliding_window=512, sliding_window_pattern=6), "x")
    assert [(group.kind, group.layers) for group in gemma3.groups] == [("window", 27), ("full", 5)]


def test_words_for_layers_say_what_ratios_and_frequencies_said() -> None:
    """DeepSeek-V4, V3.2 and MiniMax-M3 as newer files write them, against the older ones."""
    flash = SHIPPED["deepseek-ai--DeepSeek-V4-Flash"]["configuration"]
    words = {0: "sliding_attention", 4: "compressed_sparse_attention", 128: "heavily_compressed_attention"}
    newer = {
        **{name: value for name, value in flash.items() if name != "compress_ratios"},
        "layer_types": [words[ratio] for ratio in flash["compress_ratios"][:43]],
        "compress_rates": {words[ratio]: ratio for ratio in (4, 128)},
        "mlp_layer_types": ["hash_moe"] * 3 + ["moe"] * 40,
    }
    assert models.parse(newer, "x").groups == models.parse(flash, "x").groups
    assert models.parse(newer, "x").feed_forward == models.parse(flash, "x").feed_forward
    v32 = SHIPPED["deepseek-ai--DeepSeek-V3.2"]["configuration"]
    listed = models.parse({**v32, "layer_types": ["indexed_attention"] * 61}, "x")
    assert listed.groups == models.parse(v32, "x").groups
    m3 = SHIPPED["MiniMaxAI--MiniMax-M3"]["configuration"]
    flat = {"index_n_heads": 4, "index_head_dim": 128, "index_topk_blocks": 16, "index_block_size": 128}
    newer = {
        **{name: value for name, value in m3.items() if name != "sparse_attention_config"},
        "layer_types": ["full_attention"] * 3 + ["minimax_m3_sparse"] * 57,
        **flat,
    }
    assert models.parse(newer, "x").groups == models.parse(m3, "x").groups


def test_only_the_layers_that_are_listed_have_an_indexer() -> None:
    v32 = SHIPPED["deepseek-ai--DeepSeek-V3.2"]["configuration"]
    mixed = models.parse({**v32, "layer_types": ["full_attention"] + ["indexed_attention"] * 60}, "x")
    assert [(group.kind, group.layers) for group in mixed.groups] == [("latent", 1), ("sparse", 60)]


def test_recurrent_layers_are_of_the_kind_that_the_fields_describe() -> None:
    ultra = SHIPPED["nvidia--NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16"]["configuration"]
    words = {"mamba": "linear_attention", "attention": "full_attention"}
    newer = {**ultra, "layers_block_type": [words.get(word, word) for word in ultra["layers_block_type"]]}
    assert models.parse(newer, "x").groups == models.parse(ultra, "x").groups
    k3 = SHIPPED["moonshotai--Kimi-K3"]["configuration"]["text_config"]
    linear = k3["linear_attn_config"]
    flat = {"linear_num_heads": 96, "linear_head_dim": 128, "linear_conv_kernel_dim": 4}
    newer = {
        **{name: value for name, value in k3.items() if name != "linear_attn_config"},
        "layer_types": [
            "full_attention" if place in linear["full_attn_layers"] else "linear_attention" for place in range(1, 94)
        ],
        **flat,
    }
    assert models.parse(newer, "x").groups == models.parse(k3, "x").groups


def test_a_layer_may_have_a_width_of_its_own() -> None:
    one, rest = models.parse(changed(head_dim=128, per_layer_config={"00": {"head_dim": 256}}), "x").groups
    assert (one.layers, one.head_dim, rest.layers, rest.head_dim) == (1, 256, 31, 128)


def test_falcon_has_one_head_of_keys_whatever_it_says_beside() -> None:
    (group,) = models.parse(changed(multi_query=True, num_key_value_heads="gone", num_kv_heads=32), "x").groups
    assert group.kv_heads == 1


def test_a_field_that_cannot_change_the_answer_is_listed() -> None:
    assert "favourite_colour" in models.parse(changed(favourite_colour="blue"), "x").not_understood


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"hidden_size": "gone"}, "hidden_size or n_embd or d_model: missing"),
        ({"num_hidden_layers": "gone"}, "num_hidden_layers or n_layer or n_layers or num_layers: missing"),
        ({"num_attention_heads": "gone"}, "num_attention_heads or n_head or n_heads: missing"),
        ({"vocab_size": "gone"}, "vocab_size: missing"),
        ({"hidden_size": "4096"}, "hidden_size: must be a whole number from 1 to 100,000,000, not '4096'"),
        ({"hidden_size": 4096.0}, "hidden_size: must be a whole number"),
        ({"hidden_size": True}, "hidden_size: must be a whole number"),
        ({"hidden_size": -4096}, "hidden_size: must be a whole number from 1 to 100,000,000, not -4096"),
        ({"num_hidden_layers": 0}, "num_hidden_layers: must be a whole number from 1 to 10,000, not 0"),
        ({"num_hidden_layers": 10**30}, "num_hidden_layers: must be a whole number from 1 to 10,000"),
        ({"num_attention_heads": 10**9}, "num_attention_heads: must be a whole number"),
        ({"num_attention_heads": [32]}, "num_attention_heads: must be a whole number"),
        ({"num_key_value_heads": 64}, "num_key_value_heads: must be a whole number from 1 to 32, not 64"),
        ({"num_key_value_heads": 5}, "num_key_value_heads: 5 does not divide the 32 heads"),
        ({"hidden_size": 4100}, "head_dim: missing, and hidden_size 4100 is not a multiple of 32 heads"),
        ({"tie_word_embeddings": "no"}, "tie_word_embeddings: must be true or false, not str"),
        ({"layer_types": "full"}, "layer_types: must be a list of str"),
        ({"layer_types": ["full_attention"]}, "layer_types: has 1 items for 32 layers"),
        ({"layer_types": ["holographic"] * 32}, "layer_types: 'holographic' is not one of full_attention"),
        ({"layer_types": ["sliding_attention"] * 32}, "sliding_window or sliding_window_size: missing"),
        ({"layer_types": ["linear_attention"] * 32}, "linear_num_value_heads: missing"),
        ({"sliding_window": 4096}, "sliding_window: which layers have it is not known for 'llama'"),
        ({"attn_type_list": [0] * 32}, "attn_type_list: 0, linear attention"),
        ({"hybrid_override_pattern": "M*X" * 11}, "num_hidden_layers: is 32, but hybrid_override_pattern has 33"),
        ({"compress_ratios": [8] * 32, "sliding_window": 9, "head_dim": 8}, "index_n_heads: missing"),
        ({"index_topk": 2048}, "index_n_heads: missing"),
        ({"kv_lora_rank": 512}, "v_head_dim: missing"),
        ({"linear_attn_config": {"full_attn_layers": [1]}}, "full_attn_layers and kda_layers: must name each of 32"),
        (
            {"sparse_attention_config": {"use_sparse_attention": False, "sparse_window": 8}},
            "sparse_attention_config: sparse_window: not understood",
        ),
        ({"sparse_attention_config": 7}, "sparse_attention_config: must be a table, not int"),
        ({"num_experts": 8}, "num_experts_per_tok or "),
        ({"num_experts": 8, "num_experts_per_tok": 9}, "num_experts_per_tok: must be a whole number from 1 to 8"),
        ({"block_configs": [{}] * 32}, "block_configs: attention: missing"),
        ({"text_config": 3}, "text_config: must be a table, not int"),
        ({"dtype": "float7"}, "no number format is called 'float7'"),
        ({"torch_dtype": 16}, "torch_dtype: must be a short text"),
        ({"kv_compression_dim": 64}, "kv_compression_dim: not understood, and it could change the answer"),
        ({"attn_heads_by_layer": [1, 2]}, "attn_heads_by_layer: not understood, and it could change the answer"),
        ({"kv_\nnew": 64}, "'kv_\\nnew': not understood, and it could change the answer"),
        ({"ffn_dim_multiplier": 1.3}, "ffn_dim_multiplier: not understood, and it could change the answer"),
        ({"mlp_layer_types": ["rare"] * 32, "num_experts": 8, "num_experts_per_tok": 2}, "'rare' is not dense, sparse"),
        ({"per_layer_config": {"99": {}}}, "per_layer_config: '99' is not a table for one of 32 layers"),
        ({"per_layer_config": {"1": {"window": 8}}}, "per_layer_config: 'window' is not understood"),
        ({"layer_types": ["compressed_sparse_attention"] * 32}, "compress_rates: missing"),
        ({"layer_types": ["indexed_attention"] * 32}, "sparse_topk_blocks or index_topk_blocks: missing"),
        ({"max_position_embeddings": "long"}, "max_position_embeddings: must be a whole number"),
    ],
)
def test_what_cannot_be_or_is_not_understood_is_refused_by_name(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as fault:
        models.parse(changed(**fields), "my.json")
    assert said in str(fault.value)
    assert str(fault.value).startswith("my.json: ")
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("config.json", b"", "Expecting value"),
        ("config.json", b"{", "Expecting property name"),
        ("config.json", b"[1]", "expected an object"),
        ("config.json", b"\xff\xfe\x00", "not text in UTF-8"),
        ("config.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deep"),
        ("config.json", b'{"hidden_size": ' + b"9" * 10_000 + b"}", "too many digits"),
        ("config.json", b" " * 4_000_001, "4,000,001 bytes, more than the 4,000,000"),
        ("model.toml", b"hidden_size = ", "Invalid value"),
        ("model.toml", b"hidden_size = 8", "missing"),
        ("model.toml", b"num_hidden_layers = 0x" + b"f" * 10_000, "not one of more than 30 digits"),
        ("model.toml", b"a = " + b"[" * 50_000, "nested too deep"),
        ("config.json", b'{"num_hidden_layers": NaN}', "num_hidden_layers: must be a whole number"),
        ("model.gguf", b"GGUF", "expected a file ending in .json or .toml"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as fault:
        models.read(tmp_path / name)
    assert said in str(fault.value)
    assert name in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_configuration_with_a_wrong_value_anywhere_is_read_or_refused_in_one_line(name: str) -> None:
    drawn = random.Random(name)
    wrong = (None, True, False, 0, -1, 1, 3, 10**12, 1.5, float("nan"), "", "x", [], [1], [None], ["x"], {}, {"a": 1})
    for _ in range(60):
        table = copy.deepcopy(SHIPPED[name]["configuration"])
        fields = drawn.choice([table, table.get("text_config", table)])
        key = drawn.choice(list(fields))
        inner = fields[key]
        if isinstance(inner, dict) and inner:
            inner[drawn.choice(list(inner))] = drawn.choice(wrong)
        elif isinstance(inner, list) and inner and drawn.random() < 0.5:
            inner[drawn.randrange(len(inner))] = drawn.choice(wrong)
        else:
            fields[key] = drawn.choice(wrong)
        fault = ""
        try:
            model = models.parse(table, name)
            assert cache_bytes(model.groups, 1000) >= 0
            models.weights(model)
        except InputError as refused:
            fault = str(refused)
        assert "\n" not in fault
        assert len(fault) < 400


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.json: No such file"):
        models.read(tmp_path / "no.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(InputError, match=r"folder\.json: not a file"):
        models.read(tmp_path / "folder.json")


def test_toml_of_the_same_fields_reads_the_same(tmp_path: Path) -> None:
    lines = [f"{name} = {json.dumps(value)}" for name, value in LLAMA.items() if type(value) in (int, float, bool, str)]
    (tmp_path / "mine.toml").write_text("\n".join(lines))
    (tmp_path / "mine.json").write_text(json.dumps(LLAMA))
    toml, plain = models.read(tmp_path / "mine.toml"), models.read(tmp_path / "mine.json")
    assert (toml.name, toml.groups, toml.feed_forward) == (plain.name, plain.groups, plain.feed_forward)


def test_a_name_without_a_file_is_the_catalog_s(tmp_path: Path) -> None:
    assert models.find("gpt-oss-120b") is catalog.model("gpt-oss-120b")
    (tmp_path / "config.json").write_text(json.dumps(LLAMA))
    assert models.find(str(tmp_path / "config.json")).name == tmp_path.name


def test_reading_loads_no_numpy(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(LLAMA))
    code = f"import sys; from reasoncost import models; models.read({str(tmp_path / 'config.json')!r}); "
    done = subprocess.run([sys.executable, "-c", code + "sys.exit('numpy' in sys.modules)"], check=False)
    assert done.returncode == 0


def test_the_worst_file_takes_little_memory(tmp_path: Path) -> None:
    """A list of as many empty tables as the largest file holds, in a process that may use 200 MB in all."""
    (tmp_path / "config.json").write_bytes(b'{"a":[' + b"{}," * 1_333_000 + b"1]}")
    code = f"""
import resource
from reasoncost import models
from reasoncost.units import InputError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    models.read({str(tmp_path / "config.json")!r})
except InputError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 120_000

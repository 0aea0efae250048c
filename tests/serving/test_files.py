"""The largest batch of a model from a file: the catalog's where both have it, by hand where only the file has it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reasoncost import catalog, models
from reasoncost.catalog.group import LayerGroup, cache_bytes
from reasoncost.cli import main
from reasoncost.serving import Assumptions, Workload, max_batch
from reasoncost.units import InputError

SHIPPED = json.loads((Path(__file__).parents[1] / "models" / "configurations.json").read_text(encoding="utf-8"))


def shipped(name: str) -> models.Architecture:
    return models.parse(SHIPPED[name]["configuration"], name)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("meta-llama--Meta-Llama-3.1-70B", "llama-3.1-70b"),
        ("openai--gpt-oss-120b", "gpt-oss-120b"),
        ("deepseek-ai--DeepSeek-V3", "deepseek-v3"),
    ],
)
@pytest.mark.parametrize("cache", ["sharded", "tensor"])
def test_a_file_and_the_catalog_give_one_answer(file: str, name: str, cache: str) -> None:
    node, load, chosen = catalog.node("8xH200"), Workload(8000, 30), Assumptions(cache=cache, combine="sum")
    assert max_batch(shipped(file), node, load, chosen) == max_batch(catalog.model(name), node, load, chosen)


def test_a_hybrid_s_memory_by_hand() -> None:
    """Qwen3.6-27B in 8 bits on eight H100: what the weights leave of 640 GB, over states and 16 layers' cache."""
    model, tokens = shipped("nvidia--Qwen3.6-27B-NVFP4"), 100_000
    answer = max_batch(model, catalog.node("8xH100"), Workload(tokens, 1))
    sequence = 48 * 3_268_608 + 16 * 4096 * tokens
    assert cache_bytes(model.groups, tokens) == sequence
    assert answer.bounds["capacity"] == pytest.approx((640e9 - 26_895_998_464) / sequence)


def test_a_step_of_a_sparse_model_reads_what_is_picked() -> None:
    """GLM-5 holds 1,152 + 128 bytes a token and layer; a step reads 2,048 latents and all index keys."""
    model, tokens = shipped("zai-org--GLM-5"), 100_000
    node, load, chosen = catalog.node("GB200-NVL72"), Workload(tokens, 20), Assumptions(experts="all")
    bandwidth = node.count * node.accelerator.bandwidth.value
    weights = models.weights(model)
    assert weights is not None
    left = 1 / 20 - weights.total / bandwidth
    read = 78 * (2048 * 1152 + tokens * 128)
    assert max_batch(model, node, load, chosen).bounds["bandwidth"] == pytest.approx(left * bandwidth / read)


def test_uneven_heads_take_whole_places() -> None:
    """Ten key-value heads on eight accelerators: two places on each, 1.6 times the cache."""
    model = shipped("meta-llama--Meta-Llama-3.1-8B")
    uneven = replace(model, groups=(LayerGroup("full", 32, 40, 10, 128, 128),))
    node, load = catalog.node("8xH100"), Workload(8000, 1)
    one, split = (max_batch(uneven, node, load, Assumptions(cache=cache)) for cache in ("sharded", "tensor"))
    assert one.bounds["capacity"] / split.bounds["capacity"] == pytest.approx(1.6)


def test_a_model_whose_parameters_are_not_counted_is_refused() -> None:
    with pytest.raises(InputError, match="parameters are not counted: the layers of model_type 'kimi_linear'"):
        max_batch(shipped("moonshotai--Kimi-K3"), catalog.node("8xH100"), Workload(8000, 1))


def test_a_file_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(SHIPPED["Qwen--Qwen3.5-397B-A17B"]["configuration"]))
    words = ["max-batch", "--model", str(path), "--node", "8xH200", "--tokens", "32000", "--speed", "30", "--json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["bound"] == "capacity"
    assert answer["max_batch"] == (1128e9 - 396_346_350_336) // (45 * 4_341_760 + 15 * 2048 * 32_000)

"""A model on the command line."""

import json
from pathlib import Path

import pytest

from reasoncost.cli import main

SHIPPED = json.loads((Path(__file__).parents[1] / "models" / "configurations.json").read_text(encoding="utf-8"))


def written(tmp_path: Path, name: str) -> str:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(SHIPPED[name]["configuration"]))
    return str(path)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["model", *words]) == 0
    return capsys.readouterr().out


def test_a_file_in_groups_and_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(asked(capsys, written(tmp_path, "openai--gpt-oss-120b"), "--json"))
    assert answer["parameters"]["total"] == 116_829_156_672
    assert sum(part["parameters"] for part in answer["parts"]) == answer["parameters"]["total"]
    assert answer["weights_bytes"] == 65_248_815_744
    assert answer["formats"] == ["bf16", "mxfp4"]
    assert [(group["kind"], group["layers"], group.get("window")) for group in answer["groups"]] == [
        ("window", 18, 128),
        ("full", 18, None),
    ]
    assert "swiglu_limit" in answer["not_understood"]


def test_a_model_of_the_catalog_answers_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(asked(capsys, "deepseek-v3", "--json"))
    assert answer["file"] is None
    assert answer["parameters"] == {"total": 671_026_404_352, "active": 37_552_282_624, "multiplied": 36_624_596_992}
    assert answer["groups"][0]["latent_dim"] == 512


def test_the_answer_for_readers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "parameters not counted" in asked(capsys, written(tmp_path, "moonshotai--Kimi-K3"))
    said = asked(capsys, written(tmp_path, "deepseek-ai--DeepSeek-V4-Flash"))
    assert "21 layers compressed 512 window + 512 compressed for 4 positions + 128 index keys for 4 positions" in said
    said = asked(capsys, written(tmp_path, "nvidia--Qwen3.6-27B-NVFP4"))
    assert "48 layers linear     3,268,608 bytes of state" in said


def test_a_refusal_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"num_hidden_layers": -3}')
    assert main(["model", str(path)]) == 2
    error = capsys.readouterr().err
    assert error == (f"reasoncost: {path}: num_hidden_layers: must be a whole number from 1 to 10,000, not -3\n")

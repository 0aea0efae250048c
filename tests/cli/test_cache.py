"""The cache of a model on the command line."""

import json
from pathlib import Path

import pytest

from reasoncost.cli import main

SHIPPED = json.loads((Path(__file__).parents[1] / "models" / "configurations.json").read_text(encoding="utf-8"))


@pytest.fixture
def configuration(tmp_path: Path) -> str:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(SHIPPED["nvidia--Qwen3.6-27B-NVFP4"]["configuration"]))
    return str(path)


def test_a_file_s_cache_by_groups(configuration: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["cache", "--model", configuration, "--tokens", "262,144", "--sequences", "4", "--json"]
    assert main(asked) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(group["kind"], group["layers"]) for group in answer["groups"]] == [("linear", 48), ("full", 16)]
    assert answer["data_bytes"] == 4 * 16_384 * 2**20 + 627_572_736
    assert answer["data_bytes"] == sum(group["bytes"] for group in answer["groups"])
    assert answer["per_token_bytes"] == 65_536
    assert any("mtp_num_hidden_layers" in note for note in answer["notes"])


def test_a_catalog_model_in_another_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "--model", "llama-3.1-405b", "--tokens", "1000", "--kv", "mxfp8", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["data_bytes"] == 258_048 * 1000 * 33 // 32
    assert answer["mean_bytes"] == 258_048 * 1001 / 2 * 33 / 32


def test_the_answer_for_readers(configuration: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "--model", configuration, "--tokens", "262144"]) == 0
    said = capsys.readouterr().out
    assert "17.337 GB cached in bf16 (17,336,762,368 bytes), 262,144 tokens" in said
    assert "65,536 bytes for a token" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"--tokens": "many"}, "tokens must be a whole number from 1 to 1,000,000,000,000, not 'many'"),
        ({"--tokens": "0"}, "tokens must be"),
        ({"--tokens": "-1"}, "tokens must be"),
        ({"--tokens": "1e99"}, "tokens must be"),
        ({"--tokens": "9" * 5000}, "tokens must be"),
        ({"--sequences": "1.5"}, "sequences must be"),
        ({"--kv": "fp3"}, "no number format is called 'fp3'"),
        ({"--model": "llama-9"}, "no model is called 'llama-9'"),
        ({"--model": "/nowhere/config.json"}, "/nowhere/config.json: No such file"),
        ({"--model": "here/model.bin"}, "here/model.bin: expected a file ending in .json or .toml"),
    ],
)
def test_bad_input_is_one_line(changes: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"--model": "gpt-oss-120b", "--tokens": "100", **changes}
    assert main(["cache", *(word for pair in options.items() for word in pair)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1

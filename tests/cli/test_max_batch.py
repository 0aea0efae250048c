"""`reasoncost max-batch`: the JSON that other programs rely on, and one line for bad input."""

import json

import pytest

from reasoncost.cli import main

PLAIN = ["max-batch", "--model", "llama-3.1-405b", "--node", "8xH100", "--tokens", "7661", "--speed", "30"]


def test_json(capsys):
    assert main([*PLAIN, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["max_batch", "bound", "bounds", "step_ms", "assumptions", "not_modeled"]
    assert (answer["max_batch"], answer["bound"]) == (59, "capacity")
    assert set(answer["bounds"]) == {"capacity", "bandwidth", "compute", "latency", "together"}
    assert all(set(assumption) == {"name", "value", "why"} for assumption in answer["assumptions"])


def test_no_solution_is_no_failure(capsys):
    assert main([*PLAIN, "--weights", "bf16", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["max_batch"] is None
    assert "811.7 GB" in answer["reason"]


def test_text_names_bound_and_assumptions(capsys):
    assert main(PLAIN) == 0
    shown = capsys.readouterr().out
    assert "59, bound by capacity" in shown
    assert "not modelled" in shown
    assert "405,853,388,800 two FLOPs each for a token; 0.5% of them are only looked up" in shown


CHIP = """
[Chip]
count = 16
hbm_label = {value = 128e9, unit = "byte"}
bandwidth = {value = 4e12, unit = "byte/s", source = "datasheet", date = "2026"}
peak.fp8 = {value = 1e15, unit = "FLOP/s"}
scale_up = {value = 8, unit = "accelerator"}
"""


def test_a_node_of_a_file_is_answered_with_what_has_no_source(tmp_path, capsys):
    file = tmp_path / "my.toml"
    file.write_text(CHIP)
    assert main([*PLAIN, "--node", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["bounds"]["capacity"] == pytest.approx((16 * 128e9 - 405_853_388_800) / (7661 * 516_096))
    (unsourced,) = (entry for entry in answer["assumptions"] if entry["name"] == "unsourced")
    assert unsourced["value"] == "hbm_label, scale_up, peak fp8"
    assert main([*PLAIN, "--node", str(file), "--speed", "300"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert (len(shown), shown[1]) == (2, "unsourced: hbm_label, scale_up, peak fp8")


def test_products_in_a_format_that_the_accelerator_lacks_are_refused(tmp_path, capsys):
    file = tmp_path / "my.toml"
    file.write_text(CHIP)
    assert main([*PLAIN, "--node", str(file), "--weights", "bf16"]) == 2
    assert capsys.readouterr().err == "reasoncost: Chip has no rate for bf16 or a wider format; it has fp8\n"


@pytest.mark.parametrize(
    "change",
    [
        ["--model", "llama-9"],
        ["--node", "9xH100"],
        ["--node", "none.toml"],
        ["--node", f"{10**9}xH100"],
        ["--tokens", "many"],
        ["--speed", "-3"],
        ["--mbu", "2"],
        ["--weights", "fp3"],
        ["--granularity", "1.5"],
        ["--combine", "mean"],
        ["--hbm", "guess"],
        ["--tokens", "nan"],
    ],
)
def test_bad_input(change, capsys):
    assert main([*PLAIN, *change]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "Traceback" not in error

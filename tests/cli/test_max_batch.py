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


@pytest.mark.parametrize(
    "change",
    [
        ["--model", "llama-9"],
        ["--node", "9xH100"],
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

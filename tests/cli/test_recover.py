"""`reasoncost recover`: the JSON that other programs rely on, and one line for bad input."""

import json

import pytest

from reasoncost.cli import main

PAIR = ["max-batch-o1-preview", "max-batch-gpt-4o"]


def test_json(capsys):
    assert main(["recover", *PAIR, "--json"]) == 0
    recovery = json.loads(capsys.readouterr().out)
    assert recovery["claims"] == PAIR
    assert {"space", "survivors", "share", "chance_share", "axes", "simplest"} <= set(recovery)
    assert recovery["axes"]["batches"]["eights"] > recovery["axes"]["batches"]["whole"]


def test_order_of_claims_does_not_matter(capsys):
    main(["recover", *PAIR, "--json"])
    first = capsys.readouterr().out
    main(["recover", *PAIR[::-1], "--json"])
    assert capsys.readouterr().out == first


def test_a_narrowed_search(capsys):
    narrow = ["--axis", "node=8xH100", "--axis", "mbu=0.8", "--axis", "prompt=0", "--axis", "link=none"]
    assert main(["recover", *PAIR, *narrow, "--json"]) == 0
    recovery = json.loads(capsys.readouterr().out)
    assert list(recovery["axes"]["node"]) == ["8xH100"]
    assert recovery["space"] < 200_000


def test_text(capsys):
    assert main(["recover", *PAIR]) == 0
    assert "fewest departures" in capsys.readouterr().out


@pytest.mark.parametrize(
    "bad",
    [
        ["no-such-claim"],
        ["kv-linear"],
        [PAIR[0], "--axis", "mbu="],
        [PAIR[0], "--axis", "mbu"],
        [PAIR[0], "--axis", "colour=red"],
        [PAIR[0], "--axis", "mbu=7"],
    ],
)
def test_bad_input(bad, capsys):
    assert main(["recover", *bad]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1

"""The refit command: what it refuses. What it computes is tested in tests/studies/test_refit.py."""

import pytest

from reasoncost.cli import main


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "/nowhere"], "/nowhere is not a folder"),
        (["--out", ".", "--resamples", "0"], "--resamples must be at least 1, not 0"),
        (["--out", ".", "--processes", "-1"], "--processes must be at least 1, not -1"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], message: str, capsys) -> None:
    assert main(["refit", *arguments]) == 2
    assert capsys.readouterr().err == f"reasoncost: {message}\n"

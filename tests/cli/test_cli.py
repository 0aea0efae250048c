"""The command line: what other programs rely on, and one line for bad input."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from priceofthought.ledger import LEDGER
from reasoncost.cli import main


def test_a_law_gives_name_value_unit_and_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["batch=1", "tokens=1", "layers=126", "kv_heads=8", "head_dim=128", "element_bytes=2"]
    assert main(["law", "kv_cache_bytes", *given, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["name"], record["value"], record["unit"]) == ("kv_cache_bytes", 516_096, "byte")
    assert record["inputs"]["layers"] == 126


def test_the_laws_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "--json"]) == 0
    assert "kv_cache_bytes" in {law["name"] for law in json.loads(capsys.readouterr().out)}


def test_the_audit_lists_all_claims(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--json", "--strict"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(LEDGER.claims)


def test_strict_fails_where_a_verdict_is_not_the_recorded_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = LEDGER.entry("kv-usable")
    changed = replace(entry, claim=replace(entry.claim, recorded="reproduced"))
    monkeypatch.setitem(LEDGER._entries, "kv-usable", changed)
    assert main(["audit", "kv-usable", "--strict"]) == 1
    assert "kv-usable: computed contradicted, recorded reproduced" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["bibtex", "csl-json", "text"])
@pytest.mark.parametrize("name", ["kv-usable", "fig-kv-length"])
def test_figures_and_claims_can_be_cited(form: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", name, "--format", form]) == 0
    assert f"#{name}" in capsys.readouterr().out


def test_figures_are_written_in_every_format(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "fig-kv-sharing", "--out", str(tmp_path)]) == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".svg", ".pdf", ".png", ".csv"}
    assert len(capsys.readouterr().out.splitlines()) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "kv-usabel"],
        ["law", "kv_cache_byte"],
        ["law", "kv_cache_bytes", "batch=many"],
        ["law", "kv_cache_bytes", "batch"],
        ["law", "kv_cache_bytes", "batch=1", "batch=2"],
        ["law", "kv_cache_bytes", "batch=-1", "tokens=1", "layers=1", "kv_heads=1", "head_dim=1", "element_bytes=1"],
        ["law", "kv_cache_bytes", "users=1"],
        ["cite", "fig-nothing"],
        ["cite", "kv-usable", "--format", "endnote"],
        ["figures", "fig-nothing", "--out", "somewhere"],
        ["figures", "fig-kv-sharing", "--out", "/dev/null/x"],
        ["figures"],
        ["nothing"],
        [],
    ],
)
def test_bad_input_gets_one_line_and_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = stop.code
    captured = capsys.readouterr()
    assert status == 2
    assert len(captured.err.splitlines()) == 1
    assert captured.out == ""


@pytest.mark.parametrize(
    ("arguments", "package", "wanted"),
    [
        ("refit --out {folder}", "tqdm", "priceofthought[refit]"),
        ("audit kv-formula", "sympy", "reasoncost[symbols]"),
    ],
)
def test_a_missing_package_is_named_with_the_extra_that_installs_it(
    arguments: str,
    package: str,
    wanted: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    LEDGER._entries.clear()
    monkeypatch.setitem(sys.modules, package, None)
    assert main(arguments.format(folder=tmp_path).split()) == 2
    assert capsys.readouterr().err == f"reasoncost: this needs {package}: pip install '{wanted}'\n"

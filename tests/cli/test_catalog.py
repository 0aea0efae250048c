"""The catalog on the command line."""

import json

import pytest

from reasoncost import catalog
from reasoncost.cli import main


def test_every_model_is_listed_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    listed = {record["name"]: record for record in json.loads(capsys.readouterr().out)}
    assert set(listed) == set(catalog.models())
    assert all(record["sources"] for record in listed.values())
    assert listed["llama-3.1-405b"]["counted_total"]["value"] == 405_853_388_800
    assert listed["deepseek-v3"]["mla"]["latent_dim"] == 512


def test_every_node_is_listed_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nodes", "--json"]) == 0
    listed = {record["name"]: record for record in json.loads(capsys.readouterr().out)}
    assert set(listed) == set(catalog.nodes())
    h100 = listed["8xH100-SXM"]
    assert (h100["count"], h100["accelerator"]["bandwidth"]["value"]) == (8, 3.35e12)
    assert all(record["accelerator"]["bandwidth"]["source"] for record in listed.values())


def test_every_node_is_listed_with_what_an_accelerator_costs_an_hour(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nodes", "--json"]) == 0
    listed = {one["name"]: one["rents"] for one in json.loads(capsys.readouterr().out)}
    assert [rent["value"] for rent in listed["8xH100-SXM"]] == [2.95, None, 1.3]
    assert listed["8xGaudi3"] == []
    assert main(["nodes"]) == 0
    shown = capsys.readouterr().out
    assert "on-demand, an hour: 1.99 to 5 USD (2026-05; low: the smallest clouds; high: hyperscalers)" in shown
    assert "TCO, an hour: 2.652 to 3.3 USD (2026-05; not confirmed; a hyperscaler's" in shown


def test_the_plain_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    models = capsys.readouterr().out
    assert "405,853,388,800 parameters\n    126 layers, GQA with 128 heads, 8 key-value heads of 128" in models
    assert models.count("source: ") >= len(catalog.models())
    assert main(["nodes"]) == 0
    nodes = capsys.readouterr().out
    assert "memory by label: 80 GB" in nodes
    assert "memory as reported: 85.5208 GB" in nodes
    assert "CPUs for 8: 2  source: mlcommons/inference_results_v3.1" in nodes
    assert "CPUs for 16: not confirmed [one CPU tray" in nodes
    assert "7.38 TB/s (elsewhere 7.2)  source: docs.cloud.google.com/tpu/docs/tpu7x" in nodes
    assert "989 TFLOP/s (elsewhere 989.4) [not confirmed: no page with the H800's own dense rates" in nodes

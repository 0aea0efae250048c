from collections import Counter

import pytest

from reasoncost import catalog
from reasoncost.catalog.measurement import KINDS, parse
from reasoncost.records import parse_json
from reasoncost.units import GIB, InputError

ROW = {
    "id": "r",
    "group": "g",
    "kind": "step",
    "value": 10,
    "unit": "millisecond",
    "source": "s",
    "date": "2024",
}
SOURCES = {"s": {"source": "a page"}}


def test_every_collected_figure_is_a_row_or_left_out_with_a_reason():
    assert len(catalog.measurements()) + len(catalog.measurements_left_out()) == 481
    assert all(row.reason and row.source for row in catalog.measurements_left_out())


def test_how_many_of_each_kind():
    assert Counter(row.kind for row in catalog.measurements()) == {
        "throughput": 370,
        "kernel": 38,
        "step": 37,
        "bandwidth": 14,
        "prefill": 6,
        "capacity": 5,
        "tokens": 5,
        "static": 4,
    }
    assert {row.kind for row in catalog.measurements()} == set(KINDS)


def test_shapes_are_named_by_catalog_models():
    named = {row.model for row in catalog.measurements() if row.model}
    assert named <= set(catalog.models())


def test_the_start_up_log_of_the_405b():
    (row,) = catalog.measurements(kind="capacity", model="llama-3.1-405b", date="2024-07-24")
    assert (row.value, row.unit, row.cache, row.accelerators) == (79_392, "token", "bf16", 8)
    weights = row.details["weights_gib_per_accelerator"] * GIB * row.accelerators
    assert weights == pytest.approx(496e9, rel=0.001)  # far above one byte a parameter: only some blocks are in fp8


def test_what_readers_must_know_is_marked():
    rows = {row.id: row for row in catalog.measurements()}
    tables = [row for row in rows.values() if row.group == "TensorRT-LLM" and row.software != "TensorRT-LLM 0.5.0"]
    assert len(tables) == 345
    assert all(row.cache_assumed for row in tables)
    assert {row.software for row in tables if not row.confirmed} == {
        "TensorRT-LLM v0.20",
        "TensorRT-LLM v0.20-v0.21",
        "TensorRT-LLM v0.21",
    }
    assert all(row.context_assumed for row in rows.values() if row.group == "InferenceX")
    assert len(catalog.measurements(flags="multi-token")) == 4
    assert len(catalog.measurements(flags="second-hand")) == 24
    assert not any(row.confirmed for row in catalog.measurements(flags="second-hand"))


def test_derived_step_times_follow_from_the_published_rates():
    for row in catalog.measurements(flags="derived"):
        rate = row.details["tokens_per_second_per_node"] / 8
        assert row.value == pytest.approx(1000 * row.details["batch_per_accelerator"] / rate)


def test_filters():
    assert catalog.measurements(accelerator="h100") == catalog.measurements(accelerator="H100-SXM")
    assert {row.accelerator for row in catalog.measurements(accelerator="H800")} == {"H800"}
    both = catalog.measurements(kind="step", model="deepseek-r1")
    assert both
    assert all(row.kind == "step" and row.model == "deepseek-r1" for row in both)
    assert catalog.measurements(kind="capacity", accelerator="B200") == ()


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ({"kinds": "step"}, r"no field 'kinds'; did you mean kind\?"),
        ({"kind": "steps"}, r"no measurement has kind 'steps'; did you mean step\?"),
        ({"model": "llama-4"}, r"no measurement has model 'llama-4'; did you mean llama"),
    ],
)
def test_filters_that_nothing_satisfies(filters, says):
    with pytest.raises(InputError, match=says):
        catalog.measurements(**filters)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": "t"}, "f.json: r: source: 't' is not among the sources"),
        ({"kind": "speed"}, "f.json: r: kind 'speed' is not one of"),
        ({"unit": "ms"}, "f.json: r: unit 'ms' is not known"),
        ({"value": 0}, "f.json: r: value must be above 0"),
        ({"date": "May"}, "f.json: r: date 'May' is not"),
        ({"flags": ["odd"]}, "f.json: r: flag 'odd' is not one of"),
        ({"details": {"x": "y"}}, "f.json: r: details: x: 'y' is not a number"),
        ({"batch": "many"}, "f.json: r: batch: 'many' is not a number"),
    ],
)
def test_a_malformed_row(change, says):
    assert len(parse({"sources": SOURCES, "measurements": [ROW]}, "f.json")) == 1
    with pytest.raises(InputError) as fault:
        parse({"sources": SOURCES, "measurements": [ROW | change]}, "f.json")
    assert str(fault.value).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "f.json: Expecting property name"),
        ("[]", "f.json: expected an object"),
        ("{}", "f.json: sources: expected a table"),
        ('{"sources": {}}', "f.json: measurements: expected an array"),
        ('{"sources": {}, "measurements": [1]}', "f.json: entry 1: expected a table with an id"),
    ],
)
def test_a_malformed_file(text, says):
    with pytest.raises(InputError) as fault:
        parse(parse_json(text, "f.json"), "f.json")
    assert str(fault.value).startswith(says)


def test_an_id_stands_once():
    with pytest.raises(InputError, match=r"f\.json: r: the id stands twice"):
        parse({"sources": SOURCES, "measurements": [ROW, ROW]}, "f.json")


def test_a_number_that_a_row_may_lack():
    (row,) = catalog.measurements(kind="capacity", model="llama-3.1-405b", date="2024-07-24")
    assert row.number("accelerators") == 8
    with pytest.raises(InputError, match=f"{row.id}: input_tokens is not known"):
        row.number("input_tokens")

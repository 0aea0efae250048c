"""A malformed data file ends as one line that names file, entry and field."""

import pytest

from reasoncost.catalog import Accelerator, Format, LossFit, Model, Value
from reasoncost.catalog.price import parse as prices
from reasoncost.records import named, parse_toml
from reasoncost.units import InputError

CONSTANT = '[x]\nvalue = 1\nunit = "token"\nsource = "s"\ndate = "2024"\n'
MODEL = """
[m]
title = "M"
released = "2024"
layers = 4
hidden = 8
heads = 4
kv_heads = 2
head_dim = 2
ffn = 16
vocab = 10
attention = "GQA"
local_layers = 0
global_layers = 4
context = 100
native_dtype = "bfloat16"
tied_embeddings = false
sources = ["s"]
counted_total = {value = 1, unit = "parameter", source = "s", date = "2024"}
counted_active = {value = 1, unit = "parameter", source = "s", date = "2024"}
"""
ACCELERATOR = """
[a]
title = "A"
vendor = "V"
hbm_label = {value = 80, unit = "byte", source = "s", date = "2024"}
bandwidth = {value = 3, unit = "byte/s", source = "s", date = "2024"}
scale_up = {value = 8, unit = "accelerator", source = "s", date = "2024"}
peak.bf16 = {value = 9, unit = "FLOP/s", source = "s", date = "2024"}
"""
FORMAT = '[q]\nbits = 4\nblock = 32\nscale_bits = 8\nsource = "s"\ndate = "2024"\n'
FIT = '[x]\ntitle = "t"\nalpha = 0.3\nbeta = 0.3\nsource = "s"\ndate = "2024"\n'
BF16 = 'peak.bf16 = {value = 9, unit = "FLOP/s", source = "s", date = "2024"}'
ERRORS = "alpha = 0.3\nstandard_errors = {gamma = 1}"
PRICE = '[[token.p]]\nseen = "2024-01-01/2024-02-01"\ninput = 1.0\noutput = 2.0\nsources = ["s"]\n'


def parse(kind, text):
    tables = parse_toml(text, "f.toml")
    return prices(tables, "f.toml") if kind is prices else named(kind, tables, "f.toml")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Value, CONSTANT),
        (Model, MODEL),
        (Accelerator, ACCELERATOR),
        (Format, FORMAT),
        (LossFit, FIT),
        (prices, PRICE),
    ],
)
def test_the_specimens_are_well_formed(kind, text):
    assert len(parse(kind, text)) == 1


@pytest.mark.parametrize(
    ("kind", "text", "old", "new", "says"),
    [
        (Value, CONSTANT, "value = 1", "value =", "f.toml: Invalid value"),
        (Value, CONSTANT, "value = 1", 'value = "1"', "f.toml: x: value: '1' is not a number"),
        (Value, CONSTANT, "value = 1", "value = true", "f.toml: x: value: True is not a number"),
        (Value, CONSTANT, 'source = "s"\n', "", "f.toml: x: source: missing"),
        (Value, CONSTANT, "unit", "units", "f.toml: x: units: unknown field; did you mean unit?"),
        (Value, CONSTANT, '"token"', '"furlong"', "f.toml: x: unit 'furlong' is not known"),
        (Value, CONSTANT, CONSTANT, "x = 1", "f.toml: x: expected a table"),
        (Model, MODEL, "layers = 4", "layers = 4.5", "f.toml: m: layers: 4.5 is not a whole number"),
        (Model, MODEL, "hidden = 8", "hidden = 0", "f.toml: m: hidden: must be above 0"),
        (Model, MODEL, "kv_heads = 2", "kv_heads = 3", "f.toml: m: heads 4 is not a multiple of kv_heads 3"),
        (Model, MODEL, '"GQA"', '"MLA"', "f.toml: m: mla must be given exactly where"),
        (Model, MODEL, '"GQA"', '"ABC"', "f.toml: m: attention 'ABC' is not one of MHA"),
        (Model, MODEL, '"bfloat16"', '"b16"', "f.toml: m: no number format is called 'b16'; did you mean bf16"),
        (Model, MODEL, "global_layers = 4", "global_layers = 3", "f.toml: m: local_layers and global_layers"),
        (Model, MODEL, "context = 100", "context = 100\nwindow = 3", "f.toml: m: window must be given exactly"),
        (Model, MODEL, '["s"]', "[]", "f.toml: m: sources is empty"),
        (Model, MODEL, '["s"]', '["s"]\nunconfirmed = ["shape"]', "f.toml: m: unconfirmed: 'shape' is not"),
        (Model, MODEL, '"2024"\n', '"July"\n', "f.toml: m: released 'July' is not YYYY"),
        (
            Model,
            MODEL,
            '["s"]',
            '["s"]\nmoe = {experts = 2, top_k = 3, expert_ffn = 4}',
            "f.toml: m: moe: top_k 3 is above experts 2",
        ),
        (Accelerator, ACCELERATOR, '"byte/s"', '"byte"', "f.toml: a: bandwidth: must be above 0 and in byte/s"),
        (Accelerator, ACCELERATOR, "peak.bf16", "peak.int8", "f.toml: a: peak: int8: must be above 0 and in OP/s"),
        (Accelerator, ACCELERATOR, "80", '"80 GB"', "f.toml: a: hbm_label: value: '80 GB' is not a number"),
        (
            Accelerator,
            ACCELERATOR,
            'vendor = "V"',
            'vendor = "V"\nhost = {accelerators = 8, source = "s", date = "2024"}',
            "f.toml: a: host: a host without cpus must be unconfirmed",
        ),
        (Accelerator, ACCELERATOR, BF16, "peak = {}", "f.toml: a: peak: must name a precision"),
        (Accelerator, ACCELERATOR, ACCELERATOR, "a = 1", "f.toml: a: expected a table, not 1"),
        (Format, FORMAT, "bits = 4", "bits = 0", "f.toml: q: bits and block must be above 0"),
        (Format, FORMAT, "block = 32", "block = 0.5", "f.toml: q: block: 0.5 is not a whole number"),
        (Format, FORMAT, '"s"', '" "', "f.toml: q: source must not be empty"),
        (LossFit, FIT, "alpha = 0.3", "alpha = 0.3\nE = 1.0", "f.toml: x: E, A and B are given together or not at all"),
        (LossFit, FIT, "alpha = 0.3", "alpha = -0.3", "f.toml: x: alpha: must be above 0"),
        (LossFit, FIT, "alpha = 0.3", "alpha = 0.3\ntokens = [2, 1]", "f.toml: x: tokens: expected"),
        (
            LossFit,
            FIT,
            "alpha = 0.3",
            "alpha = 0.3\nstandard_errors = {gamma = 1}",
            "f.toml: x: standard_errors: 'gamma'",
        ),
        (LossFit, FIT, '"2024"', '"2024"\nconfirmed = false', "f.toml: x: an unconfirmed fit needs a note"),
        (prices, PRICE, "input = 1.0", "input = -1.0", "f.toml: token: p: input: must be above 0"),
        (prices, PRICE, "2024-01-01/", "2024-03-01/", "f.toml: token: p: seen: "),
        (prices, PRICE, "[[token.p]]", "[token.p]", "f.toml: token: p: expected an array of periods"),
        (prices, PRICE, "[[token.p]]", "[[tokens.p]]", "f.toml: token: expected a table"),
    ],
)
def test_a_fault_names_file_entry_and_field(kind, text, old, new, says):
    assert old in text
    with pytest.raises(InputError) as fault:
        parse(kind, text.replace(old, new))
    assert str(fault.value).startswith(says)
    assert "\n" not in str(fault.value)

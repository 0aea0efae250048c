"""A malformed data file ends as one line that names file, entry and field."""

import pytest

from reasoncost.catalog import files
from reasoncost.catalog.accelerator import parse as accelerators
from reasoncost.catalog.constant import parse as constants
from reasoncost.catalog.model import parse as models
from reasoncost.catalog.price import parse as prices
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
PRICE = '[[token.p]]\nseen = "2024-01-01/2024-02-01"\ninput = 1.0\noutput = 2.0\nsources = ["s"]\n'


def parse(parser, text):
    return parser(files.parse_toml(text, "f.toml"), "f.toml")


@pytest.mark.parametrize(
    ("parser", "text"),
    [
        (constants, CONSTANT),
        (models, MODEL),
        (accelerators, ACCELERATOR),
        (prices, PRICE),
    ],
)
def test_the_specimens_are_well_formed(parser, text):
    assert len(parse(parser, text)) == 1


@pytest.mark.parametrize(
    ("parser", "text", "old", "new", "says"),
    [
        (constants, CONSTANT, "value = 1", "value =", "f.toml: Invalid value"),
        (constants, CONSTANT, "value = 1", 'value = "1"', "f.toml: x: value: '1' is not a number"),
        (constants, CONSTANT, "value = 1", "value = true", "f.toml: x: value: True is not a number"),
        (constants, CONSTANT, 'source = "s"\n', "", "f.toml: x: source: missing"),
        (constants, CONSTANT, "unit", "units", "f.toml: x: units: unknown field; did you mean unit?"),
        (constants, CONSTANT, '"token"', '"furlong"', "f.toml: x: unit 'furlong' is not known"),
        (constants, CONSTANT, CONSTANT, "x = 1", "f.toml: x: expected a table"),
        (models, MODEL, "layers = 4", "layers = 4.5", "f.toml: m: layers: 4.5 is not a whole number"),
        (models, MODEL, "hidden = 8", "hidden = 0", "f.toml: m: hidden: must be above 0"),
        (models, MODEL, "kv_heads = 2", "kv_heads = 3", "f.toml: m: heads 4 is not a multiple of kv_heads 3"),
        (models, MODEL, '"GQA"', '"MLA"', "f.toml: m: mla must be given exactly where"),
        (models, MODEL, '"GQA"', '"ABC"', "f.toml: m: attention 'ABC' is not one of MHA"),
        (models, MODEL, '"bfloat16"', '"b16"', "f.toml: m: native_dtype 'b16' is not one of"),
        (models, MODEL, "global_layers = 4", "global_layers = 3", "f.toml: m: local_layers and global_layers"),
        (models, MODEL, "context = 100", "context = 100\nwindow = 3", "f.toml: m: window must be given exactly"),
        (models, MODEL, '["s"]', "[]", "f.toml: m: sources is empty"),
        (models, MODEL, '["s"]', '["s"]\nunconfirmed = ["shape"]', "f.toml: m: unconfirmed: 'shape' is not"),
        (models, MODEL, '"2024"\n', '"July"\n', "f.toml: m: released 'July' is not YYYY"),
        (
            models,
            MODEL,
            '["s"]',
            '["s"]\nmoe = {experts = 2, top_k = 3, expert_ffn = 4}',
            "f.toml: m: moe: top_k 3 is above experts 2",
        ),
        (accelerators, ACCELERATOR, '"byte/s"', '"byte"', "f.toml: a: bandwidth: must be above 0 and in byte/s"),
        (accelerators, ACCELERATOR, "peak.bf16", "peak.int8", "f.toml: a: peak: int8: must be in OP/s"),
        (accelerators, ACCELERATOR, "80", '"80 GB"', "f.toml: a: hbm_label: value: '80 GB' is not a number"),
        (
            accelerators,
            ACCELERATOR,
            'vendor = "V"',
            'vendor = "V"\nhost = {accelerators = 8, source = "s", date = "2024"}',
            "f.toml: a: host: a host without cpus must be unconfirmed",
        ),
        (prices, PRICE, "input = 1.0", "input = -1.0", "f.toml: token: p: input: must be above 0"),
        (prices, PRICE, "2024-01-01/", "2024-03-01/", "f.toml: token: p: seen: "),
        (prices, PRICE, "[[token.p]]", "[token.p]", "f.toml: token: p: expected an array of periods"),
        (prices, PRICE, "[[token.p]]", "[[tokens.p]]", "f.toml: token: expected a table"),
    ],
)
def test_a_fault_names_file_entry_and_field(parser, text, old, new, says):
    assert old in text
    with pytest.raises(InputError) as fault:
        parse(parser, text.replace(old, new))
    assert str(fault.value).startswith(says)
    assert "\n" not in str(fault.value)

from fractions import Fraction

import pytest

from reasoncost import catalog
from reasoncost.units import InputError


@pytest.mark.parametrize(
    ("name", "element", "bits_in_memory"),
    [
        ("fp32", 4, 32),
        ("bf16", 2, 16),
        ("fp16", 2, 16),
        ("fp8", 1, 8),
        ("fp8-block", 1, 8 + Fraction(32, 128 * 128)),
        ("mxfp8", 1, 8 + Fraction(8, 32)),
        ("fp4", 0.5, 4),
        ("mxfp4", 0.5, 4 + Fraction(8, 32)),
        ("nvfp4", 0.5, 4 + Fraction(8, 16)),
        ("int8", 1, 8),
        ("int4", 0.5, 4 + Fraction(16, 128)),
    ],
)
def test_bytes_of_an_element_with_and_without_its_scales(name, element, bits_in_memory):
    number_format = catalog.number_format(name)
    assert catalog.element_bytes(name) == number_format.element_bytes == element
    assert number_format.bytes_per_element == bits_in_memory / 8
    assert isinstance(number_format.bytes_per_element, Fraction)


@pytest.mark.parametrize(
    ("name", "block", "parts"),
    [
        # bytes of a block by ggml's structs: 16-bit scales and offsets, packed scales, low and high bits
        ("q4_0", 32, (2, 16)),
        ("q4_1", 32, (2, 2, 16)),
        ("q5_0", 32, (2, 4, 16)),
        ("q5_1", 32, (2, 2, 4, 16)),
        ("q8_0", 32, (2, 32)),
        ("q2_k", 256, (2, 2, 16, 64)),
        ("q3_k", 256, (2, 64, 32, 12)),
        ("q4_k", 256, (2, 2, 128, 12)),
        ("q5_k", 256, (2, 2, 128, 32, 12)),
        ("q6_k", 256, (2, 128, 64, 16)),
        ("mxfp4", 32, (1, 16)),
        ("nvfp4", 64, (4, 32)),
    ],
)
def test_the_blocks_of_ggml_have_its_bytes(name, block, parts):
    assert catalog.number_format(name).bytes_per_element * block == sum(parts)


def test_mxfp4_takes_17_bytes_for_32_elements():
    assert catalog.number_format("mxfp4").bytes_per_element == Fraction(17, 32)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("bfloat16", "bf16"),
        ("BF16", "bf16"),
        ("16-bit", "bf16"),
        ("float16", "fp16"),
        ("8-bit", "fp8"),
        ("Q4_K", "q4_k"),
    ],
)
def test_one_format_has_several_spellings(alias, name):
    assert catalog.number_format(alias) is catalog.number_format(name)


def test_an_unknown_format_gets_the_nearest_names():
    with pytest.raises(InputError, match="no number format is called 'fp6'; did you mean fp16 or fp8 or fp4"):
        catalog.number_format("fp6")


def test_every_format_that_the_catalog_names_is_known():
    models = [model.native_dtype for model in catalog.models().values()]
    experts = [model.moe.dtype for model in catalog.models().values() if model.moe and model.moe.dtype]
    rows = [name for row in catalog.measurements() for name in (row.weights, row.cache) if name]
    peaks = [precision for accelerator in catalog.accelerators().values() for precision in accelerator.peak]
    for name in {*models, *experts, *rows, *peaks}:
        assert catalog.number_format(name).bits

"""The laws of a transformer's components, against matrices listed one by one."""

import pytest

from reasoncost.laws import transformer

LAWS = (
    transformer.plain_ffn_parameters,
    transformer.latent_expansion_parameters,
    transformer.latent_attention_parameters,
    transformer.qkv_bias_parameters,
    transformer.vector_parameters,
)


def test_plain_ffn():
    assert transformer.plain_ffn_parameters(layers=12, hidden=768, ffn=3072) == 12 * (768 * 3072 + 3072 * 768)


def test_latent_attention_of_deepseek_v3():
    """The projections as deepseek2024v3 names them: W^DQ, W^UQ with W^QR, W^DKV with W^KR, W^UK with W^UV, W^O."""
    d, h, r_q, d_c, d_r, d_n, d_v = 7168, 128, 1536, 512, 64, 128, 128
    matrices = [(d, r_q), (r_q, h * (d_n + d_r)), (d, d_c + d_r), (d_c, h * (d_n + d_v)), (h * d_v, d)]
    expected = 61 * sum(rows * columns for rows, columns in matrices)
    shapes = {"query_rank": r_q, "latent_dim": d_c, "rope_dim": d_r, "nope_dim": d_n, "value_dim": d_v}
    assert transformer.latent_attention_parameters(layers=61, hidden=d, heads=h, **shapes) == expected


def test_the_expansion_is_part_of_latent_attention():
    shapes = {"layers": 2, "heads": 4, "latent_dim": 24, "nope_dim": 16, "value_dim": 8}
    rest = {"hidden": 64, "query_rank": 32, "rope_dim": 8}
    without = transformer.latent_attention_parameters(**shapes | {"latent_dim": 0}, **rest)
    latents = 2 * 64 * 24
    expansion = transformer.latent_expansion_parameters(**shapes)
    assert transformer.latent_attention_parameters(**shapes, **rest) == without + latents + expansion


def test_qkv_bias():
    assert transformer.qkv_bias_parameters(layers=80, heads=64, kv_heads=8, head_dim=128) == 80 * (8192 + 1024 + 1024)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_dimensions(law):
    law.check_dimensions()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_symbols_give_what_numbers_give(law):
    values = {p.name: place + 2 for place, p in enumerate(law.parameters)}
    assert law.expr(**values) == law(**values)

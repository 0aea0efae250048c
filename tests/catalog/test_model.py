import pytest

from reasoncost import catalog
from reasoncost.units import InputError

MODELS = catalog.models().values()


def test_llama_3_1_405b():
    llama = catalog.model("llama-3.1-405b")
    assert (llama.layers, llama.hidden, llama.heads, llama.kv_heads, llama.head_dim) == (126, 16384, 128, 8, 128)
    assert llama.counted_total.value == 405_853_388_800
    assert llama.attention == "GQA"


def parameters(model, active):
    """Parameters from the shapes, matrix by matrix: an independent sum that the recorded counts must equal."""
    if model.mla:
        mla, heads = model.mla, model.heads
        down = model.hidden * (mla.query_rank + mla.latent_dim + mla.rope_dim)
        up = heads * (mla.query_rank * (mla.nope_dim + mla.rope_dim) + mla.latent_dim * (mla.nope_dim + mla.value_dim))
        attention = down + up + mla.query_rank + mla.latent_dim + heads * mla.value_dim * model.hidden
    else:
        query, cache = model.heads * model.head_dim, model.kv_heads * model.head_dim
        attention = 2 * model.hidden * (query + cache)
        attention += model.qkv_bias * (query + 2 * cache) + model.output_bias * model.hidden
        attention += model.qk_norm * 2 * model.head_dim + model.attention_sinks * model.heads
    norm = model.hidden * (2 if model.norm_bias else 1)
    matrices = 3 if model.gated_mlp else 2
    dense = matrices * model.hidden * model.ffn + model.mlp_bias * (model.ffn + model.hidden)
    feed_forward = model.layers * dense
    if model.moe:
        moe = model.moe
        expert = 3 * model.hidden * moe.expert_ffn
        bias = moe.expert_bias * (2 * moe.expert_ffn + model.hidden)
        router = moe.experts * (model.hidden + moe.router_bias)
        sparse = router + (moe.top_k if active else moe.experts) * (expert + bias) + moe.shared * expert
        feed_forward = moe.first_dense * dense + (model.layers - moe.first_dense) * sparse
    embeddings = model.hidden * (model.vocab * (1 if model.tied_embeddings else 2) + model.learned_positions)
    layers = model.layers * (attention + model.norms_per_layer * norm)
    return embeddings + layers + feed_forward + norm


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_counts_follow_from_the_shapes(model):
    assert parameters(model, active=False) == model.counted_total.value
    assert parameters(model, active=True) == model.counted_active.value


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_published_totals_agree_with_the_counts_to_two_percent(model):
    if model.published_total and model.name != "kimi-k2":  # "1T" has one digit
        assert model.counted_total.value == pytest.approx(model.published_total.value, rel=0.02)


@pytest.mark.parametrize(("name", "active"), [("gpt-oss-120b", 5.1e9), ("gpt-oss-20b", 3.6e9)])
def test_published_active_parameters_of_gpt_oss_leave_out_the_input_embedding(name, active):
    model = catalog.model(name)
    assert model.published_active.value == active
    assert round(model.counted_active.value - model.vocab * model.hidden, -8) == active


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_attention_kind_follows_from_the_heads(model):
    if model.attention != "MLA":
        kind = {model.heads: "MHA", 1: "MQA"}.get(model.kv_heads, "GQA")
        assert model.attention == kind


def test_names_are_case_blind_and_unknown_ones_get_near_matches():
    assert catalog.model("Llama-3.1-405B") is catalog.model("llama-3.1-405b")
    with pytest.raises(InputError, match=r"no model is called 'llama-405b'; did you mean .*llama-3.1-405b"):
        catalog.model("llama-405b")
    with pytest.raises(InputError, match="model must be named by a string, not 405"):
        catalog.model(405)


def test_the_tables_cannot_be_changed():
    with pytest.raises(TypeError):
        catalog.models()["x"] = None

"""Catalog shapes as configurations of Hugging Face transformers, built by hand: nothing is downloaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch
import transformers

from reasoncost.catalog.model import Model


def configuration(model: Model) -> transformers.PretrainedConfig:
    """The configuration of `model` for the library's own code of that family."""
    return _FAMILIES[family(model)](model)


def family(model: Model) -> str:
    """The family whose code the library runs for `model`: the longest known beginning of its name."""
    return max((prefix for prefix in _FAMILIES if model.name.startswith(prefix)), key=len)


def build(model: Model, device: str) -> transformers.PreTrainedModel:
    """The library's model with the shapes of `model`; on the device "meta" it has shapes but no numbers.

    Attention is "eager" (plain matrix products), which the FLOP counter sees; experts are "batched_mm", which needs
    no routing decision and so runs on the meta device.
    """
    config = configuration(model)
    config._attn_implementation = "eager"
    if model.moe:
        config._experts_implementation = "batched_mm"
    with torch.device(device):
        return transformers.AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16).eval()


def small(model: Model) -> Model:
    """`model` with every size cut down, so that it runs with real numbers; its structure stays."""
    layers = min(model.layers, 6)
    everywhere = -(-layers * model.global_layers // model.layers)
    cut = replace(
        model,
        layers=layers,
        hidden=32 * 4,
        heads=4,
        kv_heads=max(1, 4 * model.kv_heads // model.heads),
        head_dim=32,
        ffn=96,
        vocab=256,
        learned_positions=64 if model.learned_positions else 0,
        local_layers=layers - everywhere,
        global_layers=everywhere,
        window=None if model.window is None else 8,
    )
    if model.moe:
        moe = model.moe
        cut = replace(cut, moe=replace(moe, experts=8, top_k=2, expert_ffn=48, first_dense=min(moe.first_dense, 1)))
    if model.mla:
        mla = replace(model.mla, latent_dim=24, query_rank=40, nope_dim=24, rope_dim=8, value_dim=16)
        cut = replace(cut, mla=mla)
    return cut


def _common(model: Model) -> dict[str, object]:
    return {
        "vocab_size": model.vocab,
        "hidden_size": model.hidden,
        "intermediate_size": model.ffn,
        "num_hidden_layers": model.layers,
        "num_attention_heads": model.heads,
        "num_key_value_heads": model.kv_heads,
        "head_dim": model.head_dim,
        "max_position_embeddings": model.context,
        "tie_word_embeddings": model.tied_embeddings,
        "pad_token_id": 0,
        "bos_token_id": 0,
        "eos_token_id": 0,
    }


def _llama(model: Model) -> transformers.PretrainedConfig:
    return transformers.LlamaConfig(**_common(model), attention_bias=model.qkv_bias, mlp_bias=model.mlp_bias)


def _mistral(model: Model) -> transformers.PretrainedConfig:
    return transformers.MistralConfig(**_common(model), sliding_window=model.window)


def _qwen2(model: Model) -> transformers.PretrainedConfig:
    return transformers.Qwen2Config(**_common(model))


def _qwen3_moe(model: Model) -> transformers.PretrainedConfig:
    return transformers.Qwen3MoeConfig(
        **_common(model),
        num_experts=model.moe.experts,
        num_experts_per_tok=model.moe.top_k,
        moe_intermediate_size=model.moe.expert_ffn,
    )


def _qwen3(model: Model) -> transformers.PretrainedConfig:
    return _qwen3_moe(model) if model.moe else transformers.Qwen3Config(**_common(model))


def _mixtral(model: Model) -> transformers.PretrainedConfig:
    return transformers.MixtralConfig(
        **_common(model) | {"intermediate_size": model.moe.expert_ffn},
        num_local_experts=model.moe.experts,
        num_experts_per_tok=model.moe.top_k,
        sliding_window=model.window,
    )


def _phi(model: Model) -> transformers.PretrainedConfig:
    return transformers.Phi3Config(**_common(model), original_max_position_embeddings=model.context)


def _deepseek_shapes(model: Model) -> dict[str, object]:
    return _common(model) | {
        "head_dim": model.mla.rope_dim,
        "kv_lora_rank": model.mla.latent_dim,
        "q_lora_rank": model.mla.query_rank,
        "qk_nope_head_dim": model.mla.nope_dim,
        "qk_rope_head_dim": model.mla.rope_dim,
        "v_head_dim": model.mla.value_dim,
        "n_routed_experts": model.moe.experts,
        "num_experts_per_tok": model.moe.top_k,
        "n_shared_experts": model.moe.shared,
        "moe_intermediate_size": model.moe.expert_ffn,
        "n_group": 1,
        "topk_group": 1,
        "first_k_dense_replace": model.moe.first_dense,
    }


def _deepseek_v2(model: Model) -> transformers.PretrainedConfig:
    return transformers.DeepseekV2Config(**_deepseek_shapes(model))


def _deepseek_v3(model: Model) -> transformers.PretrainedConfig:
    return transformers.DeepseekV3Config(**_deepseek_shapes(model))


def _gemma2(model: Model) -> transformers.PretrainedConfig:
    return transformers.Gemma2Config(**_common(model), sliding_window=model.window)


def _gemma3(model: Model) -> transformers.PretrainedConfig:
    return transformers.Gemma3TextConfig(**_common(model), sliding_window=model.window)


def _gpt_oss(model: Model) -> transformers.PretrainedConfig:
    return transformers.GptOssConfig(
        **_common(model) | {"intermediate_size": model.moe.expert_ffn},
        num_local_experts=model.moe.experts,
        num_experts_per_tok=model.moe.top_k,
        sliding_window=model.window,
    )


def _gpt2(model: Model) -> transformers.PretrainedConfig:
    return transformers.GPT2Config(
        vocab_size=model.vocab,
        n_positions=model.learned_positions,
        n_embd=model.hidden,
        n_layer=model.layers,
        n_head=model.heads,
        n_inner=model.ffn,
        bos_token_id=0,
        eos_token_id=0,
    )


def _falcon(model: Model) -> transformers.PretrainedConfig:
    return transformers.FalconConfig(
        vocab_size=model.vocab,
        hidden_size=model.hidden,
        ffn_hidden_size=model.ffn,
        num_hidden_layers=model.layers,
        num_attention_heads=model.heads,
        multi_query=model.attention == "MQA",
        parallel_attn=model.norms_per_layer == 1,
        bias=model.qkv_bias,
        bos_token_id=0,
        eos_token_id=0,
    )


_FAMILIES: dict[str, Callable[[Model], transformers.PretrainedConfig]] = {
    "llama": _llama,
    "mistral": _mistral,
    "mixtral": _mixtral,
    "qwen2": _qwen2,
    "qwq": _qwen2,
    "qwen3": _qwen3,
    "deepseek-v2": _deepseek_v2,
    "deepseek": _deepseek_v3,
    "kimi": _deepseek_v3,
    "gemma-2": _gemma2,
    "gemma-3": _gemma3,
    "gpt-oss": _gpt_oss,
    "gpt": _gpt2,
    "falcon": _falcon,
    "phi": _phi,
}

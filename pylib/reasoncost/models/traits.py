"""What model types have beside the matrices that shapes describe, and the formats of quantised weights."""

from __future__ import annotations

import re
from dataclasses import replace

from reasoncost.catalog.formats import number_format
from reasoncost.models.architecture import Traits
from reasoncost.models.fields import Fields

_QWEN3 = Traits(qk_norm="head")
_DELTA = Traits(qk_norm="head", output_gate=True)

TRAITS = {
    "llama": Traits(),
    "llama4_text": Traits(),
    "mistral": Traits(),
    "mixtral": Traits(),
    "nemotron-nas": Traits(),
    "qwen2": Traits(qkv_bias=True),
    "mimo": Traits(),
    "qwen3": _QWEN3,
    "qwen3_moe": _QWEN3,
    "qwen3_vl_text": _QWEN3,
    "qwen3_vl_moe_text": _QWEN3,
    "qwen3_next": replace(_DELTA, shared_gate=True),
    "qwen3_5_text": _DELTA,
    "qwen3_5_moe_text": replace(_DELTA, shared_gate=True),
    "deepseek_v2": Traits(),
    "deepseek_v3": Traits(),
    "deepseek_v32": Traits(),
    "kimi_k2": Traits(),
    "glm_moe_dsa": Traits(),
    "deepseek_v4": Traits(sinks="all"),
    "deepseek_ref": Traits(sinks="all"),
    "gpt_oss": Traits(sinks="all", router_bias=True, expert_bias=True),
    "minimax_m2": Traits(qk_norm="all"),
    "minimax_m3": _QWEN3,
    "minimax_m3_vl": _QWEN3,
    "mimo_v2_flash": Traits(sinks="window"),
    "gemma2": Traits(2, 2),
    "gemma3_text": Traits(2, 2, qk_norm="head"),
    "gemma4_text": Traits(2, 2, qk_norm="head", scaled_router=True),
    "nemotron_h": Traits(gated=False),
}
"""By model_type, as the code in Hugging Face Transformers 5.24.0 has them (of "mimo" and "nemotron-nas", the code
beside their weights; "deepseek_ref" is DeepSeek-V4's own code), where no field says so."""

QKV_ALONE = {"mimo", "mimo_v2_flash", "qwen2"}
"""Model types whose attention_bias is that of queries, keys and values, not of the output."""

MATRICES = ("attention", "ffn", "shared experts", "experts")
"""Parts that a quantised checkpoint stores in its own format; embedding, head, router and vectors stay."""

STAYS = re.compile(
    r"(lm_head|embed_tokens|norm\d?|layernorm\w*|gate|router|e_score_correction_bias|weights_proj|indexers_proj"
    r"|norm\.(weight|bias)|\w*norm\.bias)$"
)
"""Modules that are left in 16 bits and stand in no part that is quantised."""


def traits(fields: Fields, kind: str) -> Traits | str:
    """The traits of a model type under its fields; or, as a sentence, why its parameters cannot be counted."""
    bias, mlp_bias = fields.flag("attention_bias"), fields.flag("mlp_bias")
    conv_bias = fields.flag("use_conv_bias", "mamba_conv_bias")
    fields.get("enable_moe_block", "add_full_attention_sink_bias", "qkv_bias")
    sinks = fields.flag("add_swa_attention_sink_bias", default=True)
    gate, qk_norm = fields.get("attn_output_gate", "attention_output_gate"), fields.get("use_qk_norm")
    if kind not in TRAITS:
        return f"the layers of model_type {kind!r} are not known part by part"
    known = TRAITS[kind]
    unlike = [name for name in ("use_bias", "mamba_proj_bias", "hidden_size_per_layer_input") if fields.get(name)]
    if bias and fields.get("kv_lora_rank"):
        unlike.append("attention_bias")
    if fields.flag("use_double_wide_mlp"):
        unlike.append("use_double_wide_mlp")
    # Known to add no cache, and not read here: it may add weights.
    unlike += fields.unread("weights")
    if unlike:
        return f"{', '.join(unlike)} is set, and what it adds is not known"
    if gate is not None and bool(gate) != known.output_gate:
        return "a gate on the attention's output is set against the model type"
    if qk_norm is False and known.qk_norm:
        known = replace(known, qk_norm="")
    return replace(
        known,
        qkv_bias=known.qkv_bias or bias,
        output_bias=bias and kind not in QKV_ALONE,
        mlp_bias=mlp_bias,
        convolution_bias=conv_bias,
        sinks=known.sinks if sinks else "",
        streams=fields.count("hc_mult", default=1, most=64),
    )


def formats(fields: Fields, outer: Fields) -> dict[str, str | None]:
    """The number format of each part that a checkpoint stores in one of its own; None where it is not known."""
    table = fields.table("quantization_config") or outer.table("quantization_config")
    if table is None:
        return {}
    unknown: dict[str, str | None] = dict.fromkeys(MATRICES)
    method = table.text("quant_method")
    kept = table.items("modules_to_not_convert", str) or []
    if method == "mxfp4":
        # The experts alone: their kernel is what the method names, and gpt-oss lists all else as not converted.
        return {"experts": number_format("mxfp4").name}
    if method != "fp8" or table.get("quantized_layers") or fields.get("expert_dtype"):
        return unknown
    if any(not STAYS.search(name) for name in kept):
        return unknown
    block = table.get("weight_block_size")
    if block not in (None, [128, 128]):
        return unknown
    return dict.fromkeys(MATRICES, number_format("fp8-block" if block else "fp8").name)

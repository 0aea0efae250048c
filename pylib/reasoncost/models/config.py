"""The fields of a configuration as an architecture: one layer after the other, like ones put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any, TypeVar

from reasoncost.catalog.formats import number_format
from reasoncost.catalog.group import LayerGroup
from reasoncost.models.architecture import Architecture, FeedForward, Traits
from reasoncost.models.fields import Fields
from reasoncost.models.traits import formats, traits
from reasoncost.models.weights import weights
from reasoncost.units import InputError

MOST_LAYERS = 10_000
COUNT = ("num_hidden_layers", "n_layer", "n_layers", "num_layers")

PUBLISHED = ("total_parameters", "num_parameters")
"""Fields that state how many parameters the model has."""

LANGUAGE = ("text_config", "llm_config", "language_config")
"""Tables in which a model of several modalities describes its language model."""

KINDS = {
    "full_attention": "full",
    "attention": "full",
    "*": "full",
    "sliding_attention": "window",
    "chunked_attention": "chunk",
    "linear_attention": "linear",
    "mamba": "mamba",
    "M": "mamba",
    "indexed_attention": "sparse",
    "deepseek_sparse_attention": "sparse",
    "minimax_m3_sparse": "sparse",
    "compressed_sparse_attention": "compressed",
    "heavily_compressed_attention": "compressed",
    "moe": "experts",
    "E": "experts",
    "mlp": "dense",
    "-": "dense",
}
"""What a layer is by the words and signs of `layer_types`, `layers_block_type` and `hybrid_override_pattern`."""

WINDOWED = {"mistral": 0, "gemma2": 2, "phi3": 0, "starcoder2": 0}
"""Model types whose layers have a window without a list that says so; of every so many the last sees all, 0: none."""

Layer = TypeVar("Layer", LayerGroup, FeedForward)


def parse(table: Mapping[str, Any], file: str) -> Architecture:
    """The architecture that the fields of a configuration describe.

    Raises InputError that names file and field where one is missing, has a value that cannot be, or is not understood
    and could change the answer.
    """
    outer = Fields(table, file)
    fields = outer.table(*LANGUAGE)
    tied = outer.flag("tie_word_embeddings") if fields else False
    if fields is None:
        fields, outer = outer, Fields({}, file)
    try:
        return _architecture(fields, outer, tied, file)
    except InputError as fault:
        if str(fault).startswith(file):
            raise
        raise InputError(f"{file}: {fault}") from None


def _architecture(fields: Fields, outer: Fields, tied: bool, file: str) -> Architecture:
    kind = fields.text("model_type") or outer.text("model_type")
    kinds = _layers(fields, kind)
    groups = _together(_groups(fields, kind, kinds))
    feed_forward = _together(_feed_forward(fields, kind, kinds))
    added, stored = traits(fields, kind), formats(fields, outer)
    dtype = fields.text("dtype", "torch_dtype") or outer.text("dtype", "torch_dtype") or "bf16"
    notes = []
    if ahead := [*fields.predictions(), *outer.predictions()]:
        notes.append(f"layers that predict further tokens are not counted ({', '.join(ahead)})")
    if outer.where != fields.where:
        notes.append("the language model alone: encoders of images and sound are not counted")
    if any(group.kind == "linear" for group in groups):
        notes.append("recurrent states and convolution tails in the formats that the groups name, whatever the cache's")
    if any(group.index_dim for group in groups):
        notes.append("index keys in fp8, whatever the cache's format")
    if any(group.kind == "compressed" for group in groups):
        notes.append("positions that wait for their compressed entry to be complete are left out")
    if isinstance(added, str):
        notes.append(f"parameters are not counted: {added}")
    if None in stored.values():
        notes.append("bytes of the weights are not counted: quantization_config stores them in formats not known")
    path = PurePath(file)
    model = Architecture(
        name=path.parent.name if path.stem == "config" and path.parent.name else path.stem,
        file=file,
        kind=kind,
        layers=len(kinds),
        hidden=fields.count("hidden_size", "n_embd", "d_model"),
        vocab=fields.count("vocab_size"),
        context=fields.count("max_position_embeddings", "n_positions", "seq_length", default=0, least=0) or None,
        tied=fields.flag("tie_word_embeddings", default=tied or kind.startswith("gemma")),
        dtype=number_format(dtype).name,
        groups=groups,
        feed_forward=feed_forward,
        traits=added if isinstance(added, Traits) else None,
        formats=stored,
        notes=tuple(notes),
    )
    _agree(model, fields)
    return replace(model, not_understood=tuple(sorted({*fields.left(), *outer.left()})))


def _agree(model: Architecture, fields: Fields) -> None:
    """Raise InputError where the file states a count of parameters that its shapes do not come to.

    A stated count that ends in zeros may be rounded there.
    """
    for names, which in ((PUBLISHED, "total"), (("active_parameters",), "active")):
        if fields.get(*names) is None:
            continue
        stated, counted = fields.count(*names, most=10**16), weights(model)
        if counted is None:
            continue
        zeros = len(str(stated)) - len(str(stated).rstrip("0"))
        if 2 * abs(stated - getattr(counted, which)) > 10**zeros:
            raise fields.fault(fields.name(*names), f"{stated:,}, but the shapes come to {getattr(counted, which):,}")


def _together(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Like layers as one record each, in the order in which they first come."""
    return tuple(replace(layer, layers=count) for layer, count in Counter(layers).items())


def _layers(fields: Fields, kind: str) -> list[str]:
    """What each layer is: a value of KINDS, or the count or table that says so in its own words."""
    if pattern := fields.text("hybrid_override_pattern"):
        return _known(fields, "hybrid_override_pattern", list(pattern))
    if blocks := fields.items("layers_block_type", str):
        return _known(fields, "layers_block_type", blocks)
    count = fields.count(*COUNT, most=MOST_LAYERS)
    if 0 in (fields.items("attn_type_list", int, count) or []):
        raise fields.fault("attn_type_list", "0, linear attention whose state no field describes, is not understood")
    fields.get("full_attention_interval", "no_rope_layers", "no_rope_layer_interval", "global_attn_every_n_layers")
    if types := fields.items("layer_types", str, count):
        fields.get("sliding_window_pattern", "_sliding_window_pattern")
        return _known(fields, "layer_types", types)
    if (near := fields.items("hybrid_layer_pattern", int, count)) is not None:
        return ["window" if one else "full" for one in near]
    if linear := fields.table("linear_attn_config"):
        everywhere = set(linear.items("full_attn_layers", int) or [])
        listed = everywhere | set(linear.items("kda_layers", int) or [])
        if listed != set(range(1, count + 1)):
            raise linear.fault("full_attn_layers and kda_layers", f"must name each of {count} layers, from 1")
        return ["full" if place in everywhere else "kda" for place in range(1, count + 1)]
    if (every := fields.count("full_attention_interval", default=0, least=0, most=count)) > 0:
        return ["linear" if (place + 1) % every else "full" for place in range(count)]
    if fields.get("attention_chunk_size"):
        rope = fields.items("no_rope_layers", int, count) or [(place + 1) % 4 for place in range(count)]
        return ["chunk" if one else "full" for one in rope]
    return _windowed(fields, kind, count)


def _known(fields: Fields, name: str, words: list[str]) -> list[str]:
    if len(words) > MOST_LAYERS:
        raise fields.fault(name, f"has {len(words):,} items, more than {MOST_LAYERS:,} layers")
    if fields.count(*COUNT, default=len(words), most=MOST_LAYERS) != len(words):
        raise fields.fault(fields.name(*COUNT), f"is {fields.get(*COUNT)}, but {name} has {len(words)} layers")
    for word in words:
        if word not in KINDS:
            raise fields.fault(name, f"{word[:40]!r} is not one of {', '.join(KINDS)}")
    return [KINDS[word] for word in words]


def _windowed(fields: Fields, kind: str, count: int) -> list[str]:
    """The layers where nothing but the window's length, or how often all is seen, says which have one."""
    every = fields.count("sliding_window_pattern", default=0, least=0, most=count)
    fields.get("use_sliding_window")
    compressed = fields.get("compress_ratios") is not None
    if not fields.get("sliding_window") or compressed or not fields.flag("use_sliding_window", default=True):
        return ["full"] * count
    if not every:
        if kind not in WINDOWED:
            raise fields.fault("sliding_window", f"which layers have it is not known for {kind!r}; give layer_types")
        every = WINDOWED[kind] or count + 1
    return ["window" if (place + 1) % every else "full" for place in range(count)]


# Groups: what a layer caches


def _groups(fields: Fields, kind: str, kinds: list[str]) -> Iterable[LayerGroup]:
    """The layers that cache or attend, each as a group of one."""
    if (blocks := fields.items("block_configs", dict, len(kinds))) is not None:
        made_of = (_block(Fields(block, f"{fields.where}: block_configs"), fields) for block in blocks)
        return [group for group in made_of if group]
    if (ratios := fields.items("compress_ratios", int, len(kinds))) is not None:
        return [_compressed(fields, ratio) for ratio in ratios]
    if "compressed" in kinds:
        return [_compressed(fields, ratio) for ratio in _ratios(fields, len(kinds))]
    makers = {"linear": _linear, "mamba": _mamba, "kda": _kda}
    sparse, own = _sparse_layers(fields, kinds), _own_fields(fields, len(kinds))
    made: dict[tuple[str, str], LayerGroup] = {}
    groups = []
    for place, name in enumerate(kinds):
        if name in ("experts", "dense"):
            continue
        key = (sparse[place] if name in ("full", "sparse") else name, repr(own.get(place)))
        if key not in made:
            layer = fields.over(own[place]) if place in own else fields
            made[key] = makers[name](layer) if name in makers else _attention(layer, name, key[0])
        groups.append(made[key])
    shared = fields.count("num_kv_shared_layers", default=0, least=0, most=max(len(groups) - 1, 0))
    first = groups[: len(groups) - shared]
    return first + [replace(group, kind="shared", shares_with=group.kind) for group in groups[len(first) :]]


def _own_fields(fields: Fields, count: int) -> dict[int, Mapping[str, Any]]:
    """What a list by layer says against the fields of the whole model; by place."""
    table = fields.table("per_layer_config")
    own = {}
    for name in table or ():
        values = table.get(name) if table else None
        if not (name.isdecimal() and len(name) < 6 and int(name) < count and isinstance(values, Mapping)):
            raise fields.fault("per_layer_config", f"{name[:40]!r} is not a table for one of {count} layers")
        if unknown := set(values) - {"head_dim", "num_key_value_heads"}:
            raise fields.fault("per_layer_config", f"{min(unknown)[:40]!r} is not understood")
        own[int(name)] = values
    return own


def _ratios(fields: Fields, count: int) -> list[int]:
    """Positions for each entry of the layers of DeepSeek-V4 by the words of their types; 0 where there is a window."""
    rates = fields.table("compress_rates")
    if rates is None:
        raise fields.fault("compress_rates", "missing, though layers are compressed")
    types = fields.items("layer_types", str, count) or []
    return [0 if word == "sliding_attention" else rates.count(word) for word in types]


def _sparse_layers(fields: Fields, kinds: list[str]) -> list[str]:
    """For each layer "full", "indexed" with index keys of its own, "picked" by another's, or "blocks" of them."""
    every = "sparse" not in kinds  # where the list of layers does not say which are sparse, an indexer means all
    if fields.get("index_topk"):
        own = fields.items("indexer_types", str, len(kinds)) or ["full"] * len(kinds)
        if unknown := set(own) - {"full", "shared"}:
            raise fields.fault("indexer_types", f"{sorted(unknown)[0][:40]!r} is not full or shared")
        if own[0] == "shared":
            raise fields.fault("indexer_types", "the first layer has no indexer to share")
        pairs = zip(own, kinds, strict=True)
        return [
            ("indexed" if one == "full" else "picked") if every or kind == "sparse" else "full" for one, kind in pairs
        ]
    table = fields.table("sparse_attention_config")
    if table and table.flag("use_sparse_attention", default=True):
        on = table.items("sparse_attention_freq", int, len(kinds)) or [1] * len(kinds)
        return ["blocks" if one else "full" for one in on]
    return ["blocks" if name == "sparse" else "full" for name in kinds]


def _attention(fields: Fields, kind: str, sparsity: str) -> LayerGroup:
    """One layer of attention: latent where the fields have a latent, of keys and values otherwise."""
    near = kind in ("window", "chunk")
    near_heads = ("swa_num_attention_heads",) if near else ()
    heads = fields.count(*near_heads, "num_attention_heads", "n_head", "n_heads")
    if fields.get("kv_lora_rank"):
        if near:
            raise fields.fault("kv_lora_rank", f"latent attention with layers of kind {kind} is not understood")
        latent = LayerGroup(
            "latent",
            1,
            heads,
            value_dim=fields.count("v_head_dim"),
            latent_dim=fields.count("kv_lora_rank"),
            rope_dim=fields.count("qk_rope_head_dim", least=0),
            nope_dim=fields.count("qk_nope_head_dim"),
            query_rank=fields.count("q_lora_rank", default=0),
        )
        fields.get("num_key_value_heads", "head_dim")  # of the rebuilt heads, which no one caches
        return _indexed(fields, latent, sparsity)
    alike = fields.flag("attention_k_eq_v") and not near
    own_heads = ("swa_num_key_value_heads",) if near else ("num_global_key_value_heads",) if alike else ()
    fields.get("swa_num_key_value_heads", "num_global_key_value_heads", "swa_num_attention_heads")
    fields.get("swa_head_dim", "swa_v_head_dim", "global_head_dim", "sliding_window", "sliding_window_size")
    # Falcon's first models have one key-value head, whatever else their configuration says.
    single = fields.flag("multi_query") and not fields.flag("new_decoder_architecture")
    kv_heads = fields.count(*own_heads, "num_key_value_heads", "num_kv_heads", "n_kv_heads", default=heads, most=heads)
    if single:
        kv_heads = 1
    if heads % kv_heads:
        raise fields.fault("num_key_value_heads", f"{kv_heads} does not divide the {heads} heads of queries")
    own_dim = "swa_head_dim" if near else "global_head_dim"
    head_dim = fields.count(own_dim, "head_dim", "attention_head_dim", "kv_channels", default=0, least=0)
    if not head_dim:
        hidden = fields.count("hidden_size", "n_embd", "d_model")
        if hidden % heads:
            raise fields.fault("head_dim", f"missing, and hidden_size {hidden} is not a multiple of {heads} heads")
        head_dim = hidden // heads
    value_dim = fields.count(*(("swa_v_head_dim",) if near else ()), "v_head_dim", default=head_dim)
    reach = ("attention_chunk_size",) if kind == "chunk" else ("sliding_window", "sliding_window_size")
    fields.get("attention_chunk_size")
    window = fields.count(*reach, most=10**9) if near else None
    group = LayerGroup(
        kind if near else "full", 1, heads, kv_heads, head_dim, value_dim, window, keys_projected_once=alike
    )
    return _indexed(fields, group, sparsity)


def _indexed(fields: Fields, group: LayerGroup, sparsity: str) -> LayerGroup:
    """The group with what an indexer adds."""
    if sparsity in ("indexed", "picked"):
        picked = fields.count("index_topk", most=10**9)
        heads, dim = fields.count("index_n_heads"), fields.count("index_head_dim")
        if sparsity == "picked":
            heads = dim = 0
        return replace(group, kind="sparse", picked=picked, index_heads=heads, index_dim=dim)
    if sparsity == "blocks":
        table = fields.table("sparse_attention_config") or fields
        picked = table.count("sparse_topk_blocks", "index_topk_blocks")
        blocks = picked * table.count("sparse_block_size", "index_block_size")
        table.get("index_local_blocks")  # among those that are picked
        heads = table.count("sparse_num_index_heads", "index_n_heads")
        dim = table.count("sparse_index_dim", "index_head_dim")
        return replace(group, kind="sparse", picked=blocks, index_heads=heads, index_dim=dim)
    return group


def _compressed(fields: Fields, ratio: int) -> LayerGroup:
    """A layer of DeepSeek-V4: one key that is the value too, a window, and entries for 4 or 128 positions."""
    heads, dim = fields.count("num_attention_heads"), fields.count("head_dim")
    kv_heads = fields.count("num_key_value_heads", default=1)
    window = fields.count("sliding_window", most=10**9)
    indexer = fields.count("index_n_heads"), fields.count("index_head_dim"), fields.count("index_topk")
    fields.get("qk_rope_head_dim")
    group = LayerGroup(
        "window",
        1,
        heads,
        kv_heads,
        dim,
        dim,
        window,
        keys_are_values=True,
        query_rank=fields.count("q_lora_rank"),
        output_rank=fields.count("o_lora_rank"),
        output_groups=fields.count("o_groups"),
    )
    if ratio == 0:
        return group
    if ratio not in (4, 128):
        raise fields.fault("compress_ratios", f"{ratio} is not 0, 4 or 128")
    group = replace(group, kind="compressed", rate=ratio)
    if ratio == 128:
        return group
    index_heads, index_dim, picked = indexer
    return replace(group, index_heads=index_heads, index_dim=index_dim, picked=picked)


def _linear(fields: Fields) -> LayerGroup:
    """A recurrent layer, of the kind that the fields describe."""
    if fields.get("mamba_num_heads", "mamba_n_heads"):
        return _mamba(fields)
    return _kda(fields) if fields.get("linear_num_heads") else _delta(fields)


def _delta(fields: Fields) -> LayerGroup:
    """A gated DeltaNet layer. The convolution's inputs are kept in 32 bits, as llama.cpp logs them."""
    heads, keys = fields.count("linear_num_value_heads"), fields.count("linear_num_key_heads")
    dim, value_dim = fields.count("linear_key_head_dim"), fields.count("linear_value_head_dim")
    return LayerGroup(
        "linear",
        1,
        value_dim=value_dim,
        state_heads=heads,
        state_dim=dim,
        channels=2 * keys * dim + heads * value_dim,
        kernel=fields.count("linear_conv_kernel_dim"),
        rule="delta",
        state_format=fields.text("mamba_ssm_dtype", default="fp32"),
        tail_format="fp32",
    )


def _kda(fields: Fields) -> LayerGroup:
    """A layer of Kimi delta attention: queries, keys and values of one width, each through the convolution."""
    table = fields.table("linear_attn_config") or fields
    heads = table.count("num_heads", "linear_num_heads")
    dim = table.count("head_dim") if table is not fields else fields.count("linear_head_dim")
    kernel = table.count("short_conv_kernel_size", "linear_conv_kernel_dim")
    return LayerGroup(
        "linear",
        1,
        value_dim=dim,
        state_heads=heads,
        state_dim=dim,
        channels=3 * heads * dim,
        kernel=kernel,
        rule="delta",
    )


def _mamba(fields: Fields) -> LayerGroup:
    """A Mamba-2 layer."""
    heads, dim = fields.count("mamba_num_heads", "mamba_n_heads"), fields.count("mamba_head_dim", "mamba_d_head")
    state = fields.count("ssm_state_size", "mamba_d_state")
    groups = fields.count("n_groups", "mamba_n_groups")
    return LayerGroup(
        "linear",
        1,
        value_dim=dim,
        state_heads=heads,
        state_dim=state,
        channels=heads * dim + 2 * groups * state,
        kernel=fields.count("conv_kernel", "mamba_d_conv"),
        rule="mamba2",
        state_format=fields.text("mamba_ssm_cache_dtype", "mamba_ssm_dtype", default="fp32"),
    )


def _block(block: Fields, fields: Fields) -> LayerGroup | None:
    """A layer of a list of blocks, each with its own share of heads, window or nothing."""
    attention = block.table("attention")
    if attention is None:
        raise block.fault("attention", "missing")
    if attention.flag("no_op") or attention.flag("replace_with_linear"):
        return None
    if attention.get("sparsify", "num_sink_tokens"):
        raise attention.fault("sparsify or num_sink_tokens", "not understood, and it could change the answer")
    heads = fields.count("num_attention_heads")
    share = attention.count("n_heads_in_group", most=heads)
    if heads % share:
        raise attention.fault("n_heads_in_group", f"{share} does not divide the {heads} heads of queries")
    hidden = fields.count("hidden_size")
    dim = fields.count("head_dim", default=max(hidden // heads, 1))
    window = attention.count("window_length", default=0, least=0)
    fields.get("num_key_value_heads")
    return LayerGroup("window" if window else "full", 1, heads, heads // share, dim, dim, window or None)


# Feed-forward blocks


def _feed_forward(fields: Fields, kind: str, kinds: list[str]) -> Iterable[FeedForward]:
    """The feed-forward block of every layer that has one, each as of one layer."""
    if (blocks := fields.items("block_configs", dict, len(kinds))) is not None:
        own = (_block_feed_forward(Fields(block, f"{fields.where}: block_configs"), fields) for block in blocks)
        return [one for one in own if one]
    experts = _experts(fields)
    width = fields.count(
        "intermediate_size_mlp", "dense_intermediate_size", "intermediate_size", "n_inner", "ffn_dim", default=0
    )
    dense = FeedForward(1, width=width)
    fields.get("intermediate_size", "dense_intermediate_size")
    if {"experts", "dense"} & set(kinds):  # blocks of attention and of feed-forward follow each other
        if experts is None and "experts" in kinds:
            raise fields.fault("n_routed_experts", "missing, though layers have experts")
        of = {"experts": experts, "dense": dense}
        return [of[name] for name in kinds if name in of]  # type: ignore[misc]
    if experts is None:
        return [dense] * len(kinds)
    if kind == "gemma4_text":  # the dense block stays beside the experts
        return [replace(experts, width=width)] * len(kinds)
    return [experts if sparse else dense for sparse in _expert_layers(fields, len(kinds))]


def _experts(fields: Fields) -> FeedForward | None:
    """A layer of experts, where the model has them."""
    count = fields.count("num_experts", "n_routed_experts", "num_local_experts", "moe_num_experts", default=0, least=0)
    chosen = ("num_experts_per_tok", "num_experts_per_token", "experts_per_token", "top_k_experts", "moe_k")
    own_width = ("moe_intermediate_size", "expert_intermediate_size", "intermediate_size")
    shared = fields.count("n_shared_experts", "num_shared_experts", "moe_num_shared_experts", default=0, least=0)
    wide = fields.count(
        "moe_shared_expert_intermediate_size",
        "shared_expert_intermediate_size",
        "shared_intermediate_size",
        "share_expert_dim",
        default=0,
        least=0,
    )
    latent = fields.count("moe_latent_size", "routed_expert_hidden_size", default=0, least=0)
    if count == 0:
        fields.get(*chosen, *own_width)
        return None
    width = fields.count(*own_width)
    fields.get(*chosen)
    together = max(shared, 1) * wide if wide else shared * width
    if fields.get("model_type") == "llama4_text":  # one expert that every token passes, not said by a field
        together = width
    return FeedForward(1, 0, count, fields.count(*chosen, most=count), width, together, latent)


def _expert_layers(fields: Fields, count: int) -> list[bool]:
    """Which layers have experts."""
    types = fields.items("mlp_layer_types", str, count)
    fields.get("moe_layer_freq", "first_k_dense_replace", "num_dense_layers", "interleave_moe_layer_step")
    if types is not None:
        for word in types:
            if word not in ("dense", "sparse", "moe", "hash_moe"):
                raise fields.fault("mlp_layer_types", f"{word[:40]!r} is not dense, sparse, moe or hash_moe")
        return [word != "dense" for word in types]
    if (listed := fields.items("moe_layers", int)) is not None:
        places = set(listed)
        return [place in places for place in range(count)]
    if isinstance(fields.get("moe_layer_freq"), list):
        return [bool(one) for one in fields.items("moe_layer_freq", int, count) or []]
    first = fields.count("first_k_dense_replace", "num_dense_layers", default=0, least=0, most=count)
    every = fields.count("moe_layer_freq", "interleave_moe_layer_step", "decoder_sparse_step", default=1)
    only = set(fields.items("mlp_only_layers", int) or [])
    if fields.get("moe_layer_freq") is not None:  # DeepSeek counts from 0, the others from 1
        return [place >= first and place % every == 0 for place in range(count)]
    return [place >= first and (place + 1) % every == 0 and place not in only for place in range(count)]


def _block_feed_forward(block: Fields, fields: Fields) -> FeedForward | None:
    """A feed-forward block whose width is a multiple of the model's, as NVIDIA's search states it."""
    ffn = block.table("ffn")
    if ffn is None:
        raise block.fault("ffn", "missing")
    if ffn.flag("no_op"):
        return None
    if ffn.flag("replace_with_linear") or ffn.get("sparsify"):
        raise ffn.fault("replace_with_linear or sparsify", "not understood, and it could change the answer")
    multiple = ffn.get("ffn_mult")
    if type(multiple) not in (int, float) or not 0 < multiple < 1000:
        raise ffn.fault("ffn_mult", "must be a number above 0 and below 1,000")
    # DeciLM's code: two thirds of the multiple, rounded up to a multiple of 256.
    return FeedForward(1, width=-(-int(2 * multiple * fields.count("hidden_size") / 3) // 256) * 256)

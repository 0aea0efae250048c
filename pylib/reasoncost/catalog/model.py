"""Language models: the shapes that parameters, caches and FLOPs follow from."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from reasoncost.catalog import files
from reasoncost.catalog.formats import number_format
from reasoncost.catalog.group import LayerGroup
from reasoncost.catalog.value import Value, is_date
from reasoncost.records import Register
from reasoncost.units import InputError

ATTENTION = ("MHA", "MQA", "GQA", "MLA")


@dataclass(frozen=True)
class MixtureOfExperts:
    """The expert layers of a model; counts per layer, widths in elements.

    Every token passes `top_k` of `experts` feed-forward blocks of width `expert_ffn`, and `shared` more of the
    same width; the first `first_dense` layers have one dense block (of the model's `ffn`) instead.
    `router_bias` and `expert_bias` say whether router and experts add biases; `dtype` is the experts' own
    number format where it differs from the model's.
    """

    experts: int
    top_k: int
    expert_ffn: int
    shared: int = 0
    first_dense: int = 0
    router_bias: bool = False
    expert_bias: bool = False
    dtype: str | None = None

    def __post_init__(self) -> None:
        _positive(self, "experts", "top_k", "expert_ffn")
        if self.top_k > self.experts:
            raise InputError(f"top_k {self.top_k} is above experts {self.experts}")
        if self.dtype is not None:
            number_format(self.dtype)


@dataclass(frozen=True)
class LatentAttention:
    """Multi-head latent attention; widths in elements, per head except the two ranks and `rope_dim`'s cached copy.

    Cached per token and layer: one latent of `latent_dim` (kv_lora_rank) and one rotary key of `rope_dim`
    (qk_rope_head_dim), shared by all heads. `query_rank` is q_lora_rank, `nope_dim` qk_nope_head_dim and
    `value_dim` v_head_dim in the usual configuration files.
    """

    latent_dim: int
    query_rank: int
    nope_dim: int
    rope_dim: int
    value_dim: int

    def __post_init__(self) -> None:
        _positive(self, "latent_dim", "query_rank", "nope_dim", "rope_dim", "value_dim")


@dataclass(frozen=True)
class Model:
    """One decoder-only transformer; counts are whole numbers, widths in elements.

    Shapes: `layers`, `hidden` (model width), `heads` (query heads), `kv_heads`, `head_dim` (of a query or key),
    `ffn` (width of the dense feed-forward block), `vocab`. `gated_mlp`: three matrices instead of two.
    `norms_per_layer` normalisations of model width, and one more at the end; `norm_bias` if each has a bias.
    `qkv_bias`, `output_bias` (attention), `mlp_bias`; `qk_norm`: one normalisation of head_dim for queries and
    one for keys in each layer; `attention_sinks`: one learned scalar per head and layer; `tied_embeddings`:
    input and output share one matrix; `learned_positions`: rows of a learned position table, 0 if none.

    Cache: `attention` is MHA, MQA, GQA or MLA. `local_layers` see only the last `window` tokens,
    `global_layers` all; they add up to `layers`, and `window` is None where no layer is local.

    `native_dtype` is the number format the weights were released in (experts may have their own in `moe`),
    `context` the longest context in tokens that the configuration states. `counted_total` and
    `counted_active` are parameter counts of a real implementation (active: with top_k experts, input embedding
    included); `published_*` what the publisher says, where that was read.
    `unconfirmed` lists fields for which no source was opened.
    """

    name: str
    title: str
    released: str
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    ffn: int
    vocab: int
    attention: str
    local_layers: int
    global_layers: int
    context: int
    native_dtype: str
    tied_embeddings: bool
    counted_total: Value
    counted_active: Value
    sources: tuple[str, ...]
    window: int | None = None
    gated_mlp: bool = True
    norms_per_layer: int = 2
    norm_bias: bool = False
    qkv_bias: bool = False
    output_bias: bool = False
    mlp_bias: bool = False
    qk_norm: bool = False
    attention_sinks: bool = False
    learned_positions: int = 0
    moe: MixtureOfExperts | None = None
    mla: LatentAttention | None = None
    published_total: Value | None = None
    published_active: Value | None = None
    notes: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _positive(self, "layers", "hidden", "heads", "kv_heads", "head_dim", "ffn", "vocab", "context")
        if not is_date(self.released):
            raise InputError(f"released {self.released!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        if self.attention not in ATTENTION:
            raise InputError(f"attention {self.attention!r} is not one of {', '.join(ATTENTION)}")
        number_format(self.native_dtype)
        if self.heads % self.kv_heads:
            raise InputError(f"heads {self.heads} is not a multiple of kv_heads {self.kv_heads}")
        if self.local_layers + self.global_layers != self.layers:
            raise InputError(f"local_layers and global_layers do not add up to layers {self.layers}")
        if (self.window is None) != (self.local_layers == 0):
            raise InputError("window must be given exactly where there are local_layers")
        if (self.mla is None) == (self.attention == "MLA"):
            raise InputError("mla must be given exactly where attention is MLA")
        if not self.sources:
            raise InputError("sources is empty")
        for name in self.unconfirmed:
            if not hasattr(self, name):
                raise InputError(f"unconfirmed: {name!r} is not a field")

    @cached_property
    def groups(self) -> tuple[LayerGroup, ...]:
        """The layers by what they cache: those that see every position, and those that see a window."""
        if self.mla:
            return (LayerGroup("latent", self.layers, self.heads, **vars(self.mla)),)
        shape = (self.heads, self.kv_heads, self.head_dim, self.head_dim)
        near = LayerGroup("window", self.local_layers, *shape, self.window) if self.local_layers else None
        far = LayerGroup("full", self.global_layers, *shape) if self.global_layers else None
        return tuple(group for group in (near, far) if group)


def _positive(record: Any, *names: str) -> None:
    for name in names:
        number = getattr(record, name)
        if number < 1:
            raise InputError(f"{name}: must be above 0, not {number!r}")


@cache
def models() -> Register[Model]:
    """All models of the catalog by name."""
    return files.register("model", Model, "models.toml")


def model(name: str) -> Model:
    """The model called `name`, e.g. "llama-3.1-405b"; unknown names raise InputError.

    >>> llama = model("llama-3.1-405b")
    >>> llama.layers, llama.kv_heads, llama.head_dim
    (126, 8, 128)
    """
    return models().find(name)

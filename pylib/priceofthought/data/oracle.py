"""What a transformer library counts for the catalog's models: a record made outside this package, and its loader."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from reasoncost.records import build, parse_json

FILE = "oracle_counts.json"


def path() -> Traversable:
    """Where the record stands."""
    return resources.files(__package__) / FILE


@dataclass(frozen=True)
class Counts:
    """Counts of one model in its real size, by the library's `code`, without numbers in it.

    `expert_parameters`: those of routed experts. A forward pass over `tokens` positions leaves `cache_bytes` (two
    bytes an element); its FLOPs are split into products with weights and products of two activations (attention).
    `decode_*`: the same for one more token.
    """

    code: str
    parameters: int
    expert_parameters: int
    tokens: int
    cache_bytes: int
    prefill_weight_flops: int
    prefill_attention_flops: int
    decode_weight_flops: int
    decode_attention_flops: int


@dataclass(frozen=True)
class SmallCache:
    """The cache of a model of one family, cut down to these shapes and run with real numbers (two bytes each)."""

    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    local_layers: int
    global_layers: int
    tokens: int
    cache_bytes: int
    window: int | None = None
    latent_dim: int | None = None
    rope_dim: int | None = None


@dataclass(frozen=True)
class Record:
    """The whole record: `versions` of the libraries that counted, `models` by name, `small` models by family."""

    versions: Mapping[str, str]
    models: Mapping[str, Counts]
    small: Mapping[str, SmallCache]


@cache
def oracle() -> Record:
    """The record."""
    return build(Record, parse_json(path().read_text(encoding="utf-8"), FILE), FILE)

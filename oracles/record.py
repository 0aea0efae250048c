"""Count every model of the catalog by the library and write the record, or hold the record to a new count.

python -m oracles.record [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import torch
import transformers

from oracles import configurations, counting
from priceofthought.data.oracle import path as record_path
from reasoncost import catalog
from reasoncost.catalog.model import Model

TOKENS = 5000
"""Positions of the prompt: more than any window in the catalog; one less than the context where that is shorter."""

SMALL_TOKENS = 20
"""Positions of the prompt of small models: more than their window of 8."""


def full_size(model: Model) -> dict[str, Any]:
    """Counts of the model in its real size, on the meta device."""
    library = configurations.build(model, "meta")
    tokens = min(TOKENS, model.context - 1)
    cache, prefill_weights, prefill_attention = counting.step(library, tokens)
    cached = counting.cached_bytes(cache)
    _, decode_weights, decode_attention = counting.step(library, 1, cache)
    return {
        "code": type(library).__name__,
        "parameters": counting.parameters(library),
        "expert_parameters": counting.expert_parameters(library),
        "tokens": tokens,
        "cache_bytes": cached,
        "prefill_weight_flops": prefill_weights,
        "prefill_attention_flops": prefill_attention,
        "decode_weight_flops": decode_weights,
        "decode_attention_flops": decode_attention,
    }


def cut_down(model: Model) -> dict[str, Any]:
    """The cache of the model cut down, filled with real numbers on the CPU."""
    model = configurations.small(model)
    library = configurations.build(model, "cpu")
    cache, _, _ = counting.step(library, SMALL_TOKENS)
    shapes = ("layers", "hidden", "heads", "kv_heads", "head_dim", "local_layers", "global_layers")
    found: dict[str, Any] = {name: getattr(model, name) for name in shapes}
    if model.window:
        found["window"] = model.window
    if model.mla:
        found |= {"latent_dim": model.mla.latent_dim, "rope_dim": model.mla.rope_dim}
    return found | {"tokens": SMALL_TOKENS, "cache_bytes": counting.cached_bytes(cache)}


def record() -> dict[str, Any]:
    """All counts, with the versions of the libraries that counted."""
    models = catalog.models()
    one_each = {configurations.family(model): model for model in models.values()}
    return {
        "versions": {"torch": torch.__version__.partition("+")[0], "transformers": transformers.__version__},
        "models": {name: full_size(model) for name, model in models.items()},
        "small": {family: cut_down(model) for family, model in one_each.items()},
    }


def differences(old: Any, new: Any, path: str = "") -> Iterable[str]:
    """Where two records differ, one line each."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(old.get(key), new.get(key), f"{path}/{key}")
    elif old != new:
        yield f"{path}: {old} in the record, {new} counted"


def main() -> int:
    """Write the record; print where it differs from the one before, and return 1 if it does."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    transformers.logging.set_verbosity_error()
    path, found = record_path(), record()
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    differing = list(differences(before, found))
    print("\n".join(differing) or f"{path.name}: {len(found['models'])} models counted, none differs")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

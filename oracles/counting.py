"""What the library's model holds, computes and caches, counted without any formula of this project."""

from __future__ import annotations

import torch
import transformers
from torch.utils.flop_counter import FlopCounterMode

BATCHED = ("bmm", "baddbmm")
"""Products of two activations; in experts, of an activation and a gathered weight."""


def parameters(model: transformers.PreTrainedModel) -> int:
    """All parameters, shared matrices once."""
    return sum(p.numel() for p in model.parameters())


def expert_parameters(model: transformers.PreTrainedModel) -> int:
    """Parameters of routed experts."""
    return sum(p.numel() for name, p in model.named_parameters() if ".experts." in name)


def step(model: transformers.PreTrainedModel, tokens: int, cache: object = None) -> tuple[object, int, int]:
    """One forward pass over `tokens` new positions: (cache afterwards, FLOPs in weights, FLOPs in attention).

    Attention is every product of two activations; everything else multiplies weights.
    """
    ids = torch.zeros((1, tokens), dtype=torch.long, device=model.device)
    counter = FlopCounterMode(display=False, depth=None)
    with torch.no_grad(), counter:
        output = model(input_ids=ids, past_key_values=cache, use_cache=True)
    by_module = counter.get_flop_counts()
    total = counter.get_total_flops()
    attention = sum(
        flops
        for module, counts in by_module.items()
        if module.endswith(ATTENTION_MODULES)
        for op, flops in counts.items()
        if op.__name__.split(".")[0] in BATCHED
    )
    return output.past_key_values, total - attention, attention


ATTENTION_MODULES = (".self_attn", ".attn", ".self_attention")
"""What the library calls the attention block of a layer."""


def cached_bytes(cache: object) -> int:
    """Bytes of every tensor of keys and values (or latents) in the library's cache."""
    return sum(
        tensor.numel() * tensor.element_size() for layer in cache.layers for tensor in (layer.keys, layer.values)
    )

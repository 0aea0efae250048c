"""`reasoncost models`: the models of the catalog, with sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reasoncost.cli.records import add_list

if TYPE_CHECKING:
    from reasoncost.catalog import Model


def add_to(commands: Any) -> None:
    """Add the command."""
    add_list(commands, "models", "the models of the catalog, with sources", _text)


def _text(model: Model) -> str:
    active = model.counted_active.value
    lines = [
        f"{model.name}  ({model.title}, {model.released})",
        f"    {model.counted_total.value:,} parameters" + (f", {active:,} active" if model.moe else ""),
        f"    {model.layers} layers, {_attention(model)}; {model.native_dtype}; context {model.context:,} tokens",
    ]
    if model.unconfirmed:
        lines.append(f"    not confirmed: {', '.join(model.unconfirmed)}")
    lines += [f"    note: {note}" for note in model.notes]
    lines += [f"    source: {source}" for source in model.sources]
    return "\n".join(lines)


def _attention(model: Model) -> str:
    if model.mla:
        cache = f"latent {model.mla.latent_dim} + {model.mla.rope_dim}"
    else:
        cache = f"{model.kv_heads} key-value heads of {model.head_dim}"
    window = f", window {model.window:,} in {model.local_layers} layers" if model.window else ""
    return f"{model.attention} with {model.heads} heads, {cache}{window}"

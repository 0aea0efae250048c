"""What the calculators of serving share: models and nodes of the catalog, kinds of attention, number formats."""

from __future__ import annotations

from fractions import Fraction

from calculators.spec import Amount, Choice, Input, Row, Step, Switch
from reasoncost import catalog
from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node
from reasoncost.laws.attention import kv_cache_bytes, mla_cache_bytes, windowed_kv_cache_bytes
from reasoncost.laws.transformer import weight_bytes
from reasoncost.serving import BYTES
from reasoncost.units import BILLION, GB

MODEL, NODE = "llama-3.1-405b", "8xH100-SXM"
"""The example."""

SHAPE = "Shape of the model"
GROUPED, WINDOWED, LATENT = ({"attention": (kind,)} for kind in ("grouped", "windowed", "latent"))
HEADS = {"attention": ("grouped", "windowed")}
LABEL, REPORTED = ({"hbm": (reading,)} for reading in ("label", "reported"))

ATTENTION = Switch(
    "attention",
    "Attention",
    {
        "grouped": "every layer sees all positions",
        "windowed": "some layers see a window",
        "latent": "latent (MLA)",
    },
    "grouped",
)
HBM = Switch("hbm", "Memory of the node", {"label": "as labelled", "reported": "as the device reports"}, "label")

PRECISIONS = {"bf16": "16-bit", "fp8": "8-bit", "fp4": "4-bit"}

BATCH = Input("batch", "Sequences", 32, slider=(1, 4096), whole=True)
TOKENS = Input("tokens", "Positions of each", 4096, "tokens", slider=(100, 1_000_000), whole=True)
ELEMENT = Input("element_bytes", "Bytes of a cached element", 2, "byte")
WEIGHT = Input("weight_bytes_per_parameter", "Bytes of a weight", 1, "byte")
TOTAL = Input("total_parameters", "Parameters, all experts included", 0, "billion", BILLION, group=SHAPE)
MEMORY = (
    Input("memory", "Memory, as labelled", 0, "GB", GB, slider=(16, 20_000), when=LABEL),
    Input("memory_reported", "Memory, as reported", 0, "GB", GB, "memory", slider=(16, 20_000), when=REPORTED),
)
CACHE_SHAPE = (
    Input("layers", "Layers", 0, whole=True, group=SHAPE, when={"attention": ("grouped", "latent")}),
    Input("global_layers", "Layers that see every position", None, whole=True, group=SHAPE, when=WINDOWED),
    Input("local_layers", "Layers that see the window", None, whole=True, group=SHAPE, when=WINDOWED),
    Input("window", "Positions in the window", None, "tokens", whole=True, group=SHAPE, when=WINDOWED),
    Input("kv_heads", "Key-value heads", 0, whole=True, group=SHAPE, when=HEADS),
    Input("head_dim", "Dimension of a head", 0, whole=True, group=SHAPE, when=HEADS),
    Input("latent_dim", "Latent dimension", None, whole=True, group=SHAPE, when=LATENT),
    Input("rope_dim", "Rotary dimension", None, whole=True, group=SHAPE, when=LATENT),
)

CACHES = ((kv_cache_bytes, GROUPED), (windowed_kv_cache_bytes, WINDOWED), (mla_cache_bytes, LATENT))
CAPACITIES = (("memory", LABEL), ("memory_reported", REPORTED))
SEQUENCE_MEMORY = tuple(
    Step("sequence_memory", law, "Cache of one sequence", "GB", GB, {"batch": 1}, when=kind) for law, kind in CACHES
)
WEIGHT_MEMORY = Step("weight_memory", weight_bytes, "Weights", "GB", GB, {"parameters": "total_parameters"})


def choices(inputs: tuple[Input, ...], switches: tuple[Switch, ...]) -> tuple[Choice, ...]:
    """Model, node, and the number formats of cache and weights."""
    return (
        _model_choice(inputs, {one.name for one in switches}),
        _node_choice(inputs),
        _precision("kv", "Format of the cache", "element_bytes", "bf16"),
        _precision("weights", "Format of the weights", "weight_bytes_per_parameter", "fp8"),
    )


def _precision(name: str, label: str, fills: str, value: str) -> Choice:
    """A choice of the number format that fills an input in bytes."""
    return Choice(name, label, {key: Row(PRECISIONS[key], {fills: size}) for key, size in BYTES.items()}, value)


def _model_choice(inputs: tuple[Input, ...], switches: set[str]) -> Choice:
    """Any model of the catalog, as values of those of the inputs that describe a model."""
    rows = {key: _model(one, inputs, switches) for key, one in catalog.models().items()}
    return Choice("model", "Model", rows, MODEL)


def _model(model: Model, inputs: tuple[Input, ...], switches: set[str]) -> Row:
    heads = None if model.mla else model
    windows = model if model.window else None
    known: dict[str, Amount | None] = {
        "layers": model.layers,
        "heads": model.heads,
        "kv_heads": heads and heads.kv_heads,
        "head_dim": heads and heads.head_dim,
        "window": windows and windows.window,
        "global_layers": windows and windows.global_layers,
        "local_layers": windows and windows.local_layers,
        "latent_dim": model.mla and model.mla.latent_dim,
        "rope_dim": model.mla and model.mla.rope_dim,
        "total_parameters": model.counted_total.value,
        "parameters": model.counted_active.value,
        "experts": model.moe and model.moe.experts,
        "top_k": model.moe and model.moe.top_k,
    }
    kind = "latent" if model.mla else "windowed" if model.window else "grouped"
    settings = {"attention": kind, "experts_read": "touched" if model.moe else "all"}
    return Row(model.title, _filled(known, inputs), {key: settings[key] for key in settings if key in switches})


def _node_choice(inputs: tuple[Input, ...]) -> Choice:
    """The scale-up domain of any accelerator of the catalog, as values of those of the inputs that describe a node."""
    return Choice("node", "Node", {key: _node(one, inputs) for key, one in catalog.nodes().items()}, NODE)


def _node(node: Node, inputs: tuple[Input, ...]) -> Row:
    one, count = node.accelerator, node.count
    known: dict[str, Amount | None] = {
        "memory": count * one.hbm_label_bytes,
        "memory_reported": None if one.hbm_reported_bytes is None else count * one.hbm_reported_bytes,
        "bandwidth": count * one.bandwidth.value,
    }
    known |= {f"peak_{key}": count * one.peak[key].value if key in one.peak else None for key in BYTES}
    return Row(f"{count} x {one.title}", _filled(known, inputs))


def _filled(known: dict[str, Amount | None], inputs: tuple[Input, ...]) -> dict[str, Amount | None]:
    """The known values of the inputs, in the units they are shown in."""
    return {one.name: _shown(known[one.name], one.scale) for one in inputs if one.name in known}


def _shown(value: Amount | None, scale: Fraction | int) -> Amount | None:
    if value is None:
        return None
    exact = Fraction(value) / scale
    return int(exact) if exact.denominator == 1 else float(exact)

"""What the calculators of serving share: models and nodes of the catalog, kinds of attention, number formats."""

from __future__ import annotations

from fractions import Fraction

from calculators.spec import Choice, Input, Row, Shown, Switch
from reasoncost import catalog
from reasoncost.catalog.model import Model
from reasoncost.law.plan import Amount, Values
from reasoncost.serving import PRECISIONS
from reasoncost.serving.inputs import of_model, of_node, switches_of
from reasoncost.serving.plans import GROUPED, HEADS, LATENT, WINDOWED
from reasoncost.units import BILLION, GB

MODEL, NODE = "llama-3.1-405b", "8xH100-SXM"
"""The example."""

SHAPES = frozenset().union(*(of_model(model) for model in catalog.models().values()))
"""What describes a model, of whatever kind."""

SHAPE = "Shape of the model"
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
    Input(
        "layers",
        "Layers",
        0,
        whole=True,
        group=SHAPE,
        when={"attention": (*GROUPED["attention"], *LATENT["attention"])},
    ),
    Input("global_layers", "Layers that see every position", None, whole=True, group=SHAPE, when=WINDOWED),
    Input("local_layers", "Layers that see the window", None, whole=True, group=SHAPE, when=WINDOWED),
    Input("window", "Positions in the window", None, "tokens", whole=True, group=SHAPE, when=WINDOWED),
    Input("kv_heads", "Key-value heads", 0, whole=True, group=SHAPE, when=HEADS),
    Input("head_dim", "Dimension of a head", 0, whole=True, group=SHAPE, when=HEADS),
    Input("latent_dim", "Latent dimension", None, whole=True, group=SHAPE, when=LATENT),
    Input("rope_dim", "Rotary dimension", None, whole=True, group=SHAPE, when=LATENT),
)

SEQUENCE_MEMORY = Shown("Cache of one sequence", "GB", GB)
WEIGHT_MEMORY = Shown("Weights", "GB", GB)


def choices(inputs: tuple[Input, ...], switches: tuple[Switch, ...]) -> tuple[Choice, ...]:
    """Model, node, and the number formats of cache and weights."""
    return (
        _model_choice(inputs, {switch.name for switch in switches}),
        _node_choice(inputs),
        _precision("kv", "Format of the cache", "element_bytes", "bf16"),
        _precision("weights", "Format of the weights", "weight_bytes_per_parameter", "fp8"),
    )


def _precision(name: str, label: str, fills: str, value: str) -> Choice:
    """A choice of the number format that fills an input in bytes."""
    formats = map(catalog.number_format, PRECISIONS)
    rows = {form.name: Row(f"{form.bits}-bit", {fills: form.element_bytes}) for form in formats}
    return Choice(name, label, rows, value)


def _model_choice(inputs: tuple[Input, ...], switches: set[str]) -> Choice:
    """Any model of the catalog, as values of those of the inputs that describe a model."""
    rows = {key: _model(model, inputs, switches) for key, model in catalog.models().items()}
    return Choice("model", "Model", rows, MODEL)


def _model(model: Model, inputs: tuple[Input, ...], switches: set[str]) -> Row:
    settings = {name: setting for name, setting in switches_of(model).items() if name in switches}
    return Row(model.title, _filled(dict.fromkeys(SHAPES) | of_model(model), inputs), settings)


def _node_choice(inputs: tuple[Input, ...]) -> Choice:
    """The scale-up domain of any accelerator of the catalog, as values of those of the inputs that describe a node."""
    rows = {
        key: Row(f"{node.count} x {node.accelerator.title}", _filled(of_node(node), inputs))
        for key, node in catalog.nodes().items()
    }
    return Choice("node", "Node", rows, NODE)


def _filled(known: Values, inputs: tuple[Input, ...]) -> dict[str, Amount | None]:
    """The known values of the inputs, in the units they are shown in."""
    return {entry.name: _shown(known[entry.name], entry.scale) for entry in inputs if entry.name in known}


def _shown(value: Amount | None, scale: Fraction | int) -> Amount | None:
    if value is None:
        return None
    exact = Fraction(value) / scale
    return int(exact) if exact.denominator == 1 else float(exact)

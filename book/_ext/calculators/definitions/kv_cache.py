"""KV cache and capacity: what the caches of a batch take, and how many fit beside the weights."""

from __future__ import annotations

from calculators.definitions import serving
from calculators.spec import Calculator, Curve, Plot, Shown
from reasoncost.law.plan import Rule
from reasoncost.serving.plans import CACHE
from reasoncost.units import GB, KB

INPUTS = (
    serving.BATCH,
    serving.TOKENS,
    serving.ELEMENT,
    serving.WEIGHT,
    *serving.MEMORY,
    *serving.CACHE_SHAPE,
    serving.TOTAL,
)
SWITCHES = (serving.ATTENTION, serving.HBM)

CALCULATOR = Calculator(
    name="kv-cache",
    title="KV cache and capacity",
    choices=serving.choices(INPUTS, SWITCHES),
    switches=SWITCHES,
    inputs=INPUTS,
    plan=CACHE.under({"cache": "sharded"}).taking(granularity=1, rounding=0),
    shown={
        "token_memory": Shown("Cache of a first token", "kB", KB),
        "cache_memory": serving.SEQUENCE_MEMORY,
        "batch_memory": Shown("Cache of all sequences", "GB", GB, main=True),
        "weight_memory": serving.WEIGHT_MEMORY,
        "by_capacity": Shown("Bound by capacity"),
        "fitting": Shown("Sequences that fit", main=True),
        "longest": Shown("Positions each may hold until the memory is full", "tokens"),
    },
    verdict=(
        Rule("The weights alone take more than the memory.", "by_capacity", below=0),
        Rule("These sequences do not fit beside the weights.", "by_capacity", below="batch"),
        Rule("These sequences fit beside the weights.", "by_capacity"),
    ),
    plot=Plot(
        over="tokens",
        low=100,
        high=1_000_000,
        axis="GB",
        curves=(Curve("batch_memory", "cache"), Curve("weight_memory", "weights"), Curve("memory", "memory")),
        caption="Cache of all sequences over the positions that each of them holds.",
    ),
    left_out="scales of quantised caches and weights, blocks of the allocator, activations, buffers of the runtime; "
    "prefixes that sequences share",
)

"""KV cache and capacity: what the caches of a batch take, and how many fit beside the weights."""

from __future__ import annotations

from calculators.definitions import serving
from calculators.definitions.serving import CACHES, CAPACITIES, GROUPED
from calculators.spec import OTHERWISE, Calculator, Curve, Plot, Rule, Step
from reasoncost.laws.attention import capacity_tokens
from reasoncost.laws.roofline import batch_by_capacity, whole_batch
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
WHOLE = {"speed_bound": "capacity", "capacity_batch": "capacity", "granularity": 1, "rounding": 0}
SWITCHES = (serving.ATTENTION, serving.HBM)

CALCULATOR = Calculator(
    name="kv-cache",
    title="KV cache and capacity",
    choices=serving.choices(INPUTS, SWITCHES),
    switches=SWITCHES,
    inputs=INPUTS,
    steps=(
        *(
            Step("token_memory", law, "Cache of a first token", "kB", KB, {"batch": 1, "tokens": 1}, when=kind)
            for law, kind in CACHES
        ),
        *serving.SEQUENCE_MEMORY,
        *(Step("cache", law, "Cache of all sequences", "GB", GB, when=kind, main=True) for law, kind in CACHES),
        serving.WEIGHT_MEMORY,
        *(
            Step("capacity", batch_by_capacity, "Bound by capacity", given={"memory": name}, when=kind)
            for name, kind in CAPACITIES
        ),
        Step("fitting", whole_batch, "Sequences that fit", given=WHOLE, main=True),
        *(
            Step(
                "longest",
                capacity_tokens,
                "Positions each may hold until the memory is full",
                "tokens",
                given={"memory": name},
                when=kind | GROUPED,
            )
            for name, kind in CAPACITIES
        ),
    ),
    verdict=(
        Rule("The weights alone take more than the memory.", "capacity", below=0),
        Rule("These sequences do not fit beside the weights.", "capacity", below="batch"),
        Rule("These sequences fit beside the weights.", "capacity"),
        OTHERWISE,
    ),
    plot=Plot(
        over="tokens",
        low=100,
        high=1_000_000,
        axis="GB",
        curves=(Curve("cache", "cache"), Curve("weight_memory", "weights"), Curve("memory", "memory")),
        caption="Cache of all sequences over the positions that each of them holds.",
    ),
    left_out="scales of quantised caches and weights, blocks of the allocator, activations, buffers of the runtime; "
    "prefixes that sequences share",
)

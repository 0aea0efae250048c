"""Maximum batch and interactivity: how many users a node serves at a speed, and which bound binds."""

from __future__ import annotations

from fractions import Fraction

from calculators.definitions import composed, serving
from calculators.definitions.serving import CAPACITIES, GROUPED, LATENT, WINDOWED
from calculators.spec import OTHERWISE, Calculator, Condition, Curve, Input, Plot, Rule, Settled, Step, Switch
from reasoncost.law import Law
from reasoncost.laws import roofline
from reasoncost.laws.transformer import weight_bytes
from reasoncost.serving.plans import COMBINED
from reasoncost.units import BILLION, TERA

ALL, TOUCHED = ({"experts_read": (setting,)} for setting in ("all", "touched"))
OVERLAP = {"combine": ("max",)}
FORMATS = {name: {"arithmetic": (name,)} for name in ("bf16", "fp8", "fp4")}
MILLI, MICRO = Fraction(1, 10**3), Fraction(1, 10**6)
TIMES = "Utilisation and fixed times"

EXPERTS_READ = Switch(
    "experts_read",
    "Weights that a step reads",
    {"all": "all of them", "touched": "experts that the batch touches"},
    "all",
)
ARITHMETIC = Switch("arithmetic", "Arithmetic", {"bf16": "bf16", "fp8": "fp8", "fp4": "fp4"}, "fp8")
COMBINE = Switch(
    "combine",
    "Reading, arithmetic, exchange",
    {
        "max": "overlap perfectly",
        "prefetch": "only reading overlaps",
        "exposed": "the exchange is exposed",
        "sum": "nothing overlaps",
    },
    "max",
)
SWITCHES = (COMBINE, ARITHMETIC, serving.HBM, serving.ATTENTION, EXPERTS_READ)

INPUTS = (
    Input("tokens", "Positions of each sequence", 4096, "tokens", slider=(100, 1_000_000), whole=True),
    Input("speed", "Speed that each user is to see", 20, "tokens/s", slider=(1, 500)),
    serving.ELEMENT,
    serving.WEIGHT,
    *serving.MEMORY,
    Input("bandwidth", "Memory bandwidth", 0, "TB/s", TERA, slider=(0.5, 1000)),
    *(
        Input(f"peak_{name}", f"Peak arithmetic, {name}", 0, "TFLOP/s", TERA, "peak", slider=(50, 1_000_000), when=one)
        for name, one in FORMATS.items()
    ),
    Input("mbu", "Share of the bandwidth that is reached", 1, slider=(0.05, 1), linear=True, group=TIMES),
    Input("mfu", "Share of the peak that is reached", 1, slider=(0.05, 1), linear=True, group=TIMES),
    Input("latency", "Fixed latency of a step", 0, "ms", MILLI, slider=(0, 50), linear=True, group=TIMES),
    Input("communication_time", "Exchange for each token", 0, "µs", MICRO, slider=(0, 500), linear=True, group=TIMES),
    Input("granularity", "Batches come in multiples of", 1, whole=True, low=1, group=TIMES),
    *serving.CACHE_SHAPE,
    Input("heads", "Query heads", 0, whole=True, group=serving.SHAPE),
    serving.TOTAL,
    Input("parameters", "Parameters that a token uses", 0, "billion", BILLION, group=serving.SHAPE),
    Input("experts", "Routed experts of a layer", None, whole=True, group=serving.SHAPE, when=TOUCHED),
    Input("top_k", "Experts that a token uses", None, whole=True, group=serving.SHAPE, when=TOUCHED),
)

ADDED = {"combine": ("prefetch", "exposed", "sum")}
SHARES = {
    composed.reading_share: "reading",
    composed.arithmetic_share: "arithmetic",
    composed.communication_share: "the exchange, with the fixed latency,",
}
"""The parts of a step where they add up, wholly or in part, and what they are called."""

READ = {"read_memory": "sequence_memory"}
WHOLE = {"speed_bound": "by_time", "capacity_batch": "by_capacity", "rounding": 0}
OTHERS = ("by_compute", "by_communication")
FLOPS = (
    (composed.decode_flops, GROUPED),
    (composed.windowed_decode_flops, WINDOWED),
    (composed.latent_decode_flops, LATENT),
)


def weights_read(batch: str, label: str = "") -> tuple[Step, ...]:
    """Steps to the time in which the experts' weights that a batch of that name touches are read."""
    return (
        Step("read_parameters", roofline.parameters_read, given={"batch": batch}, above={"expert": 0}, when=TOUCHED),
        Step("read_weights", weight_bytes, given={"parameters": "read_parameters"}, when=TOUCHED),
        Step("weight_time", roofline.read_seconds, label, "ms", MILLI, {"read_memory": "read_weights"}, when=TOUCHED),
    )


def bound(name: str, law: Law, label: str, when: Condition | None = None) -> tuple[Step | Settled, ...]:
    """A bound on the batch that depends on the weights' time: as it stands, or settled where that depends on it."""
    also = when or {}
    trial = (*weights_read("trial"), Step("bound", law))
    return Step(name, law, label, when=also | ALL), Settled(name, "trial", "bound", trial, label, also | TOUCHED)


CALCULATOR = Calculator(
    name="max-batch",
    title="Maximum batch and interactivity",
    choices=serving.choices(INPUTS, SWITCHES),
    switches=SWITCHES,
    inputs=INPUTS,
    steps=(
        *serving.SEQUENCE_MEMORY,
        serving.WEIGHT_MEMORY,
        *(Step("token_flops", law, "Arithmetic of one token", "GFLOP", BILLION, when=kind) for law, kind in FLOPS),
        Step("cache_time", roofline.read_seconds, "Reading one sequence's cache", "ms", MILLI, READ),
        *(
            Step(
                "arithmetic_time",
                roofline.compute_seconds,
                "Computing one token",
                "ms",
                MILLI,
                {"peak": f"peak_{name}"},
                when=one,
            )
            for name, one in FORMATS.items()
        ),
        Step(
            "weight_time",
            roofline.read_seconds,
            "Reading the weights",
            "ms",
            MILLI,
            {"read_memory": "weight_memory"},
            when=ALL,
        ),
        Step("expert", roofline.expert_parameters, when=TOUCHED),
        Step("budget", roofline.step_budget, "Time that a step may take", "ms", MILLI),
        *(
            Step("by_capacity", roofline.batch_by_capacity, "Bound by capacity", given={"memory": name}, when=kind)
            for name, kind in CAPACITIES
        ),
        *bound("by_bandwidth", roofline.batch_by_bandwidth, "Bound by bandwidth", {}),
        Step("by_compute", roofline.batch_by_compute, "Bound by arithmetic"),
        Step("by_communication", roofline.batch_by_communication, "Bound by exchange", above={"communication_time": 0}),
        *(
            step
            for rule, (_, law) in COMBINED.items()
            for step in bound("by_time", law, "Bound by the time of a step", {"combine": (rule,)})
        ),
        Step("batch", roofline.whole_batch, "Largest batch", given=WHOLE, main=True),
        *weights_read("batch", "Reading the weights that it touches"),
        *(
            Step("step_time", law, "Time of a step", "ms", MILLI, above={"batch": 0}, when={"combine": (rule,)})
            for rule, (law, _) in COMBINED.items()
        ),
        *(Step(law.name, law, when=ADDED) for law in SHARES),
        Step("interactivity", roofline.interactivity, "Speed that each user sees", "tokens/s", main=True),
        Step("throughput", roofline.throughput, "Speed of the node", "tokens/s"),
    ),
    verdict=(
        Rule(
            "A layer must have more experts than a token uses, and the model as many parameters as a token uses.",
            missing="expert",
            when=TOUCHED,
        ),
        Rule("No batch fits: the weights alone take more than the memory.", "by_capacity", below=0),
        Rule("No batch fits: one sequence's cache is more than the weights leave.", "by_capacity", below=1),
        Rule("No batch fits: the fixed latency is longer than a step may take.", "budget", below=0),
        Rule("No batch fits: even with one sequence a step takes longer than it may.", "by_time", below=1),
        Rule("No batch fits: the largest is below the granularity.", "batch", below=1),
        Rule("What binds: the capacity of the memory.", "by_capacity", least_of=("by_time",)),
        Rule("What binds: the bandwidth of the memory.", "by_bandwidth", least_of=OTHERS, when=OVERLAP),
        Rule("What binds: arithmetic.", "by_compute", least_of=("by_communication",), when=OVERLAP),
        Rule("What binds: the exchange between accelerators.", "by_communication", when=OVERLAP),
        *(
            Rule(
                f"What binds: the time of a step; {words} takes the largest share.",
                law.name,
                most_of=tuple(other.name for other in SHARES),
            )
            for law, words in SHARES.items()
        ),
        OTHERWISE,
    ),
    plot=Plot(
        over="tokens",
        low=100,
        high=1_000_000,
        axis="sequences",
        curves=(
            Curve("by_capacity", "capacity"),
            Curve("by_bandwidth", "bandwidth"),
            Curve("by_compute", "arithmetic"),
            Curve("batch", "largest batch"),
        ),
        caption="The largest batch, and the bounds on it, over the positions that each sequence holds.",
    ),
    left_out="prefill of new prompts; memory for activations, buffers and the allocator; copies of the cache where "
    "accelerators outnumber key-value heads; uneven load of experts; speculative decoding; shared prefixes",
)

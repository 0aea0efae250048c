"""Maximum batch and interactivity: how many users a node serves at a speed, and which bound binds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from calculators.definitions import serving
from calculators.spec import Calculator, Curve, Input, Plot, Shown, Switch
from reasoncost.law.plan import Rule
from reasoncost.serving.plans import FAILURES, FULL, LEAST, SERVING, SHARED, TOUCHED
from reasoncost.units import BILLION, TERA

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
    "Reading, arithmetic, communication",
    {
        "max": "overlap perfectly",
        "prefetch": "only reading overlaps",
        "exposed": "communication is exposed",
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
        Input(f"peak_{name}", f"Peak arithmetic, {name}", 0, "TFLOP/s", TERA, "peak", slider=(50, 1_000_000), when=when)
        for name, when in FORMATS.items()
    ),
    Input("mbu", "Share of the bandwidth that is reached", 1, slider=(0.05, 1), linear=True, group=TIMES),
    Input("mfu", "Share of the peak that is reached", 1, slider=(0.05, 1), linear=True, group=TIMES),
    Input("latency", "Fixed latency of a step", 0, "ms", MILLI, slider=(0, 50), linear=True, group=TIMES),
    Input(
        "communication_time", "Communication for each token", 0, "µs", MICRO, slider=(0, 500), linear=True, group=TIMES
    ),
    Input("granularity", "Batches come in multiples of", 1, whole=True, low=1, group=TIMES),
    *serving.CACHE_SHAPE,
    Input("heads", "Query heads", 0, whole=True, group=serving.SHAPE),
    serving.TOTAL,
    Input("parameters", "Parameters that a token uses", 0, "billion", BILLION, group=serving.SHAPE),
    Input("experts", "Routed experts of a layer", None, whole=True, group=serving.SHAPE, when=TOUCHED),
    Input("top_k", "Experts that a token uses", None, whole=True, group=serving.SHAPE, when=TOUCHED),
)

SHOWN = {
    "cache_memory": serving.SEQUENCE_MEMORY,
    "weight_memory": serving.WEIGHT_MEMORY,
    "weight_flops": Shown("Arithmetic of one token, through the weights", "GFLOP", BILLION),
    "attention_flops": Shown("Arithmetic of one token, over the cache", "GFLOP", BILLION),
    "token_flops": Shown("Arithmetic of one token", "GFLOP", BILLION),
    "cache_time": Shown("Reading one sequence's cache", "ms", MILLI),
    "arithmetic_time": Shown("Computing one token", "ms", MILLI),
    "weight_time": Shown("Reading the weights", "ms", MILLI),
    "budget": Shown("Time that a step may take", "ms", MILLI),
    "by_capacity": Shown("Bound by capacity"),
    "by_bandwidth": Shown("Bound by bandwidth"),
    "by_compute": Shown("Bound by arithmetic"),
    "by_communication": Shown("Bound by communication"),
    "by_time": Shown("Bound by the time of a step"),
    "batch": Shown("Largest batch", main=True),
    "step_time": Shown("Time of a step", "ms", MILLI),
    "interactivity": Shown("Speed that each user sees", "tokens/s", main=True),
    "throughput": Shown("Speed of the node", "tokens/s"),
}
COUNTS = Rule(
    "A layer must have more experts than a token uses, and the model as many parameters as a token uses.",
    missing="expert",
    when=TOUCHED,
)
NO_BATCH = {
    "weights": "No batch fits: the weights alone take more than the memory.",
    "cache": "No batch fits: one sequence's cache is more than the weights leave.",
    "latency": "No batch fits: the fixed latency leaves nothing of the time that a step may take.",
    "step": "No batch fits: even with one sequence a step takes longer than it may.",
    "granularity": "No batch fits: the largest is below the granularity.",
}
BINDS = {
    "capacity": "What binds: the capacity of the memory.",
    "bandwidth": "What binds: the bandwidth of the memory.",
    "compute": "What binds: arithmetic.",
    "latency": "What binds: the communication between accelerators.",
}
TAKES_MOST = {
    "bandwidth": "What binds: the time of a step; reading takes the largest share.",
    "compute": "What binds: the time of a step; arithmetic takes the largest share.",
    "latency": "What binds: the time of a step; communication, with the fixed latency, takes the largest share.",
}


def said(rules: Iterable[Rule], sentences: Mapping[str, str]) -> tuple[Rule, ...]:
    """The plan's rules with sentences for conclusions."""
    return tuple(replace(rule, conclusion=sentences[rule.conclusion]) for rule in rules)


VERDICT = (COUNTS, *said(FAILURES, NO_BATCH), *said((FULL, *LEAST), BINDS), *said(SHARED, TAKES_MOST))
NEEDED = {rule.value or rule.missing for rule in VERDICT} | SHOWN.keys()

CALCULATOR = Calculator(
    name="max-batch",
    title="Maximum batch and interactivity",
    choices=serving.choices(INPUTS, SWITCHES),
    switches=SWITCHES,
    inputs=INPUTS,
    plan=SERVING.under({"cache": "sharded"}).taking("communication_time", rounding=0).towards(*NEEDED),
    shown=SHOWN,
    verdict=VERDICT,
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

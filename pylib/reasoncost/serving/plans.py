"""The serving plan: from a model's shapes and a node's rates to the largest batch, its speed and what binds it.

Switches: `attention` (grouped, windowed or latent), `cache` (sharded, or tensor: split by heads and copied),
`experts_read` (all, or touched: those that the batch of a step uses) and `combine` (how the times of a step go
together).
"""

from __future__ import annotations

from reasoncost.law import Law
from reasoncost.law.plan import AnyStep, Condition, FixedPoint, Plan, Rule, Step
from reasoncost.laws import attention, roofline, transformer

GROUPED, WINDOWED, LATENT = ({"attention": (kind,)} for kind in ("grouped", "windowed", "latent"))
HEADS = {"attention": ("grouped", "windowed")}
ALL, TOUCHED = ({"experts_read": (setting,)} for setting in ("all", "touched"))

COMBINED: dict[str, tuple[Law, Law]] = {
    "max": (roofline.overlapped_step, roofline.overlapped_batch),
    "prefetch": (roofline.prefetched_step, roofline.prefetched_batch),
    "exposed": (roofline.exposed_step, roofline.exposed_batch),
    "sum": (roofline.serial_step, roofline.serial_batch),
}
"""How times combine: the law of the step's time, and its inverse, the law of the largest batch."""

OVERLAPPED = {"combine": ("max",)}
ADDED = {"combine": tuple(rule for rule in COMBINED if rule != "max")}
"""Where times add up, wholly or in part."""

# Bytes and FLOPs of one sequence, bytes of the weights

CACHES = ((attention.kv_cache_bytes, GROUPED), (attention.windowed_kv_cache_bytes, WINDOWED),
          (attention.mla_cache_bytes, LATENT))  # fmt: skip
ATTENTION = ((attention.sdpa_flops_per_token, GROUPED), (attention.windowed_sdpa_flops_per_token, WINDOWED),
             (attention.mla_sdpa_flops_per_token, LATENT))  # fmt: skip

COPIES = (
    Step("copies", roofline.cache_copies, when=HEADS),
    Step("copies", roofline.cache_copies, {"kv_heads": 1}, when=LATENT),
)
SEQUENCE_MEMORY = (
    *(Step("cache_memory", law, {"batch": 1}, when=kind) for law, kind in CACHES),
    Step("sequence_memory", roofline.copied_cache_bytes, {"copies": 1}, when={"cache": ("sharded",)}),
    Step("sequence_memory", roofline.copied_cache_bytes, when={"cache": ("tensor",)}),
)
WEIGHT_MEMORY = Step("weight_memory", transformer.weight_bytes, {"parameters": "total_parameters"})
TOKEN_FLOPS = (
    Step("weight_flops", transformer.weight_flops_per_token),
    *(Step("attention_flops", law, when=kind) for law, kind in ATTENTION),
    Step("token_flops", roofline.decode_flops),
)

# The times that a step is made of


def _weights_read(batch: str) -> tuple[Step, ...]:
    """The time in which the experts' weights that a batch of that name touches are read."""
    return (
        Step("read_parameters", roofline.parameters_read, {"batch": batch}, above={"expert": 0}, when=TOUCHED),
        Step("read_weights", transformer.weight_bytes, {"parameters": "read_parameters"}, when=TOUCHED),
        Step("weight_time", roofline.read_seconds, {"read_memory": "read_weights"}, when=TOUCHED),
    )


TIMES = (
    Step("cache_time", roofline.read_seconds, {"read_memory": "sequence_memory"}),
    Step("arithmetic_time", roofline.compute_seconds),
    Step("token_traffic", roofline.allreduce_bytes_per_token),
    Step("communication_time", roofline.communication_seconds),
    Step("weight_time", roofline.read_seconds, {"read_memory": "weight_memory"}, when=ALL),
    # No number to go on with, but no value where the counts of experts and parameters contradict each other.
    Step("expert", roofline.expert_parameters, when=TOUCHED),
)

# The largest batch


def _bound(name: str, law: Law, when: Condition) -> tuple[AnyStep, ...]:
    """A bound that the weights' time enters: where that depends on the batch, the largest batch that it allows."""
    trial = (*_weights_read("trial"), Step("bound", law))
    return Step(name, law, when={**when, **ALL}), FixedPoint(name, "trial", "bound", trial, {**when, **TOUCHED})


BY_CAPACITY = Step("by_capacity", roofline.batch_by_capacity)
BOUNDS = (
    Step("budget", roofline.step_budget),
    BY_CAPACITY,
    *_bound("by_bandwidth", roofline.batch_by_bandwidth, {}),
    Step("by_compute", roofline.batch_by_compute),
    Step("by_communication", roofline.batch_by_communication, above={"communication_time": 0}),
    *(step for rule, (_, law) in COMBINED.items() for step in _bound("by_time", law, {"combine": (rule,)})),
    Step("batch", roofline.whole_batch, {"speed_bound": "by_time", "capacity_batch": "by_capacity"}),
)

# What a step of that batch takes

AT_BATCH = (
    *_weights_read("batch"),
    *(Step("step_time", law, above={"batch": 0}, when={"combine": (rule,)}) for rule, (law, _) in COMBINED.items()),
    Step("reading", roofline.reading_time),
    Step("computing", roofline.computing_time),
    Step("waiting", roofline.waiting_time),
    Step("interactivity", roofline.interactivity),
    Step("throughput", roofline.throughput),
)

SERVING = Plan((*COPIES, *SEQUENCE_MEMORY, WEIGHT_MEMORY, *TOKEN_FLOPS, *TIMES, *BOUNDS, *AT_BATCH))
"""Everything, for the largest batch."""
DEMAND = SERVING.towards("copies", "weight_memory", "sequence_memory", "token_flops", "token_traffic")
"""What a model asks of a node."""
BY_GROUPS = ("copies", "sequence_memory", "cache_time", "attention_flops")
"""What a model's groups of layers say for themselves, whatever their kinds."""

_BESIDE = SERVING.results - {"cache_memory", *BY_GROUPS}
SERVED = SERVING.taking(*BY_GROUPS).towards(*_BESIDE)
"""Everything but what the groups say, for the largest batch."""
STEP = SERVED.taking("batch").towards("step_time", "reading", "computing", "waiting")
"""A step of any batch, whether or not it fits."""

CACHE = Plan(
    (
        *(Step("token_memory", law, {"batch": 1, "tokens": 1}, when=kind) for law, kind in CACHES),
        *SEQUENCE_MEMORY,
        *(Step("batch_memory", law, when=kind) for law, kind in CACHES),
        WEIGHT_MEMORY,
        BY_CAPACITY,
        Step("fitting", roofline.whole_batch, {"speed_bound": "by_capacity", "capacity_batch": "by_capacity"}),
        Step("longest", attention.capacity_tokens, when=GROUPED),
    )
)
"""The caches of a batch beside the weights, whatever their speed."""

FAILURES = (
    Rule("weights", "by_capacity", below=0),
    Rule("cache", "by_capacity", below=1),
    Rule("latency", "budget", least_of=(0,)),
    Rule("step", "by_time", below=1),
    Rule("granularity", "batch", below=1),
)
"""What leaves no batch: weights or cache too large, no time beside the latency or for a step of one, no multiple."""

_PARTS = {"bandwidth": "reading", "compute": "computing", "latency": "waiting"}
LONGEST = tuple(Rule(bound, part, most_of=tuple(_PARTS.values())) for bound, part in _PARTS.items())
"""Which part of a step takes the longest; it has to be told which step."""

FULL = Rule("capacity", "by_capacity", least_of=("by_time",))
LEAST = (
    Rule("bandwidth", "by_bandwidth", least_of=("by_compute", "by_communication"), when=OVERLAPPED),
    Rule("compute", "by_compute", least_of=("by_communication",), when=OVERLAPPED),
    Rule("latency", "by_communication", when=OVERLAPPED),
)
SHARED = tuple(Rule(rule.conclusion, rule.value, most_of=rule.most_of, when=ADDED) for rule in LONGEST)
BINDING = (FULL, *LEAST, *SHARED)
"""What binds a batch: the memory where it is full, else the least bound, or where times add up the longest part."""

"""What gives the article's maximum batches: 72, 368, and 16 at a length that it does not state."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

from priceofthought.article import find, setting
from reasoncost import catalog
from reasoncost.audit.recovery.search import Question
from reasoncost.audit.recovery.space import Axis, Mesh, Option, Space, grid
from reasoncost.catalog.accelerator import Accelerator
from reasoncost.serving.inputs import ACTIVATION_BYTES, of_model
from reasoncost.serving.plans import SERVING
from reasoncost.units import BILLION


def _nodes() -> Axis:
    reasons = {
        ("H100", 8): "the node that the article names for the cache",
        ("H100", 16): "two such nodes",
        ("H200", 8): "the same chip with more memory, on sale in 2024",
        ("MI300X", 8): "another vendor's node of the time",
    }
    options = tuple(
        Option(f"{count}x{name}", (catalog.accelerator(name), count), why) for (name, count), why in reasons.items()
    )
    return Axis("node", "accelerators and how many of them", options, "8xH100")


def _bytes(name: str, meaning: str, plain: str, reasons: dict[str, str]) -> Axis:
    options = tuple(Option(label, catalog.element_bytes(label), why) for label, why in reasons.items())
    return Axis(name, meaning, options, plain)


PARAMETERS = Axis(
    "parameters",
    "number of parameters",
    (
        Option("405e9", 405 * BILLION, "the model's name taken as its size"),
        Option("exact", setting.model().counted_total.value, "counted from the shapes"),
    ),
    "exact",
)
WEIGHTS = _bytes(
    "weights",
    "precision of the weights",
    "fp8",
    {"fp8": "in 16 bit they do not fit the article's node", "bf16": "as released"},
)
KV = _bytes(
    "kv", "precision of the cache", "bf16", {"fp8": "offered by servers of the time", "bf16": "the usual default"}
)

COMBINE = Axis(
    "combine",
    "how the times of a step combine",
    (
        Option("max", "max", "the roofline proper: reading, arithmetic and exchange overlap"),
        Option("prefetch", "prefetch", "reading ahead while computing and exchanging in turn"),
        Option("exposed", "exposed", "all-reduces wait for the layer, and the next layer for them"),
        Option("sum", "sum", "no overlap at all"),
    ),
    "max",
    scalar=True,
)
ARITHMETIC = Axis(
    "arithmetic",
    "precision of the products",
    (
        Option("fp8", "fp8", "that of 8-bit weights, where the chip has it"),
        Option("bf16", "bf16", "weights stored in 8 bit, multiplied in 16"),
    ),
    "fp8",
)
LINK = Axis(
    "link",
    "bandwidth that the all-reduces of tensor parallelism get",
    (
        Option("none", 0, "communication left out"),
        Option("one way", 1, "what an accelerator can send"),
        Option("both ways", 2, "the vendor's figure, which adds sending and receiving"),
    ),
    "none",
)
LATENCY = Axis(
    "latency",
    "fixed milliseconds of a step",
    (
        Option("0", 0.0, "left out"),
        Option("2", 0.002, "two all-reduces in each of 126 layers at 8 microseconds"),
    ),
    "0",
)
PROMPT = Axis(
    "prompt",
    "tokens before the answer",
    (
        Option("0", 0, "the article speaks of the sequence as the answer's length"),
        Option("47", 47, "the puzzle, as tokenised"),
        Option("140", 140, "what its price ratio of 57 implies"),
    ),
    "0",
)
CONTEXT = Axis(
    "context",
    "cached positions of a sequence",
    (
        Option("end", 1.0, "the whole answer"),
        Option("mean", 0.5, "half the answer, on average over its steps"),
    ),
    "end",
)
ATTENTION = Axis(
    "attention",
    "FLOPs of attention over the cached positions; the causal average is the mean context",
    (
        Option("counted", 1.0, "the article gives their formula"),
        Option("left out", 0.0, "2N alone, as is often done"),
    ),
    "counted",
)
CAPACITY = Axis(
    "capacity",
    "whether the node must hold weights and cache",
    (
        Option("label", "label", "the article's 640 GB"),
        Option("reported", "reported", "what the devices report"),
        Option("ignored", "ignored", "a roofline of speed alone"),
    ),
    "label",
)
MBU = grid(
    "mbu",
    "share of the memory bandwidth that is reached",
    [percent / 100 for percent in range(50, 101, 2)],
    1,
    "measured decoding kernels reach half to nearly all",
)
MFU = grid(
    "mfu",
    "share of the peak arithmetic that is reached",
    [percent / 100 for percent in range(30, 101, 2)],
    1,
    "measured matrix products reach a third to nearly all",
)
BATCHES = Axis(
    "batches",
    "from a bound to a batch: step and rounding",
    (
        Option("whole", (1, 0.0), "any whole batch that the bound allows"),
        Option("eights", (8, 0.0), "multiples of eight that the bound allows, as kernels tile"),
        Option("nearest eight", (8, 0.5), "the multiple of eight next to the bound, as read off a chart"),
    ),
    "whole",
)


@functools.cache
def space() -> Space:
    """The declared space of both figures."""
    first = (COMBINE, _nodes(), WEIGHTS, KV, PARAMETERS, CAPACITY, ARITHMETIC, PROMPT, CONTEXT, ATTENTION)
    return Space((*first, LINK, LATENCY, BATCHES, MBU, MFU))


def _count(node: tuple[Accelerator, int]) -> float:
    return node[1]


def _bandwidth(node: tuple[Accelerator, int]) -> float:
    return node[1] * node[0].bandwidth.value


def _step(batches: tuple[int, float]) -> float:
    return batches[0]


def _rounding(batches: tuple[int, float]) -> float:
    return batches[1]


def _capacity(node: tuple[Accelerator, int], reading: str) -> float:
    accelerator, count = node
    if reading == "ignored":
        return math.inf
    held = accelerator.hbm_label if reading == "label" else accelerator.hbm_reported
    return math.nan if held is None else count * held.value


def _peak(node: tuple[Accelerator, int], precision: str) -> float:
    accelerator, count = node
    return count * accelerator.peak[precision].value if precision in accelerator.peak else math.nan


def _link(node: tuple[Accelerator, int], ways: int) -> float:
    if ways == 0:
        return math.inf
    sent = node[0].link_bandwidth
    return math.nan if sent is None else ways * sent.value


PLAIN = {"attention": "grouped", "cache": "sharded", "experts_read": "all"}
SHARED = ("budget", "weight_time", "cache_time", "arithmetic_time", "communication_time", "by_capacity")
_ATTENTION = SERVING.under(PLAIN).towards("attention_flops")
_TIMES = SERVING.under(PLAIN).taking("attention_flops").towards(*SHARED)
_BATCH = SERVING.under(PLAIN).taking(*SHARED).towards("batch")
"""The serving plan, cut where the rule of combination comes in: what stands before is shared by all blocks."""


def step_times(mesh: Mesh, tokens: Any, speed: Any) -> tuple[Any, ...]:
    """What bounds a batch at that many positions and that speed: the results named in SHARED."""
    parameters, model = mesh.array("parameters"), of_model(setting.model())
    values = model | {
        "tokens": tokens,
        "speed": speed,
        "latency": mesh.array("latency"),
        "parameters": parameters,
        "total_parameters": parameters,
        "weight_bytes_per_parameter": mesh.array("weights"),
        "element_bytes": mesh.array("kv"),
        "activation_bytes": ACTIVATION_BYTES,
        "accelerators": mesh.table(_count, "node"),
        "memory": mesh.table(_capacity, "node", "capacity"),
        "bandwidth": mesh.table(_bandwidth, "node"),
        "peak": mesh.table(_peak, "node", "arithmetic"),
        "link_bandwidth": mesh.table(_link, "node", "link"),
        "mbu": mesh.array("mbu"),
        "mfu": mesh.array("mfu"),
    }
    attended = _ATTENTION.run(_ATTENTION.pick(values))["attention_flops"]
    values["attention_flops"] = mesh.array("attention") * attended  # counted, or left out
    known = _TIMES.run(_TIMES.pick(values))
    return tuple(known[name] for name in SHARED)


def _asking(claim_id: str, where: Space, times: Callable[[Mesh], tuple[Any, ...]]) -> Question:
    def predict(mesh: Mesh) -> Any:
        values = dict(zip(SHARED, mesh.once(times), strict=True))
        values |= {"granularity": mesh.table(_step, "batches"), "rounding": mesh.table(_rounding, "batches")}
        return _BATCH.run(values, {"combine": mesh.only("combine")})["batch"]

    return Question(claim_id, find(claim_id).figure_stated, where, predict)


def _at_stated_length(claim_id: str, length_claim: str) -> Question:
    answer = find(length_claim).figure_stated.middle

    def times(mesh: Mesh) -> tuple[Any, ...]:
        return step_times(mesh, mesh.array("prompt") + mesh.array("context") * answer, setting.SPEED)

    return _asking(claim_id, space(), times)


LENGTH = grid(
    "length",
    "tokens of the long sequence",
    [16_000, 16_384, 32_768, 39_000, 65_536, 131_072],
    16_000,
    "a length that the article names, or a power of two up to the model's longest context",
)
MINIMUM_SPEED = grid(
    "speed",
    "tokens per second for each user that count as the lowest interactivity",
    [10, 20, 30, 50],
    30,
    "from a slow reader to a fast one; the article names 30 elsewhere",
)


def long_space() -> Space:
    """The space of the batch of 16: the article's node, without communication, latency and prompt."""
    plain = ("node", "prompt", "context", "link", "latency")
    narrowed = space().narrowed({name: (space().axis(name).plain,) for name in plain})
    return Space((LENGTH, MINIMUM_SPEED, *narrowed.axes))


def _long_times(mesh: Mesh) -> tuple[Any, ...]:
    return step_times(mesh, mesh.array("length"), mesh.array("speed"))


def questions() -> tuple[Question, ...]:
    """The three figures."""
    return (
        _at_stated_length("max-batch-o1-preview", "tokens-o1-preview"),
        _at_stated_length("max-batch-gpt-4o", "tokens-gpt-4o"),
        _asking("batch-16", long_space(), _long_times),
    )

"""Votes over a shared prefix: what several streams of one query take over what one takes."""

from __future__ import annotations

from calculators.definitions import max_batch
from calculators.spec import Calculator, Curve, Input, Plot, Shown
from reasoncost.law.plan import Plan, Rule, Step
from reasoncost.laws.votes import (
    share_for_multiple,
    shared_context,
    shared_reads,
    vote_cost_multiple,
    vote_multiple,
    vote_step_multiple,
)
from reasoncost.units import GB

NODE = "The node with one stream for each user"


def _example() -> dict[str, float]:
    """What the example of the maximum batch gives, to three digits: bytes in GB."""
    known = max_batch.CALCULATOR.run(*max_batch.CALCULATOR.example)
    known |= {"weight_memory": known["weight_memory"] / GB, "sequence_memory": known["sequence_memory"] / GB}
    names = ("by_capacity", "by_bandwidth", "by_compute", "batch", "weight_memory", "sequence_memory")
    return {name: float(f"{known[name]:.3g}") for name in names}


_NODE = _example()

CALCULATOR = Calculator(
    name="votes",
    title="Votes over a shared prefix",
    inputs=(
        Input("votes", "Streams of each query", 5, slider=(1, 100), whole=True),
        Input("input_tokens", "Prompt", 1000, "tokens", slider=(1, 200_000), whole=True),
        Input("trunk_tokens", "Answer written before the streams part", 0, "tokens", slider=(1, 100_000), whole=True),
        Input("output_tokens", "Answer of each stream", 5000, "tokens", slider=(1, 100_000), whole=True),
        Input("multiple", "At most this many times the cache of one", 2, slider=(1, 10), linear=True),
        Input("capacity_batch", "Bound by capacity", _NODE["by_capacity"], "users", group=NODE),
        Input("bandwidth_batch", "Bound by bandwidth", _NODE["by_bandwidth"], "users", group=NODE),
        Input("compute_batch", "Bound by arithmetic", _NODE["by_compute"], "users", group=NODE),
        Input("batch", "Users served", _NODE["batch"], "users", group=NODE),
        Input("weight_memory", "Weights that a step reads", _NODE["weight_memory"], "GB", GB, group=NODE),
        Input("sequence_memory", "Cache of one stream", _NODE["sequence_memory"], "GB", GB, group=NODE),
    ),
    plan=Plan(
        (
            Step("shared_answer", shared_context, {"input_tokens": 0}),
            Step("written", vote_multiple, {"shared": "shared_answer"}),
            Step("shared", shared_context),
            Step("held", vote_multiple),
            Step("shared_reading", shared_reads),
            Step("read", vote_multiple, {"shared": "shared_reading"}),
            Step("needed", share_for_multiple),
            Step("step", vote_step_multiple),
            Step("cost", vote_cost_multiple),
        )
    ),
    shown={
        "shared_answer": Shown("Share of the answer in common"),
        "written": Shown("Times the tokens written", main=True),
        "shared": Shown("Share of the context in common, at the end"),
        "held": Shown("Times the cache held, at the end", main=True),
        "shared_reading": Shown("Share of all cache reads in common"),
        "read": Shown("Times the cache read"),
        "needed": Shown("Share that must be in common for the multiple asked for"),
        "step": Shown("Times the bytes of a step, for as many users"),
        "cost": Shown("Times the cost of a user, at the same speed", main=True),
    },
    verdict=(
        Rule("The answer must not be empty, and the streams must part before its end.", missing="shared"),
        Rule("At the end, the streams share enough for the multiple asked for.", "needed", least_of=("shared",)),
        Rule("At the end, the streams share too little for the multiple asked for.", "shared", below="needed"),
        Rule("However little the streams share, they take no more than the multiple asked for.", "held"),
    ),
    plot=Plot(
        over="votes",
        low=1,
        high=100,
        axis="times one stream",
        curves=(Curve("written", "tokens written"), Curve("held", "cache held"), Curve("cost", "cost of a user")),
        caption="What the streams take over what one takes, over their number.",
    ),
    left_out="the prompt's prefill, which all streams share; kernels that read a common prefix once for each stream; "
    "the choice among the answers",
)

"""What gives the article's limit of FLOPs at about 4,096 tokens."""

from __future__ import annotations

from typing import Any

from priceofthought.article import find, setting
from priceofthought.studies.assumptions.batch import ARITHMETIC, MFU, PARAMETERS
from priceofthought.studies.assumptions.cache import BATCH
from reasoncost.audit.recovery.search import Question
from reasoncost.audit.recovery.space import Axis, Mesh, Option, Space
from reasoncost.laws.attention import decode_length_within, prompt_length_within, sdpa_flops_per_token
from reasoncost.laws.transformer import weight_flops_per_token

LIMIT = Axis(
    "limit",
    "what must be done in what time",
    (
        *(
            Option(f"decode {speed}/s", (False, 1 / speed), "a step that keeps this speed for each user")
            for speed in (10, 20, 30, 50, 100)
        ),
        *(
            Option(f"prompt {seconds:g} s", (True, seconds), "prompts of that length read in this time")
            for seconds in (0.5, 1, 2, 4, 8)
        ),
    ),
    "decode 30/s",
    scalar=True,
)
COUNTED = Axis(
    "counted",
    "FLOPs that the limit counts",
    (
        Option("all", 1, "weights and attention"),
        Option("attention alone", 0, "the formula of the sentence before"),
    ),
    "all",
)


def _peak(precision: str) -> float:
    node = setting.node()
    return node.count * node.accelerator.peak_flops(precision)


def _length(mesh: Mesh) -> Any:
    model = setting.model()
    prompts, seconds = mesh.only("limit")
    peak = mesh.table(_peak, "arithmetic")
    budget = peak * mesh.array("mfu") * seconds / mesh.array("batch")
    weights = mesh.array("counted") * weight_flops_per_token(mesh.array("parameters"))
    position = sdpa_flops_per_token(model.heads, model.layers, model.head_dim, 1)
    return (prompt_length_within if prompts else decode_length_within)(budget, weights, position)


def questions() -> tuple[Question, ...]:
    """The one figure."""
    space = Space((LIMIT, BATCH, COUNTED, PARAMETERS, ARITHMETIC, MFU))
    return (Question("flops-limit", find("flops-limit").figure_stated, space, _length),)

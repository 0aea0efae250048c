"""What gives the article's limit of FLOPs at about 4,096 tokens."""

from __future__ import annotations

from typing import Any

import numpy as np

from priceofthought.article import find, setting
from priceofthought.studies.assumptions.batch import ARITHMETIC, MFU, PARAMETERS, WEIGHTS
from priceofthought.studies.assumptions.cache import BATCH
from reasoncost.audit.recovery.search import Question
from reasoncost.audit.recovery.space import Axis, Mesh, Option, Space
from reasoncost.laws.attention import (
    decode_length_within,
    parity_tokens,
    prompt_length_within,
    sdpa_flops_per_token,
)
from reasoncost.laws.roofline import ridge_point
from reasoncost.laws.transformer import weight_bytes, weight_flops_per_token

DECODE = "decoding at a speed per user"
PROMPT = "reading prompts within a time"
RIDGE = "reading prompts at the ridge"
PARITY = "attention equals weights"
LIMIT_KINDS = (DECODE, PROMPT, RIDGE, PARITY)
"""What "the limit of FLOPs" may mean."""

LIMIT = Axis(
    "limit",
    "what must be done in what time",
    (
        *(
            Option(f"decode {speed}/s", (DECODE, 1 / speed), "a step that keeps this speed for each user")
            for speed in (10, 20, 30, 50, 100)
        ),
        *(
            Option(f"prompt {seconds:g} s", (PROMPT, seconds), "prompts of that length read in this time")
            for seconds in (0.5, 1, 2, 4, 8)
        ),
        *(
            Option(
                f"ridge {option.label}",
                (RIDGE, option.value),
                f"prompts so long that arithmetic takes as long as reading weights in {option.label}",
            )
            for option in WEIGHTS.options
        ),
        Option("parity", (PARITY, None), "attention that takes as many FLOPs as the weights"),
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
    model, node = setting.model(), setting.node()
    kind, condition = mesh.only("limit")
    peak, used, counted = mesh.table(_peak, "arithmetic"), mesh.array("mfu"), mesh.array("counted")
    per_token = weight_flops_per_token(mesh.array("parameters"))
    if kind == PARITY:
        parity = parity_tokens(mesh.array("parameters"), model.heads, model.layers, model.head_dim)
        return np.where(counted == 1, parity, np.nan)
    if kind == RIDGE:
        ridge = ridge_point(peak, used, node.count * node.accelerator.bandwidth.value, 1)
        held = weight_bytes(mesh.array("parameters"), condition)
        return np.where(counted == 1, ridge * held / (mesh.array("batch") * per_token), np.nan)
    budget = peak * used * condition / mesh.array("batch")
    position = sdpa_flops_per_token(model.heads, model.layers, model.head_dim, 1)
    within = decode_length_within if kind == DECODE else prompt_length_within
    return within(budget, counted * per_token, position)


def questions() -> tuple[Question, ...]:
    """The one figure."""
    space = Space((LIMIT, BATCH, COUNTED, PARAMETERS, ARITHMETIC, MFU))
    return (Question("flops-limit", find("flops-limit").figure_stated, space, _length),)

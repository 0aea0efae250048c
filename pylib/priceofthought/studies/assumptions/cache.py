"""What gives the article's figures of memory: its weights, what fills the node, what they leave, what fills that."""

from __future__ import annotations

from typing import Any

import numpy as np

from priceofthought.article import find, setting
from priceofthought.studies.assumptions.batch import KV, PARAMETERS, WEIGHTS
from reasoncost import catalog
from reasoncost.audit.recovery.search import Question
from reasoncost.audit.recovery.space import Axis, Mesh, Option, Space, grid
from reasoncost.laws.attention import capacity_tokens
from reasoncost.laws.transformer import weight_bytes
from reasoncost.units import GB, GIB

BATCH = grid("batch", "sequences in the cache", [2**power for power in range(10)], 1, "a power of two, as charts show")
MEMORY = Axis(
    "memory",
    "bytes of the node",
    (
        Option("640 GB", 640 * GB, "the article's figure, decimal"),
        Option("640 GiB", 640 * GIB, "the same label read as binary"),
        Option("reported", 8 * catalog.accelerator("H100-SXM").hbm_reported_bytes, "what the devices report"),  # type: ignore[operator]
    ),
    "640 GB",
)
SUBTRACTED = Axis(
    "subtracted",
    "unit in which the weights are taken from the node",
    (
        Option("bytes", 1, "bytes from bytes"),
        Option("GiB from GB", GB / GIB, "the weights counted in GiB and taken from GB"),
    ),
    "bytes",
)
READ = Axis(
    "read",
    "how the second length was read",
    (
        Option("computed", 0, "as the formula gives it"),
        Option("next power of two", 1, "off a chart whose axis steps in powers of two, at the first step beyond"),
    ),
    "computed",
)


def _weights(mesh: Mesh) -> Any:
    return weight_bytes(mesh.array("parameters"), mesh.array("weights")) * mesh.array("subtracted")


def _tokens(mesh: Mesh, weights: Any) -> Any:
    model = setting.model()
    shape = (model.layers, model.kv_heads, model.head_dim, mesh.array("kv"))
    return capacity_tokens(mesh.array("memory"), weights, mesh.array("batch"), *shape)


def _usable(mesh: Mesh) -> Any:
    length = _tokens(mesh, _weights(mesh))
    with np.errstate(all="ignore"):
        return np.where(mesh.array("read") == 1, 2 ** np.ceil(np.log2(length)), length)


def questions() -> tuple[Question, ...]:
    """The four figures."""
    predictions = {
        "weights-405gb": (
            (PARAMETERS, WEIGHTS),
            lambda mesh: weight_bytes(mesh.array("parameters"), mesh.array("weights")) / GB,
        ),
        "kv-full-node": ((BATCH, KV, MEMORY), lambda mesh: _tokens(mesh, 0)),
        "kv-budget": (
            (PARAMETERS, WEIGHTS, MEMORY, SUBTRACTED),
            lambda mesh: (mesh.array("memory") - _weights(mesh)) / GB,
        ),
        "kv-usable": ((BATCH, KV, PARAMETERS, WEIGHTS, MEMORY, SUBTRACTED, READ), _usable),
    }
    return tuple(
        Question(claim_id, find(claim_id).figure_stated, Space(axes), predict)
        for claim_id, (axes, predict) in predictions.items()
    )

"""What can be computed about the FLOPs of attention, and about the length at which a system runs out of them."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import Any

from priceofthought.article import find, setting
from priceofthought.studies import today
from priceofthought.studies.assumptions.flops import LIMIT, LIMIT_KINDS
from priceofthought.studies.assumptions.searches import asked, recovered
from reasoncost.audit.recovery.search import figures
from reasoncost.law import Law


def attention_flops(law: Law, tokens: float) -> float:
    """FLOPs of attention by one of the laws that take heads, layers, head dimension and length."""
    model = setting.model()
    return float(law(model.heads, model.layers, model.head_dim, tokens))


def share_of_attention(tokens: float) -> float:
    """FLOPs of attention over those of the weights that are multiplied, for one new token at that length."""
    return today.attention_over_weights(setting.MODEL, tokens)


@functools.cache
def limit_lengths() -> Mapping[str, Any]:
    """Length at the limit for every combination of the declared space, by kind of limit; nan where there is none."""
    (question,) = asked(("flops-limit",))
    labels = {kind: [option.label for option in LIMIT.options if option.value[0] == kind] for kind in LIMIT_KINDS}
    return {kind: figures(question, question.space.narrowed({"limit": labels[kind]})).ravel() for kind in LIMIT_KINDS}


def kinds_met() -> dict[str, int]:
    """How many combinations give the stated length, by kind of limit."""
    met = recovered("flops-limit").axes["limit"]
    return {kind: sum(met[option.label] for option in LIMIT.options if option.value[0] == kind) for kind in LIMIT_KINDS}


def stated_length() -> float:
    """The stated length: the middle of its octave, which is a power of two."""
    stated = find("flops-limit").figure_stated
    return float(2 ** round(math.log2(stated.low * stated.high) / 2))

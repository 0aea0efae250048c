"""Which claims can be recovered, and the question behind each."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from priceofthought.article import find
from priceofthought.studies.assumptions import batch, cache, flops, price
from reasoncost.audit.recovery.search import Question
from reasoncost.units import InputError

JOINT = (
    ("kv-full-node", "kv-budget", "kv-usable"),
    ("max-batch-o1-preview", "max-batch-gpt-4o"),
    ("query-cost-o1-mini", "query-cost-o1-preview"),
)
"""Claims that must share their assumptions."""


@functools.cache
def questions() -> dict[str, Question]:
    """Every question by claim id."""
    asking = (*cache.questions(), *batch.questions(), *flops.questions(), *price.questions())
    return {question.claim: question for question in asking}


def asked(claim_ids: Sequence[str]) -> tuple[Question, ...]:
    """The questions of the named claims, in the order of the ledger.

    Raises InputError for no claim, an unknown one, or one whose figure hangs on no unstated assumption.
    """
    known = questions()
    for claim_id in claim_ids:
        if find(claim_id).id not in known:
            raise InputError(f"{claim_id} is no figure to recover; those are {', '.join(known)}")
    if not claim_ids:
        raise InputError(f"name at least one claim to recover: {', '.join(known)}")
    return tuple(question for claim_id, question in known.items() if claim_id in claim_ids)


def standing() -> tuple[tuple[str, ...], ...]:
    """The searches whose results are kept: every question alone, and the joint ones."""
    return tuple((claim_id,) for claim_id in questions()) + JOINT

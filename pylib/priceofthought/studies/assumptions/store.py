"""The standing searches' results, kept as data with a fingerprint of everything that they depend on."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from priceofthought.studies.assumptions import pair
from priceofthought.studies.assumptions.questions import asked, standing
from reasoncost.audit.recovery.chance import Landscape, landscape
from reasoncost.audit.recovery.search import Progress, Question, Survivors, evaluate, joint_space, search
from reasoncost.audit.recovery.space import Space
from reasoncost.audit.recovery.survey import Recovery, survey

FILE = Path(__file__).with_name("results.json")


def recover(
    claim_ids: Sequence[str], choices: Mapping[str, Sequence[str]] | None = None, progress: Progress | None = None
) -> Recovery:
    """Search the claims' joint space, narrowed by `choices` where given, and hold the result against chance."""
    return survey(*_found(claim_ids, choices or {}, progress))


def _found(
    claim_ids: Sequence[str], choices: Mapping[str, Sequence[str]], progress: Progress | None
) -> tuple[Survivors, Landscape]:
    questions = asked(claim_ids)
    space = joint_space(questions).narrowed(choices)
    return search(questions, space, progress=progress), landscape(questions, space, progress=progress)


def corners(space: Space) -> Space:
    """The first and last value of every axis."""
    return space.narrowed({axis.name: (axis.labels[0], axis.labels[-1]) for axis in space.axes})


def lines(space: Space) -> list[Space]:
    """Through the plain values, one line along each axis."""
    plain = {axis.name: (axis.plain,) for axis in space.axes}
    return [
        space.narrowed({name: labels for name, labels in plain.items() if name != axis.name}) for axis in space.axes
    ]


def fingerprint(questions: Sequence[Question]) -> str:
    """A hash of stated figures, axes, and the figures computed at the space's corners and along its lines.

    It changes with a declared value, a catalog value or a law, and costs a small part of the search.
    """
    space = joint_space(questions)
    seen = hashlib.sha256(repr([(axis.name, axis.labels, axis.plain) for axis in space.axes]).encode())
    for question in questions:
        seen.update(repr((question.claim, question.stated)).encode())
        for part in (corners(space), *lines(space)):
            for _, mesh, values in evaluate(part, question.predict):
                seen.update(_bytes(np.broadcast_to(values, mesh.shape)))
    return seen.hexdigest()[:16]


def _bytes(values: Any) -> bytes:
    """The values to six places, as the same bytes on every processor: they differ in the sign of a nan."""
    return np.where(np.isnan(values), np.nan, np.round(values, 6)).tobytes()


def write() -> None:
    """Search everything anew and keep it."""
    kept = []
    for claim_ids in standing():
        survivors, wide = _found(claim_ids, {}, None)
        kept.append(survey(survivors, wide).to_json() | {"fingerprint": fingerprint(asked(claim_ids))})
        if claim_ids == pair.CLAIMS:
            pair.write(pair.detail(survivors, wide))
    FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


@functools.cache
def _kept() -> dict[tuple[str, ...], dict[str, Any]]:
    records = json.loads(FILE.read_text(encoding="utf-8"))
    return {tuple(record["claims"]): record for record in records}


def kept_fingerprint(claim_ids: Sequence[str]) -> str:
    """The fingerprint that the kept result was written with."""
    return str(_kept()[tuple(claim_ids)]["fingerprint"])


def recovered(*claim_ids: str) -> Recovery:
    """The kept result of a standing search. Raises KeyError where it is none of them."""
    record = dict(_kept()[claim_ids])
    del record["fingerprint"]
    return Recovery.from_json(record)


def is_kept(claim_ids: Sequence[str]) -> bool:
    """Whether there is a kept result for these claims."""
    return FILE.exists() and tuple(claim_ids) in _kept()

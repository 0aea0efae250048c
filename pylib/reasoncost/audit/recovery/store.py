"""The standing searches of a ledger: results kept as data, with a fingerprint of everything they depend on."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reasoncost.audit.finding import Assumption, Reach
from reasoncost.audit.recovery.chance import Landscape, landscape
from reasoncost.audit.recovery.search import Progress, Question, Survivors, evaluate, joint_space, search
from reasoncost.audit.recovery.space import Space
from reasoncost.audit.recovery.survey import Recovery, survey
from reasoncost.units import InputError


@dataclass(frozen=True)
class Searches:
    """What can be recovered of a ledger's figures, and the results that are kept.

    declare: gives the question behind each claim that hangs on unstated assumptions; joint: claims that must share
    their assumptions; file: where the results are kept.
    """

    declare: Callable[[], Sequence[Question]]
    joint: tuple[tuple[str, ...], ...]
    file: Path

    @functools.cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by claim id, in the order of their declaration."""
        return {question.claim: question for question in self.declare()}

    def asked(self, claim_ids: Sequence[str]) -> tuple[Question, ...]:
        """The questions of the named claims, in the order of their declaration.

        Raises InputError for no claim, or one whose figure hangs on no unstated assumption.
        """
        for claim_id in claim_ids:
            if claim_id not in self.questions:
                raise InputError(f"{claim_id} is no figure to recover; those are {', '.join(self.questions)}")
        if not claim_ids:
            raise InputError(f"name at least one claim to recover: {', '.join(self.questions)}")
        return tuple(question for claim_id, question in self.questions.items() if claim_id in claim_ids)

    def standing(self) -> tuple[tuple[str, ...], ...]:
        """The searches whose results are kept: every question alone, and the joint ones."""
        return tuple((claim_id,) for claim_id in self.questions) + self.joint

    def recover(
        self,
        claim_ids: Sequence[str],
        choices: Mapping[str, Sequence[str]] | None = None,
        progress: Progress | None = None,
    ) -> Recovery:
        """Search the claims' joint space, narrowed by `choices` where given, and hold the result against chance."""
        return survey(*self._found(claim_ids, choices or {}, progress))

    def _found(
        self, claim_ids: Sequence[str], choices: Mapping[str, Sequence[str]], progress: Progress | None
    ) -> tuple[Survivors, Landscape]:
        questions = self.asked(claim_ids)
        space = joint_space(questions).narrowed(choices)
        return search(questions, space, progress=progress), landscape(questions, space, progress=progress)

    def write(self, visit: Callable[[Sequence[str], Survivors, Landscape], None]) -> None:
        """Search everything anew and keep it; `visit` is shown what each search found."""
        kept = []
        for claim_ids in self.standing():
            survivors, wide = self._found(claim_ids, {}, None)
            kept.append(survey(survivors, wide).to_json() | {"fingerprint": fingerprint(self.asked(claim_ids))})
            visit(claim_ids, survivors, wide)
        self.file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")

    @functools.cached_property
    def _kept(self) -> dict[tuple[str, ...], dict[str, Any]]:
        records = json.loads(self.file.read_text(encoding="utf-8"))
        return {tuple(record["claims"]): record for record in records}

    def kept_fingerprint(self, claim_ids: Sequence[str]) -> str:
        """The fingerprint that the kept result was written with."""
        return str(self._kept[tuple(claim_ids)]["fingerprint"])

    def recovered(self, *claim_ids: str) -> Recovery:
        """The kept result of a standing search. Raises KeyError where it is none of them."""
        record = dict(self._kept[claim_ids])
        del record["fingerprint"]
        return Recovery.from_json(record)

    def reach(self, claim_id: str, assuming: Recovery | None = None) -> Reach:
        """The reach of a claim's space, by the kept result; the assumptions are those of another search where given."""
        alone = self.recovered(claim_id)
        return Reach.of(alone, claim_id, self.assumed(assuming or alone))

    def assumed(self, recovery: Recovery) -> tuple[Assumption, ...]:
        """What the simplest survivor of a search assumes beyond the plain values; nothing where none survives."""
        axes = {axis.name: axis for claim_id in recovery.claims for axis in self.questions[claim_id].space.axes}
        return tuple(
            Assumption(axes[name].meaning, label, axes[name].option(label).why)
            for survivor in recovery.simplest[:1]
            for name, label in survivor.by_axis.items()
        )

    def is_kept(self, claim_ids: Sequence[str]) -> bool:
        """Whether there is a kept result for these claims."""
        return self.file.exists() and tuple(claim_ids) in self._kept


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

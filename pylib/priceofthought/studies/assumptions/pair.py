"""The pair of maximum batches in detail: where its survivors lie, and what a pair of free utilisations can do."""

from __future__ import annotations

import functools
import itertools
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from priceofthought.studies.assumptions.searches import asked
from reasoncost.audit.recovery.chance import Landscape
from reasoncost.audit.recovery.search import Survivors

CLAIMS = ("max-batch-o1-preview", "max-batch-gpt-4o")
FILE = Path(__file__).with_name("pair.json")
STEP = 8
"""Both figures are multiples of this."""
FREE = ("mbu", "mfu")
"""The axes that stand for continuous quantities."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Details of the joint search.

    few, many: the near multiples of STEP for the longer and the shorter answer; counts: combinations that give each
    pair of them; chance_share, rank: share of an average pair among these, and the part of them that at least as many
    combinations give. utilisation: survivors by mbu (rows) and mfu. readings: combinations of all axes but these two;
    fitted: those of them that some pair of utilisations on the grid makes fit. fitting: survivors on the article's node
    with batches rounded down, by capacity, cache precision and context.
    """

    few: tuple[int, ...]
    many: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    chance_share: float
    rank: float
    utilisation: tuple[tuple[int, ...], ...]
    readings: int
    fitted: int
    fitting: dict[str, int]


def _rows(table: object) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(count) for count in row) for row in np.asarray(table))


def detail(survivors: Survivors, wide: Landscape) -> Pair:
    """Count what the joint search found in detail."""
    questions, near = asked(CLAIMS), wide.near().every(STEP)
    few, many = (
        tuple(int(question.stated.low) + STEP * (place - origin) for place in range(length))
        for question, origin, length in zip(questions, near.origin, near.counts.shape, strict=True)
    )
    names = [axis.name for axis in survivors.space.axes]
    places = dict(zip(names, survivors.places(), strict=True))
    used = np.zeros([len(survivors.space.axis(name).labels) for name in FREE], dtype=np.int64)
    np.add.at(used, tuple(places[name] for name in FREE), 1)
    others = np.stack([places[name] for name in names if name not in FREE])
    return Pair(
        few,
        many,
        _rows(near.counts),
        near.share,
        near.rank,
        _rows(used),
        readings=survivors.space.size // used.size,
        fitted=len(np.unique(others, axis=1).T),
        fitting=_fitting(survivors),
    )


def _fitting(survivors: Survivors) -> dict[str, int]:
    """Survivors on the article's node, rounded down, by capacity, cache precision and context."""
    space = survivors.space
    places = dict(zip((axis.name for axis in space.axes), survivors.places(), strict=True))

    def has(name: str, label: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        return np.asarray(places[name] == space.axis(name).labels.index(label))

    kept = has("node", "8xH100") & ~has("batches", "nearest eight")
    by = ("capacity", "kv", "context")
    return {
        ", ".join(labels): int(
            np.count_nonzero(kept & has(by[0], labels[0]) & has(by[1], labels[1]) & has(by[2], labels[2]))
        )
        for labels in itertools.product(*(space.axis(name).labels for name in by))
    }


def write(found: Pair) -> None:
    """Keep the details."""
    FILE.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")


@functools.cache
def kept() -> Pair:
    """The details as they were kept."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    rows = {name: tuple(map(tuple, record[name])) for name in ("counts", "utilisation")}
    return Pair(**{**record, **rows, "few": tuple(record["few"]), "many": tuple(record["many"])})

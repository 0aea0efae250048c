"""One vectorised evaluation of a space, block by block: which combinations give the stated figures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from reasoncost.audit.recovery.space import Mesh, Space, blocks
from reasoncost.interval import Interval
from reasoncost.law.core import unchecked
from reasoncost.units import InputError

MEMORY = 256 * 2**20
"""Bytes that a search may hold at a time unless told otherwise."""
BLOCK = 2**17
"""Combinations of a block: small enough for its arrays to stay in a core's cache."""
ARRAYS = 16
"""Arrays of a block's size that evaluating it holds at most, 8 bytes an element."""
WORKERS = 2

Progress: TypeAlias = Callable[[int, int], None]
"""What a long run tells how far it is: blocks done, blocks in all."""


@dataclass(frozen=True, slots=True)
class Question:
    """A stated figure: the claim, its interval, the axes its computation needs, and the computation on a mesh.

    predict gives the figure for every combination of a mesh, nan where there is none; it broadcasts and may leave
    axes at length 1 that it does not depend on.
    """

    claim: str
    stated: Interval
    space: Space
    predict: Callable[[Mesh], Any]


@dataclass(frozen=True, slots=True)
class Survivors:
    """The combinations of a space that give every stated figure.

    indices: flat, in the space's order; met: each figure's smallest and largest value among them, empty for none.
    """

    space: Space
    claims: tuple[str, ...]
    indices: Any
    met: tuple[Interval, ...]

    @property
    def share(self) -> float:
        """Survivors over all combinations."""
        return len(self.indices) / self.space.size

    def places(self) -> tuple[Any, ...]:
        """For every axis the places of the survivors' values on it."""
        return np.unravel_index(self.indices, self.space.shape)


def joint_space(questions: Sequence[Question]) -> Space:
    """All axes of the questions, shared ones once, scalar axes first. Raises InputError for no question."""
    if not questions:
        raise InputError("name at least one claim to recover")
    space = questions[0].space
    for question in questions[1:]:
        space = space.united(question.space)
    return Space(tuple(sorted(space.axes, key=lambda axis: not axis.scalar)))


def within(stated: Interval, values: Any) -> Any:
    """Whether the values lie in the interval, elementwise; nan does not."""
    above = values > stated.low if stated.low_open else values >= stated.low
    below = values < stated.high if stated.high_open else values <= stated.high
    return above & below


def positive(value: Any) -> Any:
    """The value where it is one: a batch, a length or a ratio of zero or less says that there is none, which is nan."""
    return np.where(value > 0, value, np.nan)


def evaluate(
    space: Space, visit: Callable[[Mesh], Any], memory: int = MEMORY, progress: Progress | None = None
) -> Iterator[tuple[tuple[int, ...], Mesh, Any]]:
    """Visit every block of the space on the worker threads; yields start, mesh and result in the space's order.

    Raises InputError where the memory does not hold a block of one combination for each worker.
    """
    limit = min(BLOCK, memory // (8 * ARRAYS * WORKERS))
    if limit < 1:
        raise InputError(f"a memory bound of {memory} bytes holds no block; allow at least {8 * ARRAYS * WORKERS}")
    parts = blocks(space, limit)
    _keep_freed_memory(8 * ARRAYS * limit)
    tables: dict[Any, Any] = {}

    def run(part: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[tuple[int, ...], Mesh, Any]:
        mesh = Mesh(space, *part, tables)
        with unchecked():
            return part[0], mesh, visit(mesh)

    with ThreadPoolExecutor(WORKERS) as workers:
        for done, result in enumerate(_in_order(workers, run, parts), start=1):
            yield result
            if progress:
                progress(done, len(parts))


def _keep_freed_memory(size: int) -> None:
    """Make the C library keep freed arrays of up to this size for the next ones.

    It returns a large array to the system when it is freed, and clearing new pages for each temporary array took three
    quarters of the time; having freed one of a size it keeps those below it.
    """
    freed = np.empty(size, dtype=np.uint8)
    del freed


def _in_order(workers: ThreadPoolExecutor, run: Callable[[Any], Any], parts: Sequence[Any]) -> Iterator[Any]:
    """Results in the order of the parts, with only a few parts under way at a time."""
    if sys.platform == "emscripten":  # a browser starts no threads
        yield from map(run, parts)
        return
    ahead = 2 * WORKERS
    waiting = [workers.submit(run, part) for part in parts[:ahead]]
    for place in range(len(parts)):
        yield waiting.pop(0).result()
        if place + ahead < len(parts):
            waiting.append(workers.submit(run, parts[place + ahead]))


def search(
    questions: Sequence[Question], space: Space | None = None, memory: int = MEMORY, progress: Progress | None = None
) -> Survivors:
    """All combinations that give every question's stated figure at once.

    space: where to look, the questions' joint space unless given. memory: bytes to stay below. Raises InputError
    where the survivors alone would exceed it.
    """
    space = space or joint_space(questions)
    room = memory // 2 // 8

    def visit(mesh: Mesh) -> Any:
        values, good = [], np.True_
        with np.errstate(all="ignore"):
            for question in questions:
                values.append(question.predict(mesh))
                good = good & within(question.stated, values[-1])
                if not good.any():  # most blocks: the other figures need not be computed
                    return (), (), []
        flat = np.flatnonzero(np.broadcast_to(good, mesh.shape))
        local = np.unravel_index(flat, mesh.shape)
        met = [np.broadcast_to(value, mesh.shape)[local] for value in values]
        return flat, local, [(value.min(), value.max()) for value in met]

    found, held, met = [], 0, np.full((len(questions), 2), np.nan)
    for start, _, (flat, local, ends) in evaluate(space, visit, memory // 2, progress):
        held += len(flat)
        if held > room:
            raise InputError(
                f"more than {room:,} of {space.size:,} combinations survive: narrow the space or allow more memory"
            )
        if ends:
            whole = tuple(place + first for place, first in zip(local, start, strict=True))
            found.append(np.ravel_multi_index(whole, space.shape))
            low, high = np.asarray(ends).T
            met = np.stack([np.fmin(met[:, 0], low), np.fmax(met[:, 1], high)], axis=1)
    indices = np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    hulls = tuple(Interval(float(low), float(high)) for low, high in met) if found else ()
    return Survivors(space, tuple(question.claim for question in questions), indices, hulls)


def figures(question: Question, space: Space | None = None) -> Any:
    """The figure of every combination of the question's space, or of another, with a dimension for each axis."""
    space = space or question.space

    def visit(mesh: Mesh) -> Any:
        with np.errstate(all="ignore"):
            return np.broadcast_to(positive(question.predict(mesh)), mesh.shape)

    found = np.empty(space.shape)
    for start, mesh, values in evaluate(space, visit):
        runs = zip(start, mesh.shape, strict=True)
        found[tuple(slice(first, first + length) for first, length in runs)] = values
    return found

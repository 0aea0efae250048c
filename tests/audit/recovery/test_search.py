"""The search against a plain loop over scalars, its bounds of memory, its order, and bad input."""

import itertools
import json
import math
from dataclasses import replace

import dask.array
import numpy as np
import pytest

from priceofthought.studies.assumptions import batch
from priceofthought.studies.assumptions.searches import asked
from reasoncost.audit.recovery.chance import landscape
from reasoncost.audit.recovery.search import Question, figures, joint_space, search
from reasoncost.audit.recovery.space import Axis, Mesh, Option, Space, blocks, grid
from reasoncost.audit.recovery.survey import Recovery, survey
from reasoncost.interval import Interval
from reasoncost.laws import roofline
from reasoncost.units import InputError

AXES = (
    Axis("rule", "which", (Option("add", "add", ""), Option("multiply", "multiply", "")), "add", scalar=True),
    grid("x", "", range(7), 1, ""),
    grid("y", "", range(1, 12), 2, ""),
    grid("z", "", range(5), 0, ""),
)


def figure(mesh):
    x, y = mesh.array("x"), mesh.array("y")
    return x + y if mesh.only("rule") == "add" else x * y


QUESTION = Question("toy", Interval(12, 13, high_open=True), Space(AXES), figure)


def by_hand():
    found = []
    for place, (rule, x, y, _) in enumerate(itertools.product(("add", "multiply"), range(7), range(1, 12), range(5))):
        if 12 <= (x + y if rule == "add" else x * y) < 13:
            found.append(place)
    return found


@pytest.mark.parametrize("memory", [256, 1000, 5000, 10**7])
def test_survivors_of_any_block_size_are_those_of_a_plain_loop(memory):
    limit = max(memory, 16 * 1024)
    assert search([QUESTION], memory=limit).indices.tolist() == by_hand()


def test_blocks_cover_the_space_once_and_keep_scalar_axes_apart():
    space = Space(AXES)
    for limit in (1, 7, 60, 10**6):
        seen = np.zeros(space.shape, dtype=int)
        for start, stop in blocks(space, limit):
            seen[tuple(slice(first, last) for first, last in zip(start, stop, strict=True))] += 1
            assert stop[0] - start[0] == 1
            assert math.prod(last - first for first, last in zip(start, stop, strict=True)) <= max(limit, 1)
        assert (seen == 1).all()


def test_landscape_counts_every_cell():
    found = landscape([QUESTION])
    assert found.stated == len(by_hand())
    values = [x + y for x in range(7) for y in range(1, 12)] + [x * y for x in range(1, 7) for y in range(1, 12)]
    assert found.counts.tolist() == [5 * values.count(cell) for cell in range(len(found.counts))]
    assert found.reached == (Interval(1, 66),)
    near = found.near()
    assert (len(near.counts), near.stated) == (16 - 9 + 1, found.stated)
    assert found.every(12).counts.tolist() == found.counts[::12].tolist()


def test_chance_is_what_near_figures_have() -> None:
    """Near 12 lie 9 to 16: of these the mean share, and the part that anything gives."""
    values = [x + y for x in range(7) for y in range(1, 12)] + [x * y for x in range(7) for y in range(1, 12)]
    found = survey(search([QUESTION]), landscape([QUESTION]))
    assert found.chance_share == sum(9 <= value < 17 for value in values) / 8 / len(values)
    assert found.chance_any == len({value for value in values if 9 <= value < 17}) / 8
    assert found.met == {"toy": (12, 12)}


@pytest.mark.parametrize(("stated", "cells"), [(Interval(8, 16), 1), (Interval(12, 14), 4), (Interval(12, 13.5), 5)])
def test_a_figure_that_is_stated_too_widely_has_no_chance(stated: Interval, cells: int) -> None:
    """An octave has no neighbour near it but itself, and would be held against its own share."""
    question = replace(QUESTION, stated=replace(stated, high_open=True))
    wide, found = landscape([question]), survey(search([question]), landscape([question]))
    if cells < 5:
        with pytest.raises(InputError, match=f"its width leaves {cells}"):
            wide.near()
        assert (found.chance_share, found.chance_any, found.near_rank) == (None, None, None)
    else:
        assert found.chance_share == wide.near().share
    assert found.share > 0
    assert Recovery.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_every_figure_of_a_space_stands_at_its_place() -> None:
    values = figures(QUESTION)
    for place, labels in zip(np.ndindex(values.shape), QUESTION.space.combinations(), strict=True):
        x, y = int(labels["x"]), int(labels["y"])
        expected = x + y if labels["rule"] == "add" else x * y
        assert values[place] == expected or (expected == 0 and np.isnan(values[place]))


def test_a_mesh_lays_tables_along_their_own_axes():
    mesh = Mesh(Space(AXES), (0, 2, 3, 0), (1, 5, 8, 5))
    table = mesh.table(lambda y, x: 100 * y + x, "y", "x")
    assert table.shape == (1, 3, 5, 1)
    assert table[0, 1, 2, 0] == 100 * 6 + 3


def test_scalar_answers_agree_with_the_vectorised_ones():
    space = joint_space(asked(["max-batch-o1-preview"])).narrowed(
        {
            "node": ("8xH100", "8xH200"),
            "mbu": ("0.5", "0.8"),
            "mfu": ("0.7",),
            "prompt": ("47",),
            "capacity": ("label",),
        }
    )
    (question,) = asked(["max-batch-o1-preview"])
    checked = 0
    for start, stop in blocks(space, 500):
        values = np.broadcast_to(
            question.predict(Mesh(space, start, stop)), [b - a for a, b in zip(start, stop, strict=True)]
        )
        for place in list(np.ndindex(values.shape))[::97]:
            labels = {
                axis.name: (axis.labels[first + step],)
                for axis, first, step in zip(space.axes, start, place, strict=True)
            }
            alone = space.narrowed(labels)
            one = float(question.predict(Mesh(alone, (0,) * len(alone.axes), alone.shape)).item())
            assert one == values[place] or (math.isnan(one) and math.isnan(values[place]))
            checked += 1
    assert checked > 100


def test_laws_run_unchanged_on_dask_arrays():
    utilisation = dask.array.linspace(0.3, 1, 29, chunks=7)
    result = roofline.serial_batch(
        1 / 30,
        roofline.read_seconds(405e9, 26.8e12, utilisation),
        roofline.read_seconds(4e9, 26.8e12, utilisation),
        roofline.compute_seconds(8.7e11, 15.8e15, utilisation[:, None]),
        0,
    )
    assert isinstance(result, dask.array.Array)
    plain = np.linspace(0.3, 1, 29)
    weight, cache, flop = 405e9 / 26.8e12 / plain, 4e9 / 26.8e12 / plain, 8.7e11 / 15.8e15 / plain[:, None]
    expected = (1 / 30 - weight) / (cache + flop)
    np.testing.assert_allclose(result.compute(), expected, rtol=1e-12)


def test_the_whole_question_runs_on_dask(monkeypatch):
    table = Mesh.table
    monkeypatch.setattr(Mesh, "table", lambda *given: dask.array.from_array(table(*given)))
    (question,) = asked(["max-batch-o1-preview"])
    space = question.space.narrowed({"node": ("8xH100",), "combine": ("sum",), "mbu": ("0.5", "1"), "prompt": ("0",)})
    mesh = Mesh(space, (0,) * len(space.axes), space.shape)
    lazy = question.predict(mesh)
    assert isinstance(lazy, dask.array.Array)
    monkeypatch.undo()
    np.testing.assert_array_equal(lazy.compute(), question.predict(mesh))


@pytest.mark.parametrize(
    "bad",
    [
        lambda: grid("x", "", [], 1, ""),
        lambda: grid("x", "", [1, 1], 1, ""),
        lambda: grid("x", "", [1, 2], 3, ""),
        lambda: Space(()),
        lambda: Space(AXES).narrowed({"w": ("1",)}),
        lambda: Space(AXES).narrowed({"x": ("99",)}),
        lambda: Space(AXES).narrowed({"x": ()}),
        lambda: search([]),
        lambda: search([QUESTION], memory=100),
        lambda: asked(["no-such-claim"]),
        lambda: asked(["kv-linear"]),
        lambda: blocks(Space((AXES[1], AXES[0])), 10),
    ],
)
def test_bad_input_is_one_line(bad):
    with pytest.raises(InputError) as caught:
        bad()
    assert "\n" not in str(caught.value)


def test_too_many_survivors_for_the_memory():
    everything = Question("all", Interval(0, 10**6), Space((*AXES, grid("w", "", range(1000), 0, ""))), figure)
    with pytest.raises(InputError, match="narrow the space"):
        search([everything], memory=10**5)


def test_the_space_states_every_reason():
    for axis in batch.space().axes:
        assert axis.meaning
        assert all(option.why for option in axis.options)

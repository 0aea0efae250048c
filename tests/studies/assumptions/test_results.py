"""The kept results: still what a search gives, and what must be among the survivors."""

import numpy as np
import pytest

from priceofthought.studies import roofline as found
from priceofthought.studies.assumptions.searches import SEARCHES, asked
from reasoncost.audit.recovery.search import Question, joint_space, search
from reasoncost.audit.recovery.space import Space, grid
from reasoncost.audit.recovery.store import fingerprint
from reasoncost.audit.recovery.survey import plain_places
from reasoncost.interval import Interval

PAIR = ("max-batch-o1-preview", "max-batch-gpt-4o")


@pytest.mark.parametrize("claim_ids", SEARCHES.standing(), ids="+".join)
def test_kept_results_belong_to_today_s_laws_and_catalog(claim_ids):
    anew = "run python -m priceofthought.studies.assumptions"
    assert SEARCHES.kept_fingerprint(claim_ids) == fingerprint(asked(claim_ids)), anew


@pytest.mark.parametrize("nan", [np.nan, -np.nan])
def test_a_fingerprint_does_not_see_the_sign_of_a_nan(nan):
    space = Space((grid("x", "any", [1, 2, 3], 1, "any"),))

    def asking(missing):
        def predict(mesh):
            return np.where(mesh.array("x") == 2, missing, mesh.array("x"))

        return (Question("kv-usable", Interval(0, 1), space, predict),)

    assert np.signbit(-np.nan) != np.signbit(np.nan)
    assert fingerprint(asking(nan)) == fingerprint(asking(np.nan)) != fingerprint(asking(2))


@pytest.fixture(scope="module")
def pair():
    return search(asked(PAIR))


@pytest.mark.slow
def test_the_joint_search_gives_the_kept_result(pair):
    kept = SEARCHES.recovered(*PAIR)
    assert (len(pair.indices), pair.space.size) == (kept.survivors, kept.space)
    for axis, places in zip(pair.space.axes, pair.places(), strict=True):
        assert kept.axes[axis.name] == dict(
            zip(axis.labels, np.bincount(places, minlength=len(axis.labels)).tolist(), strict=True)
        )


def index(space, **labels):
    places = list(plain_places(space))
    for name, label in labels.items():
        at = [axis.name for axis in space.axes].index(name)
        places[at] = space.axes[at].labels.index(label)
    return int(np.ravel_multi_index(places, space.shape))


KNOWN = {"mbu": "0.8", "mfu": "0.7", "batches": "eights", "link": "both ways", "combine": "prefetch"}


def test_the_known_reading_survives_only_without_the_article_s_own_capacity(pair):
    space = joint_space(asked(PAIR))
    assert index(space, capacity="ignored", **KNOWN) in pair.indices
    assert index(space, capacity="label", **KNOWN) not in pair.indices
    assert index(space, capacity="reported", **KNOWN) not in pair.indices


def test_the_known_reading_needs_more_than_the_node_has():
    weights, per_token = 405_853_388_800, 516_096
    needed = weights + 72 * 7661 * per_token
    assert abs(needed / 1e9 - 690.5) < 0.1
    assert needed > 8 * 85_520_809_984 > 640e9


def test_the_plain_reading_does_not_survive(pair):
    assert index(joint_space(asked(PAIR))) not in pair.indices


@pytest.mark.parametrize("claim_ids", SEARCHES.standing(), ids="+".join)
def test_counts_add_up(claim_ids):
    kept = SEARCHES.recovered(*claim_ids)
    for counts in kept.axes.values():
        assert sum(counts.values()) == kept.survivors
    assert sum(kept.departures.values()) == kept.survivors
    assert kept.share == kept.survivors / kept.space
    assert [len(one.by_axis) for one in kept.simplest] == sorted(len(one.by_axis) for one in kept.simplest)


def test_affine_offsets_by_hand():
    assert found.offsets().low == (72 * 7661 - 369 * 775) / (369 - 72)
    assert found.offsets().high == (73 * 7661 - 368 * 775) / (368 - 73)
    assert found.offsets(8).low == (72 * 7661 - 376 * 775) / (376 - 72)


def test_token_slots_by_hand():
    held, room = found.token_slots()
    assert held == 551_592
    assert int(room) == 455_341

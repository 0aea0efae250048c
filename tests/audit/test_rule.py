"""The rule: which verdict follows from which evidence, and which comes first."""

import math
from dataclasses import replace

import pytest

from priceofthought.article import claims
from reasoncost.audit.claim import Claim, Part
from reasoncost.audit.finding import Finding, Reach
from reasoncost.audit.rule import MEANING, judge
from reasoncost.interval import Interval

STATED = Interval(10, 12)
INSIDE, OUTSIDE, PARTLY = Interval(10.5, 11), Interval(15, 16), Interval(11, 16)
CLAIM = replace(claims()["kv-usable"], interval=STATED)
NOTHING = Finding(why="", would_change="")


def reach(*values: float) -> Reach:
    return Reach.over(values, STATED)


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [
        (NOTHING, "unsupported"),
        (replace(NOTHING, identity=True), "proved"),
        (replace(NOTHING, identity=False), "refuted"),
        (replace(NOTHING, computed=INSIDE), "reproduced"),
        (replace(NOTHING, computed=PARTLY), "conditional"),
        (replace(NOTHING, computed=OUTSIDE), "refuted"),
        (replace(NOTHING, computed=OUTSIDE, reach=reach(9, 11)), "conditional"),
        (replace(NOTHING, reach=reach(9, 11)), "conditional"),
        (replace(NOTHING, reach=reach(9, 13)), "unsupported"),
        (replace(NOTHING, article=OUTSIDE), "contradicted"),
        (replace(NOTHING, article=PARTLY), "unsupported"),
        (replace(NOTHING, article=OUTSIDE, public=OUTSIDE), "contradicted"),
        (replace(NOTHING, article=OUTSIDE, reach=reach(11)), "contradicted"),
        (replace(NOTHING, computed=INSIDE, article=OUTSIDE), "reproduced"),
        (replace(NOTHING, public=OUTSIDE), "refuted"),
        (replace(NOTHING, public=INSIDE), "confirmed"),
        (replace(NOTHING, fact=True), "confirmed"),
        (replace(NOTHING, fact=False), "refuted"),
    ],
)
def test_the_rule(finding: Finding, verdict: str) -> None:
    assert judge(CLAIM, finding).verdict == verdict
    assert verdict in MEANING


def test_without_a_finding_a_claim_is_pending() -> None:
    assert judge(CLAIM, None).verdict == "pending"


def test_what_else_applies_is_named_with_the_size_of_the_error() -> None:
    judgement = judge(CLAIM, replace(NOTHING, article=OUTSIDE, reach=reach(11, 20)))
    assert judgement.also == ("conditional",)
    assert judgement.decided_by == OUTSIDE
    assert judgement.miss == pytest.approx(15 / 12 - 1)
    assert judgement.precedence is not None
    assert judgement.precedence.startswith("contradicted comes before conditional")


def test_a_claim_with_parts_is_as_good_as_its_worst_part() -> None:
    parts = (Part("one", STATED, "1"), Part("two", STATED, "1"))
    claim: Claim = replace(CLAIM, interval=None, parts=parts)
    good, bad = replace(NOTHING, public=INSIDE), replace(NOTHING, public=OUTSIDE)
    assert judge(claim, replace(NOTHING, parts={"one": good, "two": good})).verdict == "confirmed"
    judgement = judge(claim, replace(NOTHING, parts={"one": good, "two": bad}))
    assert (judgement.verdict, judgement.also) == ("refuted", ("confirmed",))
    with pytest.raises(ValueError, match="parts are not those"):
        judge(claim, replace(NOTHING, parts={"one": good}))


def test_the_reach_of_a_list_of_values_counts_those_that_meet_and_tells_no_chance() -> None:
    found = Reach.over([1, 10.5, 11.5, 100], STATED)
    assert (found.interval, found.met, found.share) == (Interval(1, 100), Interval(10.5, 11.5), 0.5)
    assert (found.chance_share, found.chance_any) == (None, None)
    assert Reach.over([1, 2], STATED).met is None


def test_a_bound_is_met_by_everything_beyond_it() -> None:
    found = Reach.over([1, 10, 100], Interval(5, math.inf))
    assert (found.interval, found.met, found.share) == (Interval(1, 100), Interval(10, 100), 2 / 3)


def test_unlike_sources_have_a_range_and_no_share() -> None:
    assert Reach.of_sources([1, 10.5, 100], STATED) == Reach(Interval(1, 100), Interval.point(10.5), None)

"""Intervals: membership at the ends, distances, and how they read."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.interval import Interval, number

bounds = st.floats(-1e6, 1e6, allow_nan=False)


def test_open_and_closed_ends() -> None:
    batch = Interval(72, 73, high_open=True)
    assert batch.contains(Interval.point(72))
    assert batch.contains(Interval.point(72.99))
    assert not batch.meets(Interval.point(73))
    assert not Interval(5, math.inf, low_open=True).meets(Interval.point(5))


def test_an_open_interval_contains_itself_and_not_its_closure() -> None:
    half_open = Interval(1, 2, high_open=True)
    assert half_open.contains(half_open)
    assert not half_open.contains(Interval(1, 2))
    assert Interval(1, 2).contains(half_open)


@pytest.mark.parametrize(("low", "high", "open_"), [(2, 1, False), (1, 1, True), (math.nan, 1, False)])
def test_an_empty_interval_is_refused(low: float, high: float, open_: bool) -> None:
    with pytest.raises(ValueError, match="no number lies between"):
        Interval(low, high, low_open=open_)


def test_the_miss_is_relative_to_the_nearer_bound() -> None:
    stated = Interval(15_500, 16_500)
    assert stated.miss(Interval(14_000, 14_260)) == pytest.approx(-0.08)
    assert stated.miss(Interval(18_150, 20_000)) == pytest.approx(0.1)
    assert stated.miss(Interval(16_000, 20_000)) == 0
    assert Interval(0, 0).miss(Interval(1, 2)) is None


@given(bounds, bounds, bounds, bounds)
def test_meeting_is_symmetric_and_containing_implies_it(a: float, b: float, c: float, d: float) -> None:
    first, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    assert first.meets(other) == other.meets(first)
    assert first.meets(other) or not first.contains(other)
    assert (first.miss(other) == 0) == first.meets(other)


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval.point(39_000), "39,000"),
        (Interval(14_136.7, 14_503.9), "14,137 to 14,504"),
        (Interval(5, math.inf, low_open=True), "more than 5"),
        (Interval(5, math.inf), "at least 5"),
        (Interval(-math.inf, 10, high_open=True), "less than 10"),
        (Interval(-math.inf, math.inf), "any"),
        (Interval(1e14, 1e15), "1e14 to 1e15"),
    ],
)
def test_intervals_read_well(interval: Interval, text: str) -> None:
    assert str(interval) == text


def test_numbers_read_well() -> None:
    assert [number(value) for value in (5.1111, 0.30, 14_320.3, 405_853_388_800)] == [
        "5.111",
        "0.3",
        "14,320",
        "4.059e11",
    ]


def test_units_follow_and_years_stay_years() -> None:
    assert Interval(2004, 2007).of("calendar year") == "2004 to 2007"
    assert Interval(57, 59).of("year") == "57 to 59 years"
    assert Interval.point(39_000).of("token") == "39,000 tokens"
    assert Interval.point(1).of("token per trajectory") == "1 token per trajectory"
    assert Interval(1, 2).of("token per trajectory") == "1 to 2 tokens per trajectory"
    assert Interval.point(640).of("GB") == "640 GB"
    assert Interval.point(39_000).of("1") == Interval.point(39_000).of(None) == "39,000"

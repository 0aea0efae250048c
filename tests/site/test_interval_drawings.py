"""Intervals to scale: where the ends of a bar lie, and what stands beside it in words."""

from __future__ import annotations

import math

import pytest

from reasoncost.audit.finding import Finding
from reasoncost.interval import Interval
from site_extension.interval_drawings import EDGE, Axis, Bar, bars, draw


def test_a_linear_axis_has_a_margin_of_an_eighth_on_either_side() -> None:
    axis = Axis([Bar("a", Interval(10, 20))])
    assert not axis.logarithmic
    assert (axis.low, axis.high) == pytest.approx((8.8, 21.2))
    assert axis.place(15) == pytest.approx(50)
    assert axis.place(10) == pytest.approx(EDGE + (1.2 / 12.4) * (100 - 2 * EDGE))


def test_more_than_an_order_of_magnitude_takes_a_logarithmic_axis() -> None:
    assert not Axis([Bar("a", Interval(1, 10))]).logarithmic
    axis = Axis([Bar("a", Interval(1, 10)), Bar("b", Interval(100, 10_000))])
    assert axis.logarithmic
    assert axis.place(100) == pytest.approx(50)


def test_an_unbounded_end_lies_at_the_edge() -> None:
    axis = Axis([Bar("a", Interval(1, math.inf)), Bar("b", Interval(-math.inf, 2))])
    assert (axis.place(-math.inf), axis.place(math.inf)) == (EDGE, 100 - EDGE)


def test_a_drawing_says_in_words_what_it_shows() -> None:
    drawn = draw([Bar("stated", Interval.point(3), True), Bar("computed", Interval(100, math.inf))], "token")
    assert 'role="img" aria-label="stated: 3 tokens; computed: ' in drawn
    assert "on a logarithmic axis" in drawn
    assert drawn.count('<circle class="stated"') == 1
    assert drawn.count('<path class="found"') == 1


def test_nothing_is_drawn_without_a_finite_end() -> None:
    assert draw([Bar("a", Interval(-math.inf, math.inf))], None) == ""


def test_what_was_not_found_has_no_bar() -> None:
    finding = Finding("", "", computed=Interval.point(2))
    assert [bar.name for bar in bars(Interval.point(1), finding)] == ["stated", "computed"]

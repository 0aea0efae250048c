"""The laws of votes: streams counted one by one, limits, and where each regime binds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.laws import by_subject, votes
from reasoncost.laws.roofline import batch_by_bandwidth, batch_by_capacity, batch_by_compute
from reasoncost.units import InputError

shares = st.fractions(0, 1, max_denominator=50)
streams = st.integers(1, 64)
batches = st.fractions(1, 1000, max_denominator=3)


@pytest.mark.parametrize("law", by_subject()["votes"], ids=lambda law: law.name)
def test_dimensions(law):
    law.check_dimensions()


@given(streams, shares)
def test_between_one_and_every_stream_for_itself(count, shared):
    multiple = votes.vote_multiple(count, shared)
    assert 1 <= multiple <= count
    assert votes.vote_multiple(count, Fraction(1)) == 1
    assert votes.vote_multiple(count, Fraction(0)) == count
    if count > 1:
        assert votes.share_for_multiple(count, multiple) == shared


def test_no_share_gives_a_multiple_beyond_the_streams():
    with pytest.raises(InputError, match="share_for_multiple has no value"):
        votes.share_for_multiple(5, 5.1)
    with pytest.raises(InputError, match="share_for_multiple has no value"):
        votes.share_for_multiple(1, 1)


@given(streams, st.integers(0, 60), st.integers(1, 60), st.data())
def test_cache_and_reads_position_by_position(count, prompt, answer, data):
    trunk = data.draw(st.integers(0, answer))
    held = prompt + trunk + count * (answer - trunk)
    shared = votes.shared_context(Fraction(prompt), trunk, answer)
    assert votes.vote_multiple(count, shared) == Fraction(held, prompt + answer)
    # the read share counts positions in the middle of each step, hence t + 1/2
    half = Fraction(1, 2)
    alone = sum(prompt + t + half for t in range(answer))
    all_of_them = sum(
        prompt + t + half if t < trunk else prompt + trunk + count * (t - trunk + half) for t in range(answer)
    )
    shared = votes.shared_reads(Fraction(prompt), trunk, answer)
    assert votes.vote_multiple(count, shared) == all_of_them / alone


def test_a_trunk_longer_than_the_answer_has_no_share():
    with pytest.raises(InputError, match="shared_context has no value"):
        votes.shared_context(10, 21, 20)
    with pytest.raises(InputError, match="shared_reads has no value"):
        votes.shared_reads(10, 0, 0)


@given(streams, shares, batches, st.fractions(0, 1000, max_denominator=3), st.fractions(1, 9, max_denominator=3))
def test_a_step_with_votes_reads_weights_once(count, shared, batch, weights, cache):
    multiple = votes.vote_step_multiple(count, shared, batch, weights, cache)
    read = weights + batch * cache * (shared + count * (1 - shared))
    assert multiple == read / (weights + batch * cache)
    assert 1 <= multiple <= votes.vote_multiple(count, shared)


@given(streams, shares, batches, batches, batches)
def test_the_cost_lies_between_the_cache_and_every_stream_for_itself(count, shared, memory, bandwidth, compute):
    multiple = votes.vote_cost_multiple(count, shared, memory, bandwidth, compute)
    assert votes.vote_multiple(count, shared) <= multiple <= count


@given(streams, shares)
def test_each_regime(count, shared):
    cached = votes.vote_multiple(count, shared)
    assert votes.vote_cost_multiple(count, shared, Fraction(1), 100, 1000) == cached
    assert votes.vote_cost_multiple(count, shared, Fraction(100), Fraction(1), 1000) == cached
    assert votes.vote_cost_multiple(count, shared, Fraction(100), 1000, Fraction(1)) == count


def test_the_users_follow_from_the_batches_laws():
    # 640 bytes, 405 of weights, 2 a sequence, read at 1 byte a second in 500, computed at 5 seconds a token
    single = batch_by_capacity(640, 405, 2), batch_by_bandwidth(500, 405, 2), batch_by_compute(500, 5)
    five = batch_by_capacity(640, 405, 2 * 3), batch_by_bandwidth(500, 405, 2 * 3), batch_by_compute(500, 5 * 5)
    assert votes.vote_cost_multiple(5, Fraction(1, 2), *single) == pytest.approx(min(single) / min(five))

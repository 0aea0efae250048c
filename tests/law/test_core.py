"""A law computes with numbers and arrays, keeps integers exact, and refuses what lies outside its domain."""

import math
import pickle
import pydoc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.law import Quantity, law, ops
from reasoncost.laws.attention import kv_cache_bytes, sdpa_flops_causal, sdpa_flops_per_token
from reasoncost.units import InputError


@law(symbol="t", unit="second", source="test")
def read_seconds(memory: Quantity, bandwidth: Quantity, mbu: Quantity) -> Quantity:
    """Seconds to read."""
    return memory / (mbu * bandwidth)


@law(symbol="q", unit="1", source="test")
def miss(mbu: Quantity, tokens: Quantity) -> Quantity:
    """A power, whose limits swallow nan: 1**nan and nan**0 are 1."""
    return 1 - (1 - mbu) ** tokens


@law(symbol="r", unit="1", source="test", domain=lambda tokens, window: window < tokens)
def excess(tokens: Quantity, window: Quantity) -> Quantity:
    """A logarithm with a condition over two parameters."""
    return ops.log(tokens - window)


@law(symbol="s", unit="1", source="test")
def root(parameters: Quantity) -> Quantity:
    """Real only from 1 on."""
    return (parameters - 1) ** 0.5


whole = st.integers(0, 10**30)


@given(whole, whole, whole, whole, whole, whole)
def test_python_integers_stay_exact(batch, tokens, layers, kv_heads, head_dim, element_bytes):
    value = kv_cache_bytes(batch, tokens, layers, kv_heads, head_dim, element_bytes)
    assert isinstance(value, int)
    assert value == 2 * batch * tokens * layers * kv_heads * head_dim * element_bytes


def test_fractions_stay_exact():
    assert read_seconds(Fraction(1), Fraction(3), Fraction(1, 7)) == Fraction(7, 3)


def test_integer_arrays_do_not_overflow():
    value = kv_cache_bytes(10**6, np.array([10**9], dtype=np.int64), 10**3, 10**3, 10**3, 2)
    assert value.dtype == np.float64
    assert value[0] == pytest.approx(4e24, rel=1e-15)


def test_numpy_scalars_count_as_numbers():
    value = sdpa_flops_per_token(np.int64(128), np.int32(126), 128, np.int64(10**15))
    assert value == 4 * 128 * 126 * 128 * 10**15
    assert isinstance(value, int)


@given(st.lists(st.floats(1, 1e9), min_size=1, max_size=6), st.lists(st.floats(1, 1e12), min_size=1, max_size=5))
def test_arrays_agree_with_numbers_and_broadcast(memories, bandwidths):
    grid = read_seconds(np.array(memories)[:, None], np.array(bandwidths), 0.5)
    assert grid.shape == (len(memories), len(bandwidths))
    for i, memory in enumerate(memories):
        for j, bandwidth in enumerate(bandwidths):
            assert grid[i, j] == read_seconds(memory, bandwidth, 0.5)


def test_lists_are_arrays():
    assert read_seconds([1, 2], 4, 1).tolist() == [0.25, 0.5]


def test_keywords_and_positions_agree():
    assert read_seconds(mbu=0.5, memory=3, bandwidth=4) == read_seconds(3, 4, 0.5)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ((-1, 1, 1), "memory"),
        ((1, 0, 1), "bandwidth"),
        ((1, 1, 0), "mbu"),
        ((1, 1, 1.1), "mbu"),
        ((math.nan, 1, 1), "memory"),
    ],
)
def test_numbers_outside_the_domain_raise_and_name_the_parameter(values, name):
    with pytest.raises(InputError, match=f"read_seconds: {name} must lie in"):
        read_seconds(*values)


@pytest.mark.parametrize(
    "value",
    ["3", None, True, 1 + 2j, np.bool_(True), object(), np.array(["a"]), np.array([1j]), [True], np.array([None])],
)
def test_what_is_no_number_raises_one_line(value):
    with pytest.raises(InputError) as error:
        read_seconds(value, 1, 1)
    assert "memory must" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("call", [{"memory": 1}, {"memory": 1, "bandwidth": 1, "mbu": 1, "colour": 2}])
def test_missing_and_unknown_arguments_raise(call):
    with pytest.raises(InputError, match="read_seconds"):
        read_seconds(**call)


def test_too_many_arguments_raise():
    with pytest.raises(InputError, match="read_seconds"):
        read_seconds(1, 2, 3, 4)


def test_arrays_hold_nan_outside_the_domain_and_values_inside():
    value = read_seconds(np.array([-1.0, 0.0, 2.0, math.nan]), 4, np.array([1, 1, 0.5, 1]))
    assert np.isnan(value).tolist() == [True, False, False, True]
    assert value[2] == 1.0


@pytest.mark.parametrize(("mbu", "tokens"), [([0.0], [3.0]), ([1.5], [0.0]), ([1.0], [-2.0]), ([0.5], [-1.0])])
def test_arrays_hold_nan_outside_the_domain_where_powers_swallow_it(mbu, tokens):
    assert np.isnan(miss(np.array(mbu), np.array(tokens))).all()


@pytest.mark.parametrize("mbu", [0, 1.5])
def test_a_number_outside_the_domain_spoils_the_whole_array(mbu):
    assert np.isnan(miss(mbu, np.array([0.0, 1.0, 2.0]))).all()


def test_joint_domains():
    with pytest.raises(InputError, match="excess has no value at tokens=3, window=3"):
        excess(3, 3)
    assert np.isnan(excess(np.array([3, 4, 5]), 3)).tolist() == [True, False, False]


def test_never_complex():
    with pytest.raises(InputError, match="root has no value at parameters="):
        root(0.5)
    assert np.isnan(root(np.array([0.5]))).all()


def test_scalars_beside_arrays_divide_like_arrays():
    @law(symbol="u", unit="1", source="test")
    def share(tokens: Quantity, window: Quantity, layers: Quantity) -> Quantity:
        return ops.floor(tokens / window) * layers

    assert not np.isfinite(share(1, 0, np.array([1.0, 2.0]))).any()
    with pytest.raises(InputError, match="share has no value"):
        share(1, 0, 1)


def test_a_logarithm_of_nothing_raises_one_line():
    @law(symbol="w", unit="1", source="test")
    def nats(tokens: Quantity) -> Quantity:
        return ops.log(tokens)

    with pytest.raises(InputError, match="nats has no value at tokens=0"):
        nats(0)


def test_overflow_raises_one_line():
    with pytest.raises(InputError, match="root has no value"):
        root(10**400)


def test_an_error_leaves_the_next_call_guarded():
    with pytest.raises(InputError):
        root(0.5)
    with pytest.raises(InputError):
        sdpa_flops_causal(0, 1, 1, 1)


def test_a_stable_evaluation_serves_floats_and_arrays_only():
    @law(symbol="v", unit="1", source="test")
    def tiny(mbu: Quantity) -> Quantity:
        return (1 + mbu) - 1

    @tiny.numeric
    def _stable(mbu: Quantity) -> Quantity:
        return mbu

    assert tiny(1e-30) == 1e-30
    assert tiny(np.array([1e-30]))[0] == 1e-30
    assert tiny(Fraction(1, 10**30)) == Fraction(1, 10**30)
    assert tiny.body(1e-30) == 0


def test_a_law_travels_to_another_process_by_its_name():
    assert pickle.loads(pickle.dumps(kv_cache_bytes)) is kv_cache_bytes


def test_a_law_describes_itself():
    assert repr(sdpa_flops_per_token) == "<law sdpa_flops_per_token(heads, layers, head_dim, tokens) in FLOP>"
    assert [p.name for p in read_seconds.parameters] == ["memory", "bandwidth", "mbu"]


def test_a_laws_docstring_ends_with_its_units():
    units = "Given memory [byte], bandwidth [byte/second], mbu [1]; gives [second]."
    assert read_seconds.__doc__ == read_seconds.body.__doc__ == f"Seconds to read.\n\n{units}"
    assert units in pydoc.plain(pydoc.render_doc(read_seconds))


def test_a_line_break_in_a_symbol_is_refused():
    with pytest.raises(ValueError, match="'level' has two backslashes"):

        @law(symbol=r"\\varepsilon", unit="1", source="test")
        def level(error: Quantity) -> Quantity:
            return error


def test_a_parameter_must_be_in_the_notation():
    with pytest.raises(ValueError, match="'colour' is not in the notation"):

        @law(symbol="x", unit="1", source="test")
        def tinted(colour: Quantity) -> Quantity:
            return colour

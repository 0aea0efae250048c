"""A plan: the same steps on every kind of number, its parts, and what it refuses."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy

from reasoncost.law.plan import FixedPoint, Plan, Rule, Step, conclusion, largest_self_consistent
from reasoncost.laws import attention, roofline, symbols, transformer
from reasoncost.serving.plans import SERVING
from reasoncost.units import InputError

READ = {"read_memory": "weight_memory"}
SETTINGS = {"attention": "grouped", "cache": "tensor", "experts_read": "all", "combine": "sum"}
TOUCHED = SETTINGS | {"experts_read": "touched", "combine": "exposed"}
VALUES = {
    "layers": 61,
    "hidden": 7168,
    "heads": 128,
    "kv_heads": 8,
    "head_dim": 128,
    "tokens": 5000,
    "parameters": 37 * 10**9,
    "total_parameters": 671 * 10**9,
    "element_bytes": 2,
    "weight_bytes_per_parameter": 1,
    "activation_bytes": 2,
    "accelerators": 16,
    "memory": 1128 * 10**9,
    "bandwidth": 384 * 10**11,
    "peak": 158 * 10**14,
    "link_bandwidth": 45 * 10**10,
    "mbu": Fraction(3, 4),
    "mfu": Fraction(1, 2),
    "latency": Fraction(1, 500),
    "speed": 20,
    "granularity": 8,
    "rounding": 0,
}
EXPERTS = {"experts": 256, "top_k": 8}


def given(number, settings):
    """The inputs in one kind of number."""
    values = VALUES | EXPERTS if settings["experts_read"] == "touched" else VALUES
    return {name: number(value) for name, value in values.items()}


def test_fractions_stay_exact():
    known = SERVING.run(given(Fraction, SETTINGS), SETTINGS)
    weights, cache = Fraction(671, 28800), Fraction(2 * 2 * 5000 * 61 * 8 * 128 * 2, 288 * 10**11)
    flops = Fraction(2 * 37 * 10**9 + 4 * 128 * 61 * 128 * 5000, 79 * 10**14)
    sent = Fraction(4 * 61 * 7168 * 2 * 15, 16 * 45 * 10**10)
    assert known["by_time"] == (Fraction(1, 20) - Fraction(1, 500) - weights) / (cache + flops + sent)
    assert known["by_capacity"] == Fraction(457 * 10**9, 2 * 2 * 5000 * 61 * 8 * 128 * 2)
    batch = 8 * math.floor(min(known["by_time"], known["by_capacity"]) / 8)
    assert known["batch"] == batch
    assert known["step_time"] == Fraction(1, 500) + weights + batch * (cache + flops + sent)


@pytest.mark.parametrize("settings", [SETTINGS, TOUCHED], ids=["all weights", "touched experts"])
def test_mpmath_numbers_keep_thirty_digits(settings):
    exact = SERVING.run(given(Fraction, settings), settings)
    with mpmath.workdps(30):
        known = SERVING.run(given(lambda value: mpmath.mpf(value.numerator) / value.denominator, settings), settings)
        assert known.keys() == exact.keys()
        for name, value in known.items():
            wanted = mpmath.mpf(Fraction(exact[name]).numerator) / Fraction(exact[name]).denominator
            assert abs(value - wanted) <= abs(wanted) * mpmath.mpf(10) ** -27, name


def test_symbols_give_the_closed_form():
    plan = SERVING.under(SETTINGS).towards("by_time", "by_capacity")
    known = plan.run({name: symbols(name) for name in plan.inputs})
    budget = 1 / symbols("speed") - symbols("latency")
    reached, rate = symbols("bandwidth") * symbols("mbu"), symbols("peak") * symbols("mfu")
    places = -sympy.floor(-symbols("kv_heads") / symbols("accelerators"))
    copies = symbols("accelerators") * places / symbols("kv_heads")
    cache = attention.kv_cache_bytes.expr(batch=1)
    flops = transformer.weight_flops_per_token.expr() + attention.sdpa_flops_per_token.expr()
    weights = symbols("total_parameters") * symbols("weight_bytes_per_parameter")
    sent = roofline.allreduce_bytes_per_token.expr() / symbols("link_bandwidth")
    wanted = (budget - weights / reached) / (copies * cache / reached + flops / rate + sent)
    assert sympy.simplify(known["by_time"] - wanted) == 0
    assert known["by_capacity"] == (symbols("memory") - weights) / (copies * cache)


def test_a_fixed_point_has_no_closed_form():
    plan = SERVING.under(TOUCHED).towards("by_time")
    with pytest.raises(InputError, match="no closed form"):
        plan.run({name: symbols(name) for name in plan.inputs})


@pytest.mark.parametrize("settings", [SETTINGS, TOUCHED], ids=["all weights", "touched experts"])
def test_arrays_equal_scalars_elementwise(settings):
    tokens, speed = np.array([100, 5000, 10**6])[:, None], np.array([1, 20, 60, 1000])
    plain = given(float, settings)
    known = SERVING.run(plain | {"tokens": tokens, "speed": speed}, settings)
    for row in range(3):
        for column in range(4):
            alone = SERVING.run(plain | {"tokens": float(tokens[row, 0]), "speed": float(speed[column])}, settings)
            for name, value in alone.items():
                element = np.broadcast_to(known[name], (3, 4))[row, column]
                assert element == pytest.approx(value, rel=1e-12, nan_ok=True), name


def test_an_unknown_name_is_refused_and_the_right_ones_are_said():
    plan = Plan((Step("weight_time", roofline.read_seconds, READ),))
    values = {"weight_memory": 12, "bandwidth": 3, "mbu": 1}
    assert plan.run(values)["weight_time"] == 4
    with pytest.raises(InputError, match="takes no memory; it takes bandwidth, mbu, weight_memory"):
        plan.run(values | {"memory": 1})
    with pytest.raises(InputError, match="takes no weight_time;"):
        plan.run(values | {"weight_time": 1})
    with pytest.raises(InputError, match="weight_time needs mbu: not given"):
        plan.run({"weight_memory": 12, "bandwidth": 3})
    with pytest.raises(InputError, match="mbu must be a number"):
        plan.run(values | {"mbu": "all"})


def test_a_switch_must_be_set():
    plan = Plan((Step("weight_time", roofline.read_seconds, READ, when={"experts_read": ("all",)}),))
    with pytest.raises(InputError, match="no setting is given for experts_read"):
        plan.run({})
    assert plan.run({}, {"experts_read": "touched"}) == {}


def test_a_cycle_is_refused():
    first = Step("budget", roofline.batch_by_compute, {"budget": "later"})
    with pytest.raises(ValueError, match="budget needs later, which is not computed before it"):
        Plan((first, Step("later", roofline.step_budget)))
    with pytest.raises(ValueError, match="step_time needs step_time, which is not computed before it"):
        Plan((Step("step_time", roofline.interactivity),))


def test_a_name_stands_for_one_step_under_any_settings():
    all_weights, touched = ({"experts_read": (setting,)} for setting in ("all", "touched"))
    steps = [Step("weight_time", roofline.read_seconds, READ, when=when) for when in (all_weights, touched, {})]
    assert Plan((steps[0], steps[1])).results == {"weight_time"}
    with pytest.raises(ValueError, match="weight_time is computed twice"):
        Plan((steps[0], steps[2]))


def test_a_step_gives_only_what_its_law_takes():
    with pytest.raises(ValueError, match="weight_time: read_seconds takes no memory"):
        Step("weight_time", roofline.read_seconds, {"memory": 1})


def test_outside_a_domain_a_step_has_no_value_nor_has_what_needs_it():
    steps = (Step("by_compute", roofline.batch_by_compute), Step("left", roofline.step_budget, {"speed": "by_compute"}))
    known = Plan(steps).run({"budget": -1, "arithmetic_time": 1, "latency": 0})
    assert math.isnan(known["by_compute"])
    assert math.isnan(known["left"])


def test_a_step_above_a_number_has_no_value_at_it():
    plan = Plan((Step("by_compute", roofline.batch_by_compute, above={"budget": 2}),))
    assert math.isnan(plan.run({"budget": 2, "arithmetic_time": 1})["by_compute"])
    assert plan.run({"budget": 3, "arithmetic_time": 1})["by_compute"] == 3
    budgets = plan.run({"budget": np.array([2.0, 3.0]), "arithmetic_time": 1})["by_compute"]
    assert np.isnan(budgets[0])
    assert budgets[1] == 3


def test_a_plan_taken_apart_gives_what_it_gives_whole():
    values, cut = given(float, TOUCHED), ("budget", "cache_time", "arithmetic_time", "communication_time")
    whole, decided = SERVING.run(values, TOUCHED), SERVING.under(TOUCHED)
    first, second = decided.towards(*cut), decided.taking(*cut).towards("batch", "step_time")
    known = first.run(first.pick(values))
    assert not known.keys() & {"by_time", "batch"}
    again = second.run(second.pick({**values, **known}))
    assert {name: again[name] for name in second.results} == {name: whole[name] for name in second.results}


def test_a_number_takes_the_place_of_a_name():
    plan = SERVING.taking("batch", communication_time=0, rounding=0)
    assert not {"token_traffic", "hidden"} & plan.towards("step_time").inputs
    assert "rounding" not in plan.inputs
    with pytest.raises(ValueError, match="the plan has no speeed"):
        SERVING.taking("speeed")
    with pytest.raises(ValueError, match="the plan computes no speed"):
        SERVING.towards("speed")


@pytest.mark.parametrize("touched", [1, 2.5, 40.0])
def test_a_fixed_point_is_the_largest_count_that_its_bound_allows(touched):
    def bound(count):
        return 100.0 - touched * count

    largest = max(count for count in range(1, 101) if bound(count) >= count)
    found = largest_self_consistent(bound)
    assert math.floor(found) == largest
    assert found == min(bound(largest), largest + 1 - 1e-9)


def test_a_bound_below_one_without_value_or_without_end_is_the_fixed_point_itself():
    assert largest_self_consistent(lambda count: 0.5 / count) == 0.5
    assert math.isnan(largest_self_consistent(lambda count: math.nan))
    assert largest_self_consistent(lambda count: math.inf) == math.inf
    firsts = np.array([0.5, math.nan, math.inf, 1.0, 9.5])
    found = largest_self_consistent(lambda count: firsts / count)
    assert found.tolist() == pytest.approx([0.5, math.nan, math.inf, 1.0, 9.5 / 3], nan_ok=True)


def test_rules_are_tried_in_order():
    rules = (
        Rule("no value", missing="a"),
        Rule("small", "a", below=1),
        Rule("at most b", "a", least_of=("b",)),
        Rule("at least 5", "a", most_of=(5,), when={"strict": ("yes",)}),
        Rule("otherwise"),
    )

    def concluded(a, b=math.nan, strict="no"):
        return conclusion(rules, {"a": a, "b": b}, {"strict": strict})

    assert concluded(math.nan) == "no value"
    assert concluded(0.5, 0) == "small"
    assert concluded(2, 2) == "at most b"
    assert concluded(6, 2, "yes") == "at least 5"
    assert concluded(6, 2) == "otherwise"
    assert conclusion(rules[:1], {"a": 1}, {}) is None


def test_a_fixed_point_needs_what_its_steps_do_not_compute():
    read = Step("weight_time", roofline.read_seconds, {"read_memory": "trial"})
    steps = (read, Step("bound", roofline.batch_by_bandwidth))
    assert FixedPoint("by_bandwidth", "trial", "bound", steps).needs == {"bandwidth", "mbu", "budget", "cache_time"}

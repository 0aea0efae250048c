import pytest

from reasoncost import catalog
from reasoncost.units import InputError


def test_training_of_llama_3_1_405b_is_six_n_d():
    """The published FLOPs are 6 x parameters x tokens to the published two digits."""
    parameters = catalog.model("llama-3.1-405b").counted_total.value
    tokens = catalog.constant("llama-3.1-405b-training-tokens").value
    published = catalog.constant("llama-3.1-405b-training-flops").value
    assert 6 * parameters * tokens == pytest.approx(published, abs=0.05e25)


def test_gpu_hours_mean_78_days_if_all_ran_throughout():
    hours = catalog.constant("llama-3.1-405b-training-gpu-hours").value
    days = hours / catalog.constant("llama-3.1-405b-training-accelerators").value / 24
    assert days == pytest.approx(78.4, abs=0.1)
    assert days > catalog.constant("llama-3.1-405b-interruption-window").value


def test_progress_carries_its_interval():
    halving = catalog.constant("algorithmic-progress-halving")
    assert (halving.low, halving.value, halving.high, halving.unit) == (5, 8, 14, "month")


def test_prm800k_adds_up():
    value = {name: constant.value for name, constant in catalog.constants().items()}
    assert value["prm800k-training-problems"] + value["prm800k-test-problems"] == value["prm800k-problems"]
    assert value["prm800k-test-problems"] + value["math-held-out-problems"] == 5000


def test_unknown_constant():
    with pytest.raises(InputError, match="no constant is called 'prm800k-label'; did you mean prm800k-labels"):
        catalog.constant("prm800k-label")


def test_a_constant_by_name_is_its_number():
    assert catalog.number("llama-3.1-405b-training-accelerators") == 16_384
    assert catalog.bounds("algorithmic-progress-halving") == (5, 14)
    with pytest.raises(InputError, match="constant 'prm800k-labels': low is not known"):
        catalog.bounds("prm800k-labels")

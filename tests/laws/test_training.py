"""The training laws against published runs."""

import pytest

from reasoncost.laws import by_subject
from reasoncost.laws.training import training_flops


@pytest.mark.parametrize("law", by_subject()["training"], ids=lambda law: law.name)
def test_dimensions(law):
    law.check_dimensions()


def test_published_training_compute():
    # Brown et al. 2020, table D.1: 3.14e23 for 175B parameters, 300B tokens; Dubey et al. 2024: 3.8e25, 405B, 15.6T
    assert training_flops(174_600 * 10**6, 300 * 10**9) == pytest.approx(3.14e23, rel=2e-3)
    assert training_flops(405_853_388_800, 156 * 10**11) == pytest.approx(3.8e25, rel=2e-3)


def test_whole_numbers_stay_exact_and_arrays_do_not_overflow():
    import numpy as np

    assert training_flops(10**12, 10**14) == 6 * 10**26
    assert training_flops(np.array([10**12]), 10**14)[0] == 6e26

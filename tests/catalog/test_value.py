import dataclasses

import pytest

from reasoncost.catalog import Value
from reasoncost.units import InputError

GOOD = {"value": 2, "unit": "byte", "source": "a page", "date": "2024-12"}


def test_a_value_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Value(**GOOD).value = 3


@pytest.mark.parametrize("date", ["2024", "2024-12", "2024-12-31", "2024-11-16/2025-06-30"])
def test_dates_that_are_allowed(date):
    assert Value(**GOOD | {"date": date}).date == date


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"unit": "GB"}, "unit 'GB' is not known"),
        ({"source": " "}, "source is empty"),
        ({"date": "December 2024"}, "date 'December 2024' is not YYYY"),
        ({"date": "2024-12-31/"}, "is not YYYY"),
        ({"low": 3}, "low 3 is above the value 2"),
        ({"high": 1}, "high 1 is below the value 2"),
        ({"confirmed": False}, "needs a note that says why"),
    ],
)
def test_what_a_value_cannot_be(change, says):
    with pytest.raises(InputError, match=says) as fault:
        Value(**GOOD | change)
    assert "\n" not in str(fault.value)

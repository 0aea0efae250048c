"""What an accelerator costs an hour: each figure with kind, source and date, and no rent of an unknown part."""

import pytest

from reasoncost import catalog
from reasoncost.catalog.rent import Rent, parse
from reasoncost.interval import Interval
from reasoncost.records import parse_toml
from reasoncost.units import InputError

GOOD = {"accelerator": "H100-SXM", "kind": "on-demand", "source": "a page", "date": "2026-05", "value": 2.0}


def test_rents_of_an_accelerator_by_name_or_alias():
    median, spread, owned = catalog.rents("H100")
    assert catalog.rents("H100-SXM") == (median, spread, owned)
    assert (median.kind, median.value) == ("on-demand", 2.95)
    assert (spread.value, spread.usd_per_hour) == (None, Interval(1.99, 5.0))
    assert (owned.kind, owned.usd_per_hour) == ("TCO", Interval(1.3, 1.69))
    assert catalog.rents("Gaudi3") == ()
    with pytest.raises(InputError, match="no accelerator is called 'H101'"):
        catalog.rents("H101")


def test_placeholders_of_the_source_are_not_confirmed():
    unconfirmed = {rent.accelerator for rents in catalog.all_rents().values() for rent in rents if not rent.confirmed}
    assert unconfirmed == {"B300-SXM", "GB300-NVL72"}
    for copied, origin in (("B300", "B200"), ("GB300", "GB200")):
        (later,), (earlier,) = catalog.rents(copied), catalog.rents(origin)
        assert later.value == pytest.approx(1.2 * earlier.value)


def test_owning_costs_less_than_renting():
    for rents in catalog.all_rents().values():
        owned = [rent.usd_per_hour.low for rent in rents if rent.kind == "TCO"]
        assert all(rent.usd_per_hour.low > cost for rent in rents if rent.kind == "on-demand" for cost in owned)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "spot"}, "kind: must be one of on-demand, reserved, TCO, not 'spot'"),
        ({"source": " "}, "source must not be empty"),
        ({"date": "May"}, "date must be YYYY"),
        ({"value": None, "low": 1.0}, "value: may be missing only where low and high are given"),
        ({"value": 0.0}, "must rise, and be above 0"),
        ({"low": 3.0}, "low, value and high must rise"),
        ({"high": 1.0}, "low, value and high must rise"),
        ({"confirmed": False}, "needs a note that says why"),
    ],
)
def test_what_a_rent_cannot_be(change, says):
    with pytest.raises(InputError, match=says):
        Rent(**GOOD | change)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[H100-SXM]\nvalue = 1", "f.toml: H100-SXM: expected an array of rents"),
        ("[[H100]]\nvalue = 1", "f.toml: H100: is an alias of H100-SXM"),
        ("[[H101]]\nvalue = 1", "no accelerator is called 'H101'"),
        ("[[H100-SXM]]\nvalue = 1", "f.toml: H100-SXM: kind: missing"),
    ],
)
def test_a_malformed_file_is_one_line(text, says):
    with pytest.raises(InputError) as fault:
        parse(parse_toml(text, "f.toml"), "f.toml")
    assert str(fault.value).startswith(says)

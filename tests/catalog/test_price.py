import pytest

from reasoncost import catalog
from reasoncost.units import InputError


@pytest.mark.parametrize(
    ("name", "prices"),
    [
        ("gpt-4o", (2.5, 1.25, 10)),
        ("gpt-4o-mini", (0.15, 0.075, 0.6)),
        ("o1-preview", (15, 7.5, 60)),
        ("o1", (15, 7.5, 60)),
        ("o1-mini", (3, 1.5, 12)),
        ("claude-3.5-sonnet", (3, 0.3, 15)),
    ],
)
def test_december_2024(name, prices):
    price = catalog.price(name)
    assert (price.input.value, price.cached_input.value, price.output.value) == prices
    assert price.input.unit == "USD/million tokens"
    assert catalog.prices()[name] == price


def test_prices_that_changed():
    assert catalog.price("o1-mini", "2025-06").output.value == 4.4
    assert catalog.price("gpt-4o", "2024-07-25").cached_input is None
    assert [price.output.value for price in catalog.price_history()["o1-mini"]] == [12, 4.4]


@pytest.mark.parametrize(
    ("name", "on", "says"),
    [
        ("o1-mini", "2025-02-05", "no price was seen on 2025-02-05"),
        ("o1-mini", "2025", "more than one price was seen on 2025"),
        ("o1-pro", "2024-12", "no price was seen on 2024-12"),
        ("o1-mini", "yesterday", "date 'yesterday' is not YYYY"),
        ("o1-minimal", "2024-12", "no model with a price is called 'o1-minimal'; did you mean o1-mini"),
    ],
)
def test_a_price_is_never_guessed(name, on, says):
    with pytest.raises(InputError, match=says):
        catalog.price(name, on)


def test_subscriptions_are_ten_to_one_and_unconfirmed():
    plus, pro = catalog.subscription("chatgpt-plus"), catalog.subscription("chatgpt-pro")
    assert pro.value / plus.value == 10
    assert not plus.confirmed
    assert not pro.confirmed

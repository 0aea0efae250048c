import pytest

from priceofthought.data.oracle import Record, oracle
from reasoncost.records import build
from reasoncost.units import InputError

SMALL = {
    "layers": 2,
    "hidden": 128,
    "heads": 4,
    "kv_heads": 2,
    "head_dim": 32,
    "local_layers": 0,
    "global_layers": 2,
    "tokens": 20,
    "cache_bytes": 10_240,
}


def test_the_record_loads():
    assert isinstance(oracle(), Record)
    assert oracle().models["llama-3.1-405b"].parameters == 405_853_388_800


@pytest.mark.parametrize(
    ("tables", "word"),
    [
        ({"models": {}, "small": {}}, "versions"),
        ({"versions": {}, "models": [], "small": {}}, "models"),
        ({"versions": {}, "models": {"x": {"code": "X"}}, "small": {}}, "missing"),
        ({"versions": {}, "models": {}, "small": {"x": SMALL | {"tokens": "many"}}}, "tokens"),
        ({"versions": {}, "models": {}, "small": {"x": SMALL | {"colour": 1}}}, "colour"),
    ],
)
def test_a_malformed_record_says_what_is_wrong(tables, word):
    with pytest.raises(InputError, match=word):
        build(Record, tables, "f.json")

"""The examples in the library's docstrings run and give what they show, and the calls met first have one."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import reasoncost
from reasoncost import catalog, serving
from reasoncost.laws import find

LIBRARY = Path(reasoncost.__file__).parent
FRONT_DOOR = (
    "kv_cache_bytes",
    "mla_cache_bytes",
    "sdpa_flops_per_token",
    "weight_flops_per_token",
    "query_cost",
    "pass_at_k",
    "majority_accuracy",
    "training_flops",
)


def with_examples() -> list[str]:
    """The modules whose source holds an example."""
    paths = [path for path in sorted(LIBRARY.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    parts = (path.relative_to(LIBRARY.parent).with_suffix("").parts for path in paths)
    return [".".join(part for part in each if part != "__init__") for each in parts]


@pytest.mark.parametrize("module", with_examples())
def test_examples_give_what_they_show(module: str) -> None:
    failed, tried = doctest.testmod(import_module(module))
    assert tried > failed == 0


@pytest.mark.parametrize("documented", [*map(find, FRONT_DOOR), catalog.model, serving], ids=lambda call: call.__name__)
def test_the_calls_met_first_have_an_example(documented: object) -> None:
    assert doctest.DocTestParser().get_examples(documented.__doc__ or "")

"""Docstrings: their examples run and give what they show, and none is broken or lacks what it is about."""

from __future__ import annotations

import ast
import doctest
import re
from importlib import import_module
from itertools import pairwise
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


PYTHON = sorted((Path(__file__).parents[1] / "pylib").rglob("*.py"))


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.stem)
def test_no_docstring_is_broken_or_without_its_constant(path: Path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
            assert not re.search(r'"[ ]*\n[ ]*"', text), "a string that was broken inside the docstring"
    for before, node in pairwise(module.body):
        assert not is_text(node) or isinstance(before, ast.Assign | ast.AnnAssign), f"line {node.lineno}: of what?"

"""Importing the package and evaluating a law is light: no SymPy, Matplotlib, SciPy or pint."""

import subprocess
import sys

import pytest

HEAVY = ("sympy", "matplotlib", "scipy", "pint", "IPython")
EVALUATE = """
import numpy as np
from reasoncost import laws
for one in laws.registry().values():
    for wrap in (lambda v: v, lambda v: np.array([v])):
        try:
            one(*(wrap((p.low + p.high) / 2 if p.high < 9e99 else p.low + 3) for p in one.parameters))
        except ValueError:
            pass
"""


@pytest.mark.parametrize("program", ["import reasoncost", EVALUATE], ids=["import", "evaluate"])
def test_nothing_heavy_is_loaded(program):
    script = f"{program}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

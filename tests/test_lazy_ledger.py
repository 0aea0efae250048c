"""One claim computes one finding, and SymPy is loaded only where a formula is derived."""

import subprocess
import sys

from priceofthought.ledger import LEDGER

PROGRAM = """
import sys
from priceofthought.ledger import LEDGER
for claim_id in {ids!r}:
    LEDGER.entry(claim_id)
    heavy = [name for name in ("sympy", "matplotlib", "scipy", "pint") if name in sys.modules]
    if heavy:
        print(claim_id, *heavy)
        break
print(len(LEDGER._entries))
"""


def run(ids: list[str]) -> str:
    program = PROGRAM.format(ids=ids)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_sympy_is_loaded_only_where_a_formula_is_derived() -> None:
    derived = {"data-growth"}  # takes a derivative, and judges nothing by it
    numbers = (entry for entry in LEDGER.entries() if entry.finding and entry.finding.identity is None)
    plain = [entry.claim.id for entry in numbers if entry.claim.id not in derived]
    assert run(plain) == f"{len(plain)}\n"
    assert run(["kv-formula"]).startswith("kv-formula sympy")


def test_one_claim_computes_one_finding() -> None:
    assert run(["kv-budget"]) == "1\n"

"""No space follows the figure that it is held against: a claim restated far away finds its space where it was."""

import contextlib
import functools
import importlib
import sys
from dataclasses import replace

import pytest

from priceofthought import article
from priceofthought.findings import finding
from priceofthought.ledger import LEDGER, ledger
from priceofthought.studies.assumptions import batch, cache, flops, price
from priceofthought.studies.assumptions.searches import SEARCHES
from reasoncost.audit.claim import Claim
from reasoncost.audit.finding import Finding, Reach
from reasoncost.audit.recovery.chance import landscape
from reasoncost.audit.recovery.search import joint_space, search
from reasoncost.audit.recovery.store import corners
from reasoncost.audit.recovery.survey import survey
from reasoncost.audit.rule import judge
from reasoncost.records import Register
from reasoncost.units import InputError

LARGE = 10**6
"""Combinations from which a space is searched at its corners only."""


def reaches(found: Finding) -> dict[str, Reach]:
    parts = {name: part.reach for name, part in found.parts.items()} | {"": found.reach}
    return {name: reach for name, reach in parts.items() if reach is not None}


STATED = [
    entry.claim.id for entry in ledger() if reaches(entry.finding) and (entry.claim.interval or entry.claim.parts)
]


def moved(claim: Claim, times: float) -> Claim:
    """The claim with its figures so many times as large, and as precise in ratios."""
    parts = tuple(replace(part, stated=part.stated.scaled(times)) for part in claim.parts)
    return replace(claim, interval=claim.interval and claim.interval.scaled(times), parts=parts)


class SearchedAnew(dict):
    """In place of the kept results: every search as the claims now stand."""

    def __missing__(self, claim_ids: tuple[str, ...]) -> dict:
        questions = SEARCHES.asked(claim_ids)
        space = joint_space(questions)
        space = corners(space) if space.size > LARGE else space
        record = survey(search(questions, space), landscape(questions, space)).to_json()
        return self.setdefault(claim_ids, record | {"fingerprint": ""})


def forget() -> None:
    """Drop everything computed from the article that the book's package keeps, and declare the axes anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith("priceofthought."):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
    SEARCHES.__dict__.pop("questions", None)
    for declaring in (batch, cache, flops, price):
        importlib.reload(declaring)


@pytest.fixture
def restated(monkeypatch):
    """Find out about a claim as if it had stated another figure."""
    as_stated = article.claims()

    def find_out(claim: Claim) -> Finding:
        forget()
        monkeypatch.setattr(article, "claims", lambda: Register("claim", {**as_stated, claim.id: claim}))
        monkeypatch.setitem(SEARCHES.__dict__, "_kept", SearchedAnew())
        return finding[claim.id]()

    yield find_out
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("claim_id", STATED)
def test_a_restated_figure_finds_its_space_where_it_was(claim_id, restated):
    claim = LEDGER.claim(claim_id)
    here = {name: reach.interval for name, reach in reaches(restated(claim)).items()}
    assert here
    compared = 0
    for times in (1 / 4, 1 / 1.7, 1.3, 2, 4):
        with contextlib.suppress(InputError):  # a law refuses a figure that cannot be, such as less than one cache
            there = restated(moved(claim, times))
            assert {name: reach.interval for name, reach in reaches(there).items()} == here, times
            compared += 1
    assert compared >= 2


@pytest.mark.parametrize("gigabytes", [100, 300, 333, 700])
def test_weights_of_another_size_would_not_be_called_conditional(gigabytes, restated):
    claim = moved(LEDGER.claim("weights-405gb"), gigabytes / 405)
    found = restated(claim)
    assert found.reach.met is None
    assert judge(claim, found).verdict == "unsupported"


def test_a_length_that_no_combination_fills_would_not_be_called_conditional(restated):
    claim = moved(LEDGER.claim("kv-full-node"), 1.3)
    assert judge(claim, restated(claim)).verdict == "unsupported"


def test_a_longer_run_than_any_report_would_not_be_called_conditional(restated):
    claim = moved(LEDGER.claim("orion-run-length"), 4)
    assert judge(claim, restated(claim)).verdict == "unsupported"

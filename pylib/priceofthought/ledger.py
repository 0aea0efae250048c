"""The article's ledger: its claims, each with the finding of its chapter's module."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from priceofthought import findings
from priceofthought.article import claims
from priceofthought.findings import finding
from reasoncost.audit import ledger as engine
from reasoncost.audit.claim import Claim
from reasoncost.audit.finding import Finding
from reasoncost.audit.ledger import Entry


def find_out(claim: Claim) -> Callable[[], Finding] | None:
    """The claim's finding: it stands in the module that has its chapter's word."""
    for module in pkgutil.iter_modules(findings.__path__):
        import_module(f"priceofthought.findings.{module.name}")
    return finding.get(claim.id)


LEDGER = engine.Ledger("priceofthought", "The Price of Thought", claims(), find_out)


def ledger() -> tuple[Entry, ...]:
    """All entries, in the article's order."""
    return LEDGER.entries()


def entry(claim_id: str) -> Entry:
    """One entry. Raises InputError for an unknown id."""
    return LEDGER.entry(claim_id)


def verdict_table(*claim_ids: str, width: int | None = None) -> str:
    """The named claims as a plain table for print: stated and computed figures, and verdicts."""
    return engine.verdict_table(map(entry, claim_ids), width)

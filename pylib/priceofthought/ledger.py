"""The article's ledger: its claims, each with the finding of its chapter's module."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from priceofthought.article import claims
from priceofthought.findings import finding
from reasoncost.audit import ledger as engine
from reasoncost.audit.claim import Claim
from reasoncost.audit.finding import Finding
from reasoncost.audit.ledger import Entry
from reasoncost.audit.recovery.store import Searches


def find_out(claim: Claim) -> Callable[[], Finding] | None:
    """The claim's finding: it stands in the module that has its chapter's word."""
    import_module(f"priceofthought.findings.{claim.chapter.replace('-', '_')}")
    return finding.get(claim.id)


def searches() -> Searches:
    """What can be recovered of the article's assumptions; loaded only where it is asked for."""
    from priceofthought.studies.assumptions.searches import SEARCHES

    return SEARCHES


LEDGER = engine.Ledger("The Price of Thought", claims(), find_out, searches)


def ledger() -> tuple[Entry, ...]:
    """All entries, in the article's order."""
    return LEDGER.entries()


def entry(claim_id: str) -> Entry:
    """One entry. Raises InputError for an unknown id."""
    return LEDGER.entry(claim_id)


def verdict_table(*claim_ids: str, width: int | None = None) -> str:
    """The named claims as a plain table for print: stated and computed figures, and verdicts."""
    return engine.verdict_table(map(entry, claim_ids), width)

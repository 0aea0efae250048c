"""What was found, a module per subject; each claim has one function here."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from reasoncost.audit.finding import Finding, finders


@functools.cache
def find_all() -> dict[str, Finding]:
    """Every finding by claim id."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {claim_id: find() for claim_id, find in finders().items()}

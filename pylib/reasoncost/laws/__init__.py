"""The laws, a module per subject, and their register."""

from __future__ import annotations

import functools
import importlib

from reasoncost.law import Law
from reasoncost.law.notation import symbols
from reasoncost.laws import notation
from reasoncost.units import InputError

__all__ = ["SUBJECTS", "by_subject", "find", "notation", "registry", "symbols"]

SUBJECTS = ("attention", "groups", "transformer", "roofline", "pricing", "sampling", "votes", "training", "scaling")
"""The modules, in reading order."""


@functools.cache
def by_subject() -> dict[str, tuple[Law, ...]]:
    """The laws of every subject, in the order in which their modules write them."""
    subjects = {}
    for subject in SUBJECTS:
        module = importlib.import_module(f"{__name__}.{subject}")
        subjects[subject] = tuple(
            value for value in vars(module).values() if isinstance(value, Law) and value.__module__ == module.__name__
        )
    return subjects


@functools.cache
def registry() -> dict[str, Law]:
    """Every law by name."""
    return {law.name: law for laws in by_subject().values() for law in laws}


def find(name: str) -> Law:
    """The law of that name. Raises InputError where there is none."""
    from difflib import get_close_matches

    if name in registry():
        return registry()[name]
    near = get_close_matches(name, registry(), n=3)
    raise InputError(f"no law is called {name!r}" + (f" (did you mean {', '.join(near)}?)" if near else ""))

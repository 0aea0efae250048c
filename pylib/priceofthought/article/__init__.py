"""What the article says, by whom it is supported or contradicted, and its setting. No verdict stands here."""

from __future__ import annotations

import functools
from importlib import resources

from reasoncost.audit import claim
from reasoncost.audit import evidence as _evidence
from reasoncost.interval import Interval
from reasoncost.records import Register


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@functools.cache
def claims() -> Register[claim.Claim]:
    """All claims by id, in the article's order."""
    return claim.read(_text("claims.toml"))


def find(name: str) -> claim.Claim:
    """The claim of that id. Raises InputError where there is none."""
    return claims().find(name)


def stated(name: str) -> Interval:
    """The interval that the claim of that id states. Raises InputError where there is no such claim."""
    return find(name).figure_stated


@functools.cache
def all_evidence() -> Register[_evidence.Evidence]:
    """All evidence by id, in the order of the file."""
    return _evidence.read(_text("evidence.toml"))


def source(name: str) -> _evidence.Evidence:
    """The evidence of that id. Raises InputError where there is none."""
    return all_evidence().find(name)


@functools.cache
def evidence(claim_id: str) -> tuple[_evidence.Evidence, ...]:
    """The evidence about a claim, empty where none was found. Raises InputError where there is no such claim."""
    find(claim_id)
    return tuple(entry for entry in all_evidence().values() if claim_id in entry.claims)

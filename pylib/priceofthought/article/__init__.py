"""What the article says, by whom it is supported or contradicted, and its setting. No verdict stands here."""

from __future__ import annotations

import functools
from difflib import get_close_matches
from importlib import resources

from reasoncost.audit import claim
from reasoncost.audit import evidence as _evidence
from reasoncost.interval import Interval
from reasoncost.units import InputError


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@functools.cache
def claims() -> dict[str, claim.Claim]:
    """All claims by id, in the article's order."""
    return claim.read(_text("claims.toml"))


def find(name: str) -> claim.Claim:
    """The claim of that id. Raises InputError where there is none."""
    if name in claims():
        return claims()[name]
    near = get_close_matches(name, claims(), n=3)
    raise InputError(f"no claim has the id {name!r}" + (f" (did you mean {', '.join(near)}?)" if near else ""))


def stated(name: str) -> Interval:
    """The interval that the claim of that id states. Raises InputError where there is no such claim."""
    return find(name).figure_stated


@functools.cache
def all_evidence() -> dict[str, _evidence.Evidence]:
    """All evidence by id, in the order of the file."""
    return _evidence.read(_text("evidence.toml"))


@functools.cache
def evidence(claim_id: str) -> tuple[_evidence.Evidence, ...]:
    """The evidence about a claim, empty where none was found. Raises InputError where there is no such claim."""
    find(claim_id)
    return tuple(entry for entry in all_evidence().values() if claim_id in entry.claims)

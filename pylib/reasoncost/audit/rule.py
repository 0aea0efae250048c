"""The verdicts, and the rule that takes them from what was found."""

from __future__ import annotations

from dataclasses import dataclass

from reasoncost.audit.claim import Claim
from reasoncost.audit.finding import Finding
from reasoncost.interval import Interval

MEANING = {
    "proved": "the formula follows symbolically from tensor shapes or definitions",
    "reproduced": "public inputs and the article's stated conditions give the figure",
    "contradicted": "the article's other statements, or its own formula, give something else",
    "refuted": "independent public evidence gives something else",
    "confirmed": "a public source states the fact",
    "conditional": "the figure follows only under assumptions the article does not state",
    "unsupported": "no public evidence was found either way",
    "pending": "not yet judged",
}
"""The verdicts, in the order in which the rule asks for them, and what each says."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the others that apply as well, the interval that decided, and how far it misses the stated one."""

    verdict: str
    also: tuple[str, ...] = ()
    decided_by: Interval | None = None
    miss: float | None = None

    @property
    def precedence(self) -> str | None:
        """Which verdict came first where several apply, and why."""
        if not self.also:
            return None
        return f"{self.verdict} comes before {' and '.join(self.also)}: {MEANING[self.verdict]}"


def judge(claim: Claim, finding: Finding | None) -> Judgement:
    """The verdict that follows from the finding; `pending` where there is none.

    Raises ValueError where the parts of claim and finding do not correspond.
    """
    if finding is None:
        return Judgement("pending")
    if claim.parts:
        return _judge_parts(claim, finding)
    applying = _applying(claim.interval, finding)
    verdict, decided_by = applying[0]
    miss = None
    if verdict in ("contradicted", "refuted") and claim.interval and decided_by:
        miss = claim.interval.miss(decided_by)
    also = tuple(dict.fromkeys(other for other, _ in applying[1:] if other not in ("unsupported", verdict)))
    return Judgement(verdict, also, decided_by, miss)


def _applying(stated: Interval | None, finding: Finding) -> list[tuple[str, Interval | None]]:
    """Every verdict that applies, first the one that counts, each with the interval it rests on."""
    computed, article, public, reach = finding.computed, finding.article, finding.public, finding.reach
    found: list[tuple[str, Interval | None]] = []
    if finding.identity is True:
        found.append(("proved", None))
    if stated and computed and stated.contains(computed):
        found.append(("reproduced", computed))
    if stated and article and not stated.meets(article):
        found.append(("contradicted", article))
    if stated and public and not stated.meets(public):
        found.append(("refuted", public))
    if finding.fact is False or finding.identity is False:
        found.append(("refuted", public))
    if finding.fact is True or (stated and public and stated.meets(public)):
        found.append(("confirmed", public))
    if reach and reach.met:
        found.append(("conditional", reach.met))
    if stated and computed and stated.meets(computed) and not stated.contains(computed):
        found.append(("conditional", computed))
    if stated and computed and not found:
        found.append(("refuted", computed))
    found.append(("unsupported", None))
    return found


_WORST_FIRST = ("contradicted", "refuted", "unsupported", "conditional", "pending", "confirmed", "reproduced", "proved")


def _judge_parts(claim: Claim, finding: Finding) -> Judgement:
    """The worst verdict of the parts; the others are named beside it."""
    if set(finding.parts) != {part.name for part in claim.parts}:
        raise ValueError(f"{claim.id}: the finding's parts are not those of the claim")
    verdicts = [_applying(part.stated, finding.parts[part.name])[0][0] for part in claim.parts]
    ranked = sorted(set(verdicts), key=_WORST_FIRST.index)
    return Judgement(ranked[0], tuple(ranked[1:]))

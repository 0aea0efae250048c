"""What was found about human labels: PRM800K, and people who solved MATH problems."""

from __future__ import annotations

from priceofthought.findings import finding
from priceofthought.studies.training import all_trajectories
from priceofthought.studies.training.labels import label_hours, label_years, solving_seconds
from reasoncost import catalog
from reasoncost.audit.finding import Finding
from reasoncost.interval import Interval


def _read(value: float, what: str, *sources: str) -> Finding:
    return Finding(public=Interval.point(value), why=what, would_change="A correction by the authors.", sources=sources)


@finding("prm800k")
def prm800k() -> Finding:
    """The paper's own numbers."""
    labels, solutions, problems = (catalog.number(f"prm800k-{what}") for what in ("labels", "solutions", "problems"))
    said = "The paper gives the same number."
    return Finding(
        parts={
            "problems": _read(problems, said, "lightman2023verify"),
            "solutions": _read(solutions, said, "lightman2023verify"),
            "step labels": _read(labels, said, "lightman2023verify", "prm800k-readme"),
        },
        why=f"The paper gives all three: {labels / solutions:.1f} labels a solution, {solutions / problems:.2f} "
        f"solutions a problem. At {solving_seconds() / 60:.0f} minutes a solution they take "
        f"{label_hours(solutions):,.0f} hours; the article's {all_trajectories()} trajectories would take "
        f"{round(label_years(all_trajectories().low), -4):,.0f} years of work or more.",
        would_change="A correction by the authors; unfiltered, the collection is larger.",
        sources=("lightman2023verify", "prm800k-paper", "prm800k-readme"),
    )


@finding("math-humans")
def math_humans() -> Finding:
    """The scores as the paper gives them."""
    problems, hours = catalog.number("math-human-problems"), catalog.number("math-human-hours")
    worst, best = (
        catalog.number("math-human-phd-student") / problems,
        catalog.number("math-human-olympiad-medallist") / problems,
    )
    return Finding(
        parts={
            "problems per hour": _read(problems / hours, "Twenty problems by hand in one hour.", "hendrycks2021math"),
            "lowest score": _read(worst, "A computer-science PhD student.", "hendrycks2021math"),
            "highest score": _read(best, "A three-time gold medallist, and one other.", "hendrycks2021math"),
        },
        why=f"The paper reports {worst:.0%} to {best:.0%} on {problems:.0f} problems in an hour, one person for each "
        "score; the lowest is a PhD student, not an undergraduate, and a second person reached the highest too.",
        would_change="A study with more than one person for each score.",
        sources=("hendrycks2021math", "math-human-scores"),
    )

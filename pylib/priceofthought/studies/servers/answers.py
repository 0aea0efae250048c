"""How many tokens reasoning adds: the article's puzzle beside published averages."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from priceofthought.article import find
from reasoncost import catalog


@dataclass(frozen=True, slots=True)
class Ratio:
    """Output tokens of reasoning over plain models: what was compared, and whether the tasks were the same."""

    name: str
    ratio: float
    same_tasks: bool
    note: str


def stated_ratio() -> float:
    """The article's puzzle: o1-preview's tokens over GPT-4o's."""
    return find("tokens-o1-preview").figure_stated.middle / find("tokens-gpt-4o").figure_stated.middle


@functools.cache
def ratios() -> tuple[Ratio, ...]:
    """The article's ratio, then the published ones."""
    rows = {row.id: row for row in catalog.measurements(kind="tokens")}
    same = [
        Ratio("Epoch AI, three benchmarks", rows["epoch-8x"].value, True, rows["epoch-8x"].note),
        Ratio("LLMThinkBench, basic maths", rows["llmthinkbench-18x"].value, True, rows["llmthinkbench-18x"].note),
    ]
    other = [
        Ratio(f"MLPerf: R1 over {name}", rows["mlperf51-r1"].value / rows[row].value, False, "mean tokens per sample")
        for name, row in (("405B", "mlperf51-405b"), ("70B", "mlperf51-70b"))
    ]
    puzzle = Ratio("the article's puzzle", stated_ratio(), True, "one puzzle, one run of each model")
    return (puzzle, *same, *other)

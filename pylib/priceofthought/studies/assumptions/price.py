"""What gives the article's costs of a query: 57 times with o1-preview, 24 times with o1-mini."""

from __future__ import annotations

from typing import Any

from priceofthought.article import find
from reasoncost import catalog
from reasoncost.audit.recovery.search import Question
from reasoncost.audit.recovery.space import Axis, Mesh, Option, Space, grid
from reasoncost.catalog.price import Price
from reasoncost.laws.pricing import query_cost_ratio

PROMPT = grid(
    "prompt",
    "tokens before the answer",
    sorted({47, *range(0, 1001, 10)}),
    47,
    "from none, over the puzzle as tokenised, to a long instruction around it",
)
COUNTS = Axis(
    "counts",
    "what the stated token counts count",
    (
        Option("answer", 0, "the tokens billed as output, as the article says"),
        Option("whole sequence", 1, "prompt and answer together"),
    ),
    "answer",
)
BASELINE = Axis(
    "baseline",
    "the model that o1-mini is compared with",
    (
        Option("gpt-4o", catalog.price("gpt-4o"), "the model of the other figure"),
        Option("gpt-4o-mini", catalog.price("gpt-4o-mini"), "the small model of the same family"),
    ),
    "gpt-4o-mini",
)
ANSWER = grid(
    "answer",
    "tokens that o1-mini produced",
    range(500, 20_001, 50),
    7650,
    "from less than GPT-4o's count to far more than o1-preview's, which stands in for it",
)


def _input_price(price: Price) -> float:
    return price.input.value


def _output_price(price: Price) -> float:
    return price.output.value


def _ratio(mesh: Mesh, answer: Any, model: str, baseline: Any, baseline_input: Any, baseline_output: Any) -> Any:
    prompt, counts = mesh.array("prompt"), mesh.array("counts")
    price = catalog.price(model)
    return query_cost_ratio(
        prompt,
        answer - counts * prompt,
        baseline - counts * prompt,
        price.input.value,
        price.output.value,
        baseline_input,
        baseline_output,
    )


def _preview(mesh: Mesh) -> Any:
    long, short = (find(claim_id).figure_stated.middle for claim_id in ("tokens-o1-preview", "tokens-gpt-4o"))
    base = catalog.price("gpt-4o")
    return _ratio(mesh, long, "o1-preview", short, base.input.value, base.output.value)


def _mini(mesh: Mesh) -> Any:
    short = find("tokens-gpt-4o").figure_stated.middle

    prices = mesh.table(_input_price, "baseline"), mesh.table(_output_price, "baseline")
    return _ratio(mesh, mesh.array("answer"), "o1-mini", short, *prices)


def questions() -> tuple[Question, ...]:
    """The two figures; both prompts are the same puzzle."""
    spaces = {
        "query-cost-o1-mini": (Space((BASELINE, ANSWER, PROMPT, COUNTS)), _mini),
        "query-cost-o1-preview": (Space((PROMPT, COUNTS)), _preview),
    }
    return tuple(
        Question(claim_id, find(claim_id).figure_stated, space, predict)
        for claim_id, (space, predict) in spaces.items()
    )

"""What was found about training on generated answers: how many there are, and what they cost against pre-training."""

from __future__ import annotations

import math

from priceofthought.article import evidence, source, stated
from priceofthought.findings import finding
from priceofthought.studies.training import (
    UNLIMITED_CANDIDATES,
    Recipe,
    all_tokens,
    all_trajectories,
    llama_run,
    needed_per_problem,
    posttraining_multiple,
    posttraining_parity_tokens,
    posttraining_shares,
    public_problems,
    public_trajectories,
    recipes,
)
from reasoncost.audit.finding import Assumption, Finding
from reasoncost.interval import Interval, number
from reasoncost.laws.training import (
    forward_passes_per_backward,
    total_generated_tokens,
)


def _unknown(claim_id: str, compared: str) -> Finding:
    return Finding(
        why=f"OpenAI has published nothing about it and no independent source was found. {compared}",
        would_change="A publication by OpenAI, or evidence from someone who does not go back to the same report.",
        sources=tuple(entry.id for entry in evidence(claim_id)),
    )


@finding("berry-problems")
def berry_problems() -> Finding:
    """No public evidence about OpenAI."""
    return _unknown(
        "berry-problems",
        f"DeepSeek-R1-Zero reached comparable results with about {number(round(public_problems(), -3))} problems, "
        f"{stated('berry-problems').middle / public_problems():.0f} times fewer.",
    )


@finding("berry-trajectories")
def berry_trajectories() -> Finding:
    """No public evidence about OpenAI."""
    sampled = source("r1-zero-trajectories").figure
    return _unknown(
        "berry-trajectories", f"DeepSeek-R1-Zero sampled {sampled:.0f} answers for a question at each visit."
    )


@finding("berry-trajectory-tokens")
def berry_trajectory_tokens() -> Finding:
    """No public evidence about OpenAI's training; lengths at inference are longer."""
    test = source("o3-arc-tokens")
    each = test.number("tokens_high") / (test.number("tasks") * test.number("samples_high"))
    return _unknown(
        "berry-trajectory-tokens",
        f"The article's own o1-preview wrote {number(stated('tokens-o1-preview').middle)} tokens for a puzzle, and a "
        f"later OpenAI model about {number(round(each, -3))} for one hard task.",
    )


@finding("berry-total-trajectories")
def berry_total_trajectories() -> Finding:
    """A product of the article's own figures."""
    return Finding(
        computed=all_trajectories(),
        why=f"{number(stated('berry-problems').middle)} problems times thousands are {all_trajectories()} "
        f"trajectories, which is what tens of billions means; DeepSeek-R1-Zero sampled {number(public_trajectories())} "
        "in all.",
        would_change="Other numbers of problems or trajectories; neither is confirmed.",
        assumptions=(
            Assumption(
                "problems", number(stated("berry-problems").middle), "the round figure itself, without its rounding"
            ),
        ),
        sources=("r1-zero-trajectories",),
    )


@finding("berry-total-tokens")
def berry_total_tokens() -> Finding:
    """A product of three of the article's own figures, whose range is ten times wider than the stated one."""
    each, needed = math.sqrt(needed_per_problem()), needed_per_problem()
    return Finding(
        computed=all_tokens(),
        why=f"Thousands of thousands span two decades, {all_tokens()} tokens; hundreds of trillions are the upper half "
        f"and need {number(needed)} tokens a problem, {number(round(each))} trajectories of as many tokens for "
        "example.",
        would_change="The mean number of trajectories and their mean length, or how much of them is shared.",
        assumptions=(
            Assumption(
                "trajectories x tokens", f"at least {number(needed)} a problem", "else the total is tens of trillions"
            ),
            Assumption("shared prefixes", "none", "what trajectories share is generated once and lowers the total"),
        ),
        sources=("public-text-stock",),
    )


@finding("data-growth")
def data_growth() -> Finding:
    """The article's own product is linear in each factor."""
    from reasoncost.laws import symbols

    linear = symbols("problems") not in total_generated_tokens.derivative("problems").free_symbols
    shape = "linear in the number of problems: twice the problems, twice the data" if linear else "not linear"
    growth = source("reasoning-compute-growth").figure
    return Finding(
        why=f"By the article's own product the data are {shape}. They grow exponentially only while the sets of "
        f"problems do; reasoning compute grew {growth:.0f} times in four months once, and the same source expects that "
        "to slow.",
        would_change="Published sizes of problem sets over time.",
        sources=("reasoning-compute-growth", "training-data-growth", "you2025reasoning"),
    )


@finding("generated-exceeds-pretraining")
def generated_exceeds_pretraining() -> Finding:
    """The total against the largest published pre-training set."""
    tokens, known = all_tokens(), llama_run.published("tokens")
    needed = known / stated("berry-problems").middle
    return Finding(
        computed=tokens.scaled(1 / known),
        why=f"The article's figures span {tokens.scaled(1 / known)} times the {number(known)} tokens of Llama 3.1; "
        f"they exceed them from {number(needed)} tokens a problem on.",
        would_change="The size of OpenAI's own pre-training set, or numbers of trajectories that are published.",
        assumptions=(
            Assumption("pre-training set", number(known), "Llama 3.1's; OpenAI has not published its own"),
            Assumption(
                "tokens a problem", f"more than {number(needed)}", "only the lowest corner of the range falls short"
            ),
        ),
        sources=("dubey2024llama3", "public-text-stock"),
    )


@finding("forward-backward")
def forward_backward() -> Finding:
    """Without candidates the law gives one pass of each."""
    alone = float(forward_passes_per_backward(0, 0))
    example = Recipe(10, 1, 1)
    many = forward_passes_per_backward(example.candidates, example.verifiers)
    return Finding(
        computed=Interval.point(alone),
        why=f"Pre-training runs each batch forward and backward once. With {example.candidates} candidates and "
        f"{example.verifiers} verifier it is {many:.0f}:1. In FLOPs a backward pass counts double, so 1:1 is 1:2.",
        would_change="Recomputing activations, which adds a second forward pass in pre-training too.",
        sources=("kaplan2020scaling",),
    )


@finding("posttraining-exceeds-pretraining")
def posttraining_exceeds_pretraining() -> Finding:
    """The condition, from the article's own totals; public models do not meet it."""
    least, most = min(recipe.parity for recipe in recipes()), max(recipe.parity for recipe in recipes())
    plain = posttraining_parity_tokens(UNLIMITED_CANDIDATES, 0) / llama_run.published("tokens")
    parity = source("grok-4-rl-parity").figure
    return Finding(
        computed=posttraining_multiple(all_tokens()),
        why=f"It does once {plain:.0f} times the pre-training set has been generated, or {least:.2g} to {most:.2g} "
        f"times it by the recipes tried; the article's totals give {posttraining_multiple(all_tokens())}. No public "
        f"model of the time did: DeepSeek-R1 took {posttraining_shares()['DeepSeek-R1']:.0%} of its base's hours; Grok "
        f"4, later, is reported at {parity:.0f}:1.",
        would_change="FLOPs of post-training published by a laboratory whose model was trained in 2024.",
        assumptions=(
            Assumption(
                "generated tokens", f"more than {plain:.0f} times the pre-training set", "nothing but generation"
            ),
            Assumption("generator", "the size of the model", "a larger one lowers the threshold in proportion"),
        ),
        sources=("deepseek-r1-rl-hours", "epoch-reasoning-compute", "grok-4-rl-parity"),
    )


@finding("posttraining-once-near-pretraining")
def posttraining_once_near_pretraining() -> Finding:
    """What is published of other models; of a reasoning model from before the article nothing is."""
    listed = ", ".join(f"{name} {share:.1%}" for name, share in posttraining_shares().items())
    return Finding(
        why="For a reasoning model from before the article neither part has been published. Where both are known, of "
        f"other models and of later ones, post-training took a small share of pre-training: {listed}. A later report "
        "puts Grok 4's reinforcement learning level with its pre-training.",
        would_change="Figures of a reasoning model from before the article; OpenAI has published none for o1.",
        sources=("instructgpt-post-training", "deepseek-v3-post-training", "deepseek-r1-rl-hours", "grok-4-rl-parity"),
    )

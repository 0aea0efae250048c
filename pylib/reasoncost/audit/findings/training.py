"""What was found about training on generated answers: how many there are, and what they cost against pre-training."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import product

from reasoncost import catalog
from reasoncost.audit import llama_run
from reasoncost.audit.claims import stated
from reasoncost.audit.evidence import evidence, source
from reasoncost.audit.finding import Assumption, Finding, finding
from reasoncost.audit.interval import Interval, number
from reasoncost.laws.training import (
    forward_passes_per_backward,
    parity_generated_tokens,
    posttraining_ratio,
    reached_share,
    total_generated_tokens,
    total_trajectories,
)
from reasoncost.units import SECONDS_PER_HOUR

ENDLESS = 10**12
"""Candidates for one answer that is learned from, where so few are that learning costs nothing."""


def _ends(claim_id: str) -> tuple[float, float]:
    interval = stated(claim_id)
    return interval.low, interval.high


def all_trajectories() -> Interval:
    """Trajectories in all: the stated problems, as their round figure, times the stated thousands for each."""
    problems, (few, many) = stated("berry-problems").middle, _ends("berry-trajectories")
    return Interval(float(total_trajectories(problems, few)), float(total_trajectories(problems, many)), high_open=True)


def all_tokens(shared: float = 0) -> Interval:
    """Tokens in all, from the stated problems, trajectories and lengths, with a share common to a problem's answers."""
    problems = stated("berry-problems").middle
    few, many = (
        float(total_generated_tokens(problems, trajectories, tokens, shared))
        for trajectories, tokens in zip(_ends("berry-trajectories"), _ends("berry-trajectory-tokens"), strict=True)
    )
    return Interval(few, many, high_open=True)


def needed_per_problem() -> float:
    """Tokens that must be generated for each problem to reach the lower end of the stated total."""
    return stated("berry-total-tokens").low / stated("berry-problems").middle


def parity_tokens(candidates: float, verifiers: float, generator_ratio: float = 1) -> float:
    """Generated tokens at which post-training equals pre-training."""
    return float(parity_generated_tokens(llama_run.published("tokens"), candidates, verifiers, generator_ratio))


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to train on generated answers: candidates for each answer learned from, verifiers, size of the "
    "generator."""

    candidates: int
    verifiers: int
    generator_ratio: int

    @property
    def parity(self) -> float:
        """Generated tokens for each pre-training token at which post-training equals pre-training."""
        return parity_tokens(self.candidates, self.verifiers, self.generator_ratio) / llama_run.published("tokens")


@functools.cache
def recipes() -> tuple[Recipe, ...]:
    """From learning from every answer, unverified, to a thousand candidates and four verifiers of a generator "
    "thrice as large."""
    return tuple(Recipe(*one) for one in product((1, 10, 100, 1000), (0, 1, 4), (1, 3)))


def posttraining_multiple(generated: Interval) -> Interval:
    """FLOPs of post-training over pre-training if tokens were generated only, by a generator of the model's size."""
    low, high = (
        float(posttraining_ratio(tokens, llama_run.published("tokens"), ENDLESS, 0, 1))
        for tokens in (generated.low, generated.high)
    )
    return Interval(low, high, high_open=generated.high_open)


def _unknown(claim_id: str, compared: str) -> Finding:
    return Finding(
        why=f"OpenAI has published nothing about it and no independent source was found. {compared}",
        would_change="A publication by OpenAI, or evidence from someone who does not go back to the same report.",
        sources=tuple(entry.id for entry in evidence(claim_id)),
    )


def public_problems() -> float:
    """Problems that DeepSeek-R1-Zero was trained on, from its steps, questions a step and epochs."""
    run = source("r1-zero-problems")
    return run.number("steps") * run.number("questions_per_step") / run.number("epochs")


def public_trajectories() -> float:
    """Trajectories that DeepSeek-R1-Zero sampled in all."""
    run = source("r1-zero-trajectories")
    return run.number("steps") * run.number("trajectories_per_step")


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
        "later "
        f"OpenAI model about {number(round(each, -3))} for one hard task.",
    )


@finding("berry-total-trajectories")
def berry_total_trajectories() -> Finding:
    """A product of the article's own figures."""
    return Finding(
        computed=all_trajectories(),
        why=f"{number(stated('berry-problems').middle)} problems times thousands are {all_trajectories()} "
        "trajectories, "
        f"which is what tens of billions means; DeepSeek-R1-Zero sampled {number(public_trajectories())} in all.",
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
        why=f"Thousands of thousands span two decades, {all_tokens()} tokens; hundreds of trillions are the upper "
        "half and "
        f"need {number(needed)} tokens a problem, {number(round(each))} trajectories of as many tokens for example.",
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
        "problems "
        f"do; reasoning compute grew {growth:.0f} times in four months once, and the same source expects that "
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
        "they "
        f"exceed them from {number(needed)} tokens a problem on.",
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
    least, most = min(one.parity for one in recipes()), max(one.parity for one in recipes())
    plain = parity_tokens(ENDLESS, 0) / llama_run.published("tokens")
    parity = source("grok-4-rl-parity").figure
    return Finding(
        computed=posttraining_multiple(all_tokens()),
        why=f"It does once {plain:.0f} times the pre-training set has been generated, or {least:.2g} to {most:.2g} "
        "times it "
        f"by the recipes tried; the article's totals give {posttraining_multiple(all_tokens())}. No public model of "
        f"the time did: DeepSeek-R1 took {posttraining_shares()['DeepSeek-R1']:.0%} of its base's hours; "
        f"Grok 4, later, is reported at {parity:.0f}:1.",
        would_change="FLOPs of post-training published by a laboratory whose model was trained in 2024.",
        assumptions=(
            Assumption(
                "generated tokens", f"more than {plain:.0f} times the pre-training set", "nothing but generation"
            ),
            Assumption("generator", "the size of the model", "a larger one lowers the threshold in proportion"),
        ),
        sources=("deepseek-r1-rl-hours", "epoch-reasoning-compute", "grok-4-rl-parity"),
    )


def posttraining_shares() -> dict[str, float]:
    """Post-training over pre-training for the models that published both: FLOPs, or GPU-hours where only they are."""
    gpt, v3, r1 = (
        source(name).numbers
        for name in ("instructgpt-post-training", "deepseek-v3-post-training", "deepseek-r1-rl-hours")
    )
    return {
        "InstructGPT 175B": (gpt["ppo_petaflops_days"] + gpt["sft_petaflops_days"]) / gpt["pretraining_petaflops_days"],
        "DeepSeek-V3": v3["post_training_gpu_hours"] / v3["pretraining_gpu_hours"],
        "DeepSeek-R1": r1["r1_pipeline_gpu_hours"] / r1["base_gpu_hours"],
    }


def r1_share_of_peak(precision: str = "bf16") -> float:
    """Share of the peak at which the published hours of DeepSeek-R1's post-training hold its estimated FLOPs."""
    flops = source("epoch-reasoning-compute").number("r1_reasoning_flops")
    hours = source("deepseek-r1-rl-hours").number("r1_pipeline_gpu_hours")
    return float(reached_share(flops, hours * SECONDS_PER_HOUR, catalog.accelerator("H800").peak_flops(precision)))


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

"""What can be computed about training on generated answers, and what it costs against pre-training."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import product

from priceofthought.article import source, stated
from priceofthought.studies.training import llama_run
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws.training import (
    parity_generated_tokens,
    posttraining_ratio,
    reached_share,
    total_generated_tokens,
    total_trajectories,
)
from reasoncost.units import SECONDS_PER_HOUR

UNLIMITED_CANDIDATES = 10**12
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


def posttraining_parity_tokens(candidates: float, verifiers: float, generator_ratio: float = 1) -> float:
    """Generated tokens at which post-training equals pre-training."""
    return float(parity_generated_tokens(llama_run.published("tokens"), candidates, verifiers, generator_ratio))


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to train on generated answers.

    candidates: answers generated for each that is learned from; verifiers: models that each judge every candidate;
    generator_ratio: parameters of the generator over those of the trained model.
    """

    candidates: int
    verifiers: int
    generator_ratio: int

    @property
    def parity(self) -> float:
        """Generated tokens for each pre-training token at which post-training equals pre-training."""
        generated = posttraining_parity_tokens(self.candidates, self.verifiers, self.generator_ratio)
        return generated / llama_run.published("tokens")


@functools.cache
def recipes() -> tuple[Recipe, ...]:
    """From learning from every answer, unverified, to a thousand candidates, four verifiers and a larger generator."""
    return tuple(Recipe(*amounts) for amounts in product((1, 10, 100, 1000), (0, 1, 4), (1, 3)))


def posttraining_multiple(generated: Interval) -> Interval:
    """FLOPs of post-training over pre-training if tokens were generated only, by a generator of the model's size."""
    low, high = (
        float(posttraining_ratio(tokens, llama_run.published("tokens"), UNLIMITED_CANDIDATES, 0, 1))
        for tokens in (generated.low, generated.high)
    )
    return Interval(low, high, high_open=generated.high_open)


def public_problems() -> float:
    """Problems that DeepSeek-R1-Zero was trained on, from its steps, questions a step and epochs."""
    run = source("r1-zero-problems")
    return run.number("steps") * run.number("questions_per_step") / run.number("epochs")


def public_trajectories() -> float:
    """Trajectories that DeepSeek-R1-Zero sampled in all."""
    run = source("r1-zero-trajectories")
    return run.number("steps") * run.number("trajectories_per_step")


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

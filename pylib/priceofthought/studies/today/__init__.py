"""The article's questions about serving, asked of the catalog's models and nodes.

Its reference model and its conditions, but any model, node, length and assumption in their place.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from priceofthought.article import setting, stated
from reasoncost import catalog
from reasoncost.catalog.model import Model
from reasoncost.laws import roofline
from reasoncost.laws.transformer import weight_bytes, weight_flops_per_token
from reasoncost.serving import Assumptions, Workload, demand, max_batch, supply
from reasoncost.serving.demand import attention_flops, sequence_bytes
from reasoncost.serving.max_batch import step_seconds
from reasoncost.serving.parameters import multiplied_parameters, parameter_parts

MODELS = (setting.MODEL, "qwq-32b", "qwen3-235b-a22b", "deepseek-v3", "kimi-k2", "gemma-3-27b", "gpt-oss-120b")
"""Grouped-query, latent and windowed attention, dense and mixtures of experts."""
NODES = ("8xH100", "8xH200", "8xMI300X", "8xB200", "GB200-NVL72", "GB300-NVL72")
_NVIDIA = ("A100-SXM-80GB", "H100-SXM", "H800", "H200-SXM", "B200-SXM", "GB200-NVL72", "GB300-NVL72", "B300-SXM")
_OTHERS = ("MI300X", "MI355X", "TPU-v5e", "TPU-v5p", "TPU-v6e", "TPU7x-Ironwood", "Trainium2", "Gaudi3")
TURNED_OVER = (*_NVIDIA, *_OTHERS)
"""The accelerators whose turnover speeds are compared: none of them is only announced."""

LONG_ANSWER_TOKENS = int(stated("tokens-o1-preview").middle)
"""The article's long answer, in tokens."""
SHORT_ANSWER_TOKENS = int(stated("tokens-gpt-4o").middle)
"""Its short answer."""
PROPORTIONAL = LONG_ANSWER_TOKENS / SHORT_ANSWER_TOKENS
"""How much more a token of the long answer costs if the cache is all that costs."""

BASE = Assumptions()
"""8-bit weights, 16-bit cache, memory by its label, full utilisation, perfect overlap, no communication."""

_LONGEST = 2**24


def native_weight_bytes(model: Model) -> float:
    """Bytes of the weights as released, routed experts in their own format; scales of block formats are left out."""
    parts = parameter_parts(model)
    own = model.moe.dtype if model.moe and model.moe.dtype else model.native_dtype
    rest = weight_bytes(parts.total - parts.experts, catalog.element_bytes(model.native_dtype))
    return float(rest + weight_bytes(parts.experts, catalog.element_bytes(own)))


def turnover_speed(accelerator: str, assumptions: Assumptions = BASE) -> float:
    """Speed, in tokens per second, at which an accelerator reads all of its memory once for each token.

    Below it a full memory is read in time, so capacity limits the batch before bandwidth does; above it the other way
    round. It does not depend on the model or on how many accelerators work together.
    """
    node = catalog.node(f"1x{accelerator}")
    offers = supply(node, assumptions)
    return float(roofline.interactivity(roofline.read_seconds(offers.memory, offers.bandwidth, assumptions.mbu)))


@dataclass(frozen=True, slots=True)
class Served:
    """The largest batch of one node, and what follows from it.

    batch: 0 where none can be served; bound: what binds; step: seconds of a decode step, None where there is none.
    """

    accelerators: int
    batch: int
    bound: str
    step: float | None

    @property
    def users_per_accelerator(self) -> float:
        """Sequences for each accelerator."""
        return self.batch / self.accelerators

    @property
    def accelerator_seconds(self) -> float | None:
        """Accelerator time that one token takes: its cost, whatever an accelerator's hour costs."""
        if self.step is None:
            return None
        return float(roofline.accelerator_seconds_per_token(self.accelerators, self.batch, self.step))

    @property
    def tokens_per_accelerator(self) -> float:
        """Tokens per second and accelerator."""
        return 1 / self.accelerator_seconds if self.accelerator_seconds else 0.0


@functools.cache
def served(
    model: str,
    node: str,
    tokens: float = LONG_ANSWER_TOKENS,
    assumptions: Assumptions = BASE,
    speed: float = setting.SPEED,
    prompt: float = 0,
) -> Served:
    """What a node serves of a model, both by name, at a length and a speed per user."""
    where = catalog.node(node)
    answer = max_batch(catalog.model(model), where, Workload(tokens, speed, prompt), assumptions)
    step = None if answer.step_ms is None else answer.step_ms / 1000
    return Served(where.count, answer.max_batch or 0, answer.bound, step)


def penalty(model: str, node: str, assumptions: Assumptions = BASE, prompt: float = 0) -> float | None:
    """How many times the accelerator time a token of the long answer takes of one of the short; None if unserved."""
    long, short = (
        served(model, node, tokens, assumptions, prompt=prompt) for tokens in (LONG_ANSWER_TOKENS, SHORT_ANSWER_TOKENS)
    )
    if long.accelerator_seconds is None or short.accelerator_seconds is None:
        return None
    return long.accelerator_seconds / short.accelerator_seconds


def gain(model: str, new: str, old: str, assumptions: Assumptions = BASE) -> float | None:
    """Users per accelerator at the long answer, one node over another; None where the other serves none."""
    there, here = (served(model, node, assumptions=assumptions).users_per_accelerator for node in (new, old))
    return there / here if here else None


def speed_at(
    model: str, node: str, batch: float, tokens: float = LONG_ANSWER_TOKENS, assumptions: Assumptions = BASE
) -> float:
    """Tokens per second that each user of a batch sees; whether the batch fits is not asked."""
    workload = Workload(tokens, setting.SPEED)
    seconds = step_seconds(catalog.model(model), catalog.node(node), workload, assumptions, batch)
    return float(roofline.interactivity(seconds))


def longest_answer(
    model: str, node: str, batch: int, assumptions: Assumptions = BASE, speed: float = setting.SPEED
) -> int:
    """Most tokens at which the node still serves that batch at that speed; 0 where it does at none."""
    low, high = 0, _LONGEST
    while high - low > 1:
        middle = (low + high) // 2
        enough = served.__wrapped__(model, node, middle, assumptions, speed).batch >= batch
        low, high = (middle, high) if enough else (low, middle)
    return low


def held_sequences(model: str, node: str, tokens: float, assumptions: Assumptions = BASE) -> float:
    """Sequences of a length that fit beside the weights, whatever their speed; negative where the weights do not."""
    where = catalog.node(node)
    needs = demand(catalog.model(model), tokens, where.count, assumptions)
    return float(roofline.batch_by_capacity(supply(where, assumptions).memory, needs.weights, needs.sequence))


@dataclass(frozen=True, slots=True)
class Growth:
    """What one more cached position adds, beyond the window where there is one: cache bytes and attention FLOPs."""

    bytes: float
    flops: float

    @property
    def intensity(self) -> float:
        """Attention FLOPs for each byte of cache read."""
        return self.flops / self.bytes


def growth(model: str, assumptions: Assumptions = BASE) -> Growth:
    """What one more position adds for each user at each step."""
    record = catalog.model(model)
    start = record.window or 1
    per_element = catalog.element_bytes(assumptions.kv)
    return Growth(
        sequence_bytes(record, start + 1, per_element) - sequence_bytes(record, start, per_element),
        attention_flops(record, start + 1) - attention_flops(record, start),
    )


def weight_flops(model: str) -> float:
    """FLOPs of one token through the weights it is multiplied with: its input embedding is only looked up."""
    return float(weight_flops_per_token(multiplied_parameters(catalog.model(model))))


def attention_parity_tokens(model: str) -> float:
    """Context length at which attention computes as much for a token as the weights do.

    It lies beyond any window, where attention is affine in the length; infinite where every layer has one. The law
    parity_tokens gives it for attention without windows or latents.
    """
    record, more = catalog.model(model), growth(model).flops
    start = record.window or 1
    return start + (weight_flops(model) - attention_flops(record, start)) / more if more else math.inf


def attention_over_weights(model: str, tokens: float = LONG_ANSWER_TOKENS) -> float:
    """How many times as many FLOPs attention does for a token, at a length, as the weights do."""
    return attention_flops(catalog.model(model), tokens) / weight_flops(model)

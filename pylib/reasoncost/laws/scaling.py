"""Scaling: what size and data buy in loss, and what a smaller model of the same loss costs to train.

The loss law is L = E + A/N^alpha + B/D^beta for N parameters and D training tokens (`tokens`, so S in this
notation). For one training budget C = 6 N D it has one optimum; a model k times as large as the optimum reaches the
same loss with k_S times the tokens and k k_S times the compute, whatever the scale.
"""

from __future__ import annotations

import numpy as np

from reasoncost.law import law
from reasoncost.laws.training import training_flops
from reasoncost.laws.transformer import weight_flops_per_token
from reasoncost.units import InputError


@law(symbol=r"\mathcal{L}", unit="1", source="hoffmann2022chinchilla")
def loss(parameters, tokens, E, A, B, alpha, beta):
    """Loss, in nats per token, of a model with `parameters` parameters after `tokens` training tokens.

    An empirical law. It holds for one corpus, one tokenizer and one recipe, within the sizes and the tokens per
    parameter to which its constants were fitted; each token is seen once.
    """
    return E + A / parameters**alpha + B / tokens**beta


@law(symbol="N^*", unit="1", source="hoffmann2022chinchilla")
def optimal_parameters(compute, A, B, alpha, beta):
    """Parameters of the model that reaches the lowest loss with `compute` training FLOPs, C = 6 N D."""
    pairs = compute / training_flops(1, 1)
    return (alpha * A / (beta * B)) ** (1 / (alpha + beta)) * pairs ** (beta / (alpha + beta))


@law(symbol="S^*", unit="1", source="hoffmann2022chinchilla")
def optimal_tokens(compute, A, B, alpha, beta):
    """Training tokens of the model that reaches the lowest loss with `compute` training FLOPs, C = 6 N D."""
    pairs = compute / training_flops(1, 1)
    return (beta * B / (alpha * A)) ** (1 / (alpha + beta)) * pairs ** (alpha / (alpha + beta))


@law(symbol=r"k_{\min}", unit="1", source="hoffmann2022chinchilla; devries2023go")
def size_floor(alpha, beta):
    """The size ratio at and below which no amount of data reaches the loss of the compute-optimal model."""
    return (1 + alpha / beta) ** (-1 / alpha)


def _above_floor(size_ratio, alpha, beta):
    return size_ratio > size_floor(alpha, beta)


def _data_term_left(size_ratio, alpha, beta):
    """The data term of the loss that the size ratio leaves room for, over that of the optimum."""
    return 1 - (size_ratio**-alpha - 1) * beta / alpha


@law(symbol="k_S", unit="1", source="hoffmann2022chinchilla; devries2023go", domain=_above_floor)
def data_multiplier(size_ratio, alpha, beta):
    """Training tokens, over those of the compute-optimal model, with which a model `size_ratio` times as large reaches
    the same loss. 1 at size_ratio 1; grows without limit towards the size floor."""
    return _data_term_left(size_ratio, alpha, beta) ** (-1 / beta)


@law(symbol="N", unit="1", source="definition")
def smaller_parameters(size_ratio, compute, A, B, alpha, beta):
    """Parameters of a model `size_ratio` times as large as the compute-optimal one of that training compute."""
    return size_ratio * optimal_parameters(compute, A, B, alpha, beta)


@law(
    symbol="S",
    unit="1",
    source="hoffmann2022chinchilla; devries2023go",
    domain=lambda size_ratio, compute, A, B, alpha, beta: _above_floor(size_ratio, alpha, beta),
)
def smaller_tokens(size_ratio, compute, A, B, alpha, beta):
    """Training tokens with which that model reaches the loss of the compute-optimal one."""
    return data_multiplier(size_ratio, alpha, beta) * optimal_tokens(compute, A, B, alpha, beta)


@law(symbol="k_C", unit="1", source="hoffmann2022chinchilla; devries2023go", domain=_above_floor)
def compute_multiplier(size_ratio, alpha, beta):
    """Training compute, over that of the compute-optimal model, with which a model `size_ratio` times as large reaches
    the same loss. Lowest, 1, at size_ratio 1."""
    return size_ratio * data_multiplier(size_ratio, alpha, beta)


@law(symbol="r_C", unit="1", source="definition", domain=_above_floor)
def exchange_rate(size_ratio, alpha, beta):
    """Percent more training compute per percent fewer parameters, at equal loss: -d log k_C / d log k.

    Zero at the optimum, where the first percent is free; one where a percent of size costs a percent of compute;
    unbounded towards the size floor; negative above the optimum.
    """
    return size_ratio**-alpha / _data_term_left(size_ratio, alpha, beta) - 1


@law(symbol="C_{life}", unit="FLOP", coefficient="FLOP", source="sardana2024beyond")
def lifetime_flops(parameters, tokens, inference_tokens):
    """FLOPs of training on `tokens` tokens and of processing `inference_tokens` tokens afterwards.

    Weights only: attention over the context is left out. Training and inference FLOPs count alike; where an inference
    FLOP costs w times a training FLOP (a lower utilisation), count w times the inference tokens.
    """
    return training_flops(parameters, tokens) + inference_tokens * weight_flops_per_token(parameters)


@law(symbol="t_{pay}", unit="1", source="sardana2024beyond", domain=_above_floor)
def breakeven_inference_ratio(size_ratio, alpha, beta):
    """Inference tokens, over the training tokens of the compute-optimal model, from which a model `size_ratio` times
    as large costs fewer FLOPs over its lifetime than the compute-optimal one. No value at size_ratio 1."""
    extra_training = training_flops(1, 1) * (compute_multiplier(size_ratio, alpha, beta) - 1)
    return extra_training / (weight_flops_per_token(1) * (1 - size_ratio))


@law(symbol="t^*", unit="1", source="sardana2024beyond", domain=_above_floor)
def optimal_inference_ratio(size_ratio, alpha, beta):
    """Inference tokens, over the training tokens of the compute-optimal model, at which a model `size_ratio` times as
    large has the lowest lifetime FLOPs of all models of that loss."""
    dearer_training = training_flops(1, 1) * data_multiplier(size_ratio, alpha, beta)
    return dearer_training * exchange_rate(size_ratio, alpha, beta) / weight_flops_per_token(1)


def _size_ratio_where(falling, value, alpha, beta):
    """The size ratio in (floor, 1] at which a law that falls from infinity at the floor has the value, by bisection."""
    value, alpha, beta = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (value, alpha, beta)))
    low, high = np.log(size_floor(alpha, beta)), np.zeros(value.shape)
    for _ in range(100):
        middle = (low + high) / 2
        above = ~(falling(np.exp(middle), alpha, beta) <= value)
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.exp(high)


def size_ratio_for_compute(multiplier, alpha, beta):
    """The smallest size ratio that `multiplier` times the optimal training compute buys at equal loss.

    The inverse of compute_multiplier below the optimum. Broadcasts; raises InputError for a multiplier below 1.
    """
    if np.any(np.asarray(multiplier) < 1):
        raise InputError(f"a compute multiplier is at least 1, not {np.min(multiplier)}")
    ratio = _size_ratio_where(compute_multiplier, multiplier, alpha, beta)
    return ratio if ratio.ndim else float(ratio)


def size_ratio_for_inference(inference_ratio, alpha, beta):
    """The size ratio of lowest lifetime FLOPs when a model processes `inference_ratio` times the training tokens of the
    compute-optimal model of its loss.

    The inverse of optimal_inference_ratio. Broadcasts; raises InputError for a negative ratio.
    """
    if np.any(np.asarray(inference_ratio) < 0):
        raise InputError(f"an inference ratio is not negative, as {np.min(inference_ratio)} is")
    ratio = _size_ratio_where(optimal_inference_ratio, inference_ratio, alpha, beta)
    return ratio if ratio.ndim else float(ratio)

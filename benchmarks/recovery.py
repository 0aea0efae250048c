"""Speed of the recovery: `python -m benchmarks.recovery`. Times in one run on one machine, so read the ratios.

The search over about ten million combinations, against hand-written NumPy for the same arithmetic (the same count of
survivors is asserted) and against a plain Python loop over scalars (on a sample, scaled up).
"""

from __future__ import annotations

import itertools
import math
import random
import resource
import time
from collections.abc import Callable

import numpy as np

from priceofthought.studies.assumptions.pair import CLAIMS
from priceofthought.studies.assumptions.searches import asked
from reasoncost import catalog
from reasoncost.audit.recovery.search import joint_space, search

NARROWED = {"node": ("8xH100",), "parameters": ("exact",), "latency": ("0",)}
REPEATS = 3
SAMPLE = 20_000
ANSWERS = ((7661, 72), (775, 368))
MODEL = catalog.model("llama-3.1-405b")
N, PER_TOKEN, POSITION = 405_853_388_800, 258_048, 8_257_536
CAPACITY = (8 * 80e9, 8 * 85_520_809_984, math.inf)
BANDWIDTH, PEAK = 8 * 3.35e12, {"fp8": 8 * 1979e12, "bf16": 8 * 989e12}
LINK = (math.inf, 450e9, 900e9)
SENT = 4 * 126 * 16384 * 2 * 7 / 8
STEPS, ROUND = (np.array(values).reshape(-1, 1, 1) for values in ([1.0, 8.0, 8.0], [0.0, 0.0, 0.5]))
MBU, MFU = np.arange(50, 101, 2) / 100, np.arange(30, 101, 2) / 100


def general() -> int:
    """The library's search."""
    questions = asked(CLAIMS)
    return len(search(questions, joint_space(questions).narrowed(NARROWED)).indices)


def by_hand() -> int:
    """The same arithmetic in NumPy, written out for this one space: open meshes, the last six axes vectorised."""
    budget, total = 1 / 30, 0
    attention = np.array([1.0, 0.0]).reshape(-1, 1, 1, 1, 1)
    link = np.array(LINK).reshape(-1, 1, 1, 1)
    mbu, mfu = MBU.reshape(-1, 1), MFU
    exchange = SENT / link
    for rule, weight, cache_bytes, capacity, peak, prompt, part in itertools.product(
        ("max", "prefetch", "exposed", "sum"), (1, 2), (1, 2), CAPACITY, PEAK.values(), (0, 47, 140), (1.0, 0.5)
    ):
        good: np.ndarray | None = None
        weight_time = N * weight / (BANDWIDTH * mbu)
        for answer, stated in ANSWERS:
            tokens = prompt + part * answer
            cache = tokens * PER_TOKEN * cache_bytes
            cache_time = cache / (BANDWIDTH * mbu)
            flop_time = (2 * N + attention * POSITION * tokens) / (peak * mfu)
            if rule == "max":
                bound = np.minimum((budget - weight_time) / cache_time, budget / np.maximum(flop_time, exchange))
            elif rule == "prefetch":
                bound = np.minimum((budget - weight_time) / cache_time, budget / (flop_time + exchange))
            elif rule == "exposed":
                bound = np.minimum((budget - weight_time) / (cache_time + exchange), budget / (flop_time + exchange))
            else:
                bound = (budget - weight_time) / (cache_time + flop_time + exchange)
            bound = np.minimum(bound, (capacity - N * weight) / cache)
            batch = STEPS * np.floor(bound / STEPS + ROUND)
            met = (batch >= stated) & (batch < stated + 1)
            good = met if good is None else good & met
        assert good is not None
        total += int(np.count_nonzero(good))
    return total


def meets_both(rule: str, weight: int, cache_bytes: int, capacity: float, peak: float, prompt: int, part: float,
        attention: float, link: float, mbu: float, mfu: float, step: int, rounding: float) -> bool:  # fmt: skip
    """One combination in plain Python."""
    budget = 1 / 30
    weight_time = N * weight / (BANDWIDTH * mbu)
    exchange = SENT / link
    for answer, stated in ANSWERS:
        tokens = prompt + part * answer
        cache = tokens * PER_TOKEN * cache_bytes
        cache_time = cache / (BANDWIDTH * mbu)
        flop_time = (2 * N + attention * POSITION * tokens) / (peak * mfu)
        if rule == "max":
            bound = min((budget - weight_time) / cache_time, budget / max(flop_time, exchange))
        elif rule == "prefetch":
            bound = min((budget - weight_time) / cache_time, budget / (flop_time + exchange))
        elif rule == "exposed":
            bound = min((budget - weight_time) / (cache_time + exchange), budget / (flop_time + exchange))
        else:
            bound = (budget - weight_time) / (cache_time + flop_time + exchange)
        bound = min(bound, (capacity - N * weight) / cache)
        if not stated <= step * math.floor(bound / step + rounding) < stated + 1:
            return False
    return True


def loop(sample: int) -> int:
    """A plain Python loop over a sample of the same combinations."""
    choose = random.Random(1).choice
    axes = (("max", "prefetch", "exposed", "sum"), (1, 2), (1, 2), CAPACITY, tuple(PEAK.values()), (0, 47, 140),
            (1.0, 0.5), (1.0, 0.0), LINK, MBU.tolist(), MFU.tolist())  # fmt: skip
    batches = ((1, 0.0), (8, 0.0), (8, 0.5))
    combinations = [(*(choose(axis) for axis in axes), *choose(batches)) for _ in range(sample)]
    return sum(meets_both(*combination) for combination in combinations)


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """CPU seconds of the whole process, which other programs on the machine disturb less than the clock."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    """Measure in turn, keep the best of each, print the ratios."""
    size = joint_space(asked(CLAIMS)).narrowed(NARROWED).size
    best = {"general": math.inf, "hand": math.inf}
    clock = math.inf
    for _ in range(REPEATS):
        start = time.perf_counter()
        seconds, survivors = timed(general)
        clock = min(clock, time.perf_counter() - start)
        best["general"] = min(best["general"], seconds)
        seconds, counted = timed(by_hand)
        best["hand"] = min(best["hand"], seconds)
        assert survivors == counted, (survivors, counted)
    scalar = timed(lambda: loop(SAMPLE))[0] * size / SAMPLE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:,} combinations, {survivors:,} survivors, {clock:.1f} s by the clock, {peak:,.0f} MiB at the peak")
    print(f"CPU seconds: search {best['general']:.2f}, hand-written NumPy {best['hand']:.2f}, plain loop {scalar:,.0f}")
    print(f"search / hand-written NumPy  {best['general'] / best['hand']:.2f}")
    print(f"plain Python loop / search   {scalar / best['general']:,.0f}")


if __name__ == "__main__":
    main()

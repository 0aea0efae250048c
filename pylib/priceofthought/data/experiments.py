"""Training runs and repeated-sampling results of others; published/README.md has sources and licences."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

from reasoncost.units import InputError

Row = TypeVar("Row")

FOLDER = "published"


@dataclass(frozen=True)
class TrainingRun:
    """One run read off a figure: parameters, training FLOPs, and final loss in nats per token."""

    parameters: float
    flops: float
    loss: float


@dataclass(frozen=True)
class OvertrainedModel:
    """One model of the over-training testbed.

    `corpus` is the training set (c4_original, rpj, rw_original), `tokens` what it was trained on, `multiplier` its
    tokens per parameter in units of 20, `losses` the validation losses in nats per token by data set.
    """

    name: str
    corpus: str
    parameters: int
    parameters_without_embedding: int
    tokens: int
    multiplier: float
    losses: Mapping[str, float]


@dataclass(frozen=True)
class RepeatedSampling:
    """Published share of problems (0 to 1) for `samples` samples; `item` says which model, problems and measure."""

    item: str
    samples: int
    share: float
    source: str
    confirmed: bool


@cache
def chinchilla_runs() -> tuple[TrainingRun, ...]:
    """The 245 runs read off Figure 4 of Hoffmann et al. 2022, the five of highest loss (often dropped) included."""
    return _rows(
        "svg_extracted_data.csv",
        lambda row: TrainingRun(float(row["Model Size"]), float(row["Training FLOP"]), float(row["loss"])),
    )


@cache
def overtrained_models() -> tuple[OvertrainedModel, ...]:
    """The 104 models of Gadre et al. 2024."""
    return _rows(
        "gadre2024_models.csv",
        lambda row: OvertrainedModel(
            row["name"],
            row["train_set"],
            int(row["params"]),
            int(row["params_no_embed"]),
            int(row["tokens"]),
            float(row["chinchilla_multiplier"]),
            MappingProxyType(
                {key.removeprefix("loss_"): float(text) for key, text in row.items() if key.startswith("loss_")}
            ),
        ),
    )


@cache
def repeated_sampling() -> tuple[RepeatedSampling, ...]:
    """Summary numbers of Brown et al. 2024; rows marked second hand were not read in the paper."""
    return _rows(
        "monkeys_published.csv",
        lambda row: RepeatedSampling(
            row["item"], int(row["k"]), float(row["value"]), row["source"], "second hand" not in row["source"]
        ),
    )


def _rows(file: str, make: Callable[[Mapping[str, str]], Row]) -> tuple[Row, ...]:
    made = []
    text = resources.files(__package__).joinpath(FOLDER, file).read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            made.append(make(row))
        except (KeyError, TypeError, ValueError) as fault:
            raise InputError(f"{file}: line {number}: {fault}") from None
    return tuple(made)

"""The recorded refit: what went in, the optima of all runs together, and the fit of every resample."""

from __future__ import annotations

import csv
import functools
import hashlib
import json
import os
from dataclasses import asdict, astuple, dataclass, fields
from importlib import resources
from pathlib import Path

import numpy as np

from priceofthought.data import experiments
from priceofthought.studies.overtraining.refit.fit import DELTA, Fit, Floats, Points
from priceofthought.studies.overtraining.refit.testbed import TestbedFit
from reasoncost.laws.training import training_flops
from reasoncost.units import InputError

DROPPED = 5
"""How many runs of highest loss the published replication leaves out."""

HEAD, SAMPLES = "refit.json", "samples.csv"
COLUMNS = tuple(field.name for field in fields(Fit))


@functools.cache
def published_points() -> Points:
    """The runs read off Figure 4 of Hoffmann et al. (2022), without those of highest loss; tokens are C / 6N."""
    runs = experiments.chinchilla_runs()
    parameters = np.array([run.parameters for run in runs])
    tokens = np.array([run.flops for run in runs]) / training_flops(parameters, 1)
    return Points(parameters, tokens, np.array([run.loss for run in runs])).without_worst(DROPPED)


def digest(points: Points) -> str:
    """The sha256 of the runs that are fitted: parameters, tokens and losses to twelve significant figures."""
    rows = zip(points.parameters, points.tokens, points.loss, strict=True)
    text = "\n".join(",".join(f"{value:.12g}" for value in row) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Record:
    """A refit with its bootstrap.

    sha256: of the runs fitted; seed: of the resamples; optima: of all runs together, best first, from which every
    resample was fitted anew; samples: the best fit of each resample, by its index; testbed: the fits to the
    over-training testbed.
    """

    sha256: str
    seed: int
    optima: tuple[Fit, ...]
    samples: tuple[Fit, ...]
    testbed: tuple[TestbedFit, ...]

    @property
    def best(self) -> Fit:
        """The lowest optimum of all runs."""
        return self.optima[0]

    def exponents(self) -> tuple[Floats, Floats]:
        """alpha and beta of every resample."""
        return np.array([fit.alpha for fit in self.samples]), np.array([fit.beta for fit in self.samples])


def write(record: Record, folder: Path) -> None:
    """Write the record; each file appears whole or not at all."""
    head = {
        "input": "scaling/svg_extracted_data.csv of the catalog",
        "dropped": DROPPED,
        "sha256": record.sha256,
        "delta": DELTA,
        "seed": record.seed,
        "resamples": len(record.samples),
        "optima": [asdict(fit) for fit in record.optima],
        "testbed": [asdict(fit) for fit in record.testbed],
    }
    lines = [",".join(("index", *COLUMNS))]
    lines += [",".join((str(i), *(f"{x:.8g}" for x in astuple(fit)))) for i, fit in enumerate(record.samples)]
    for name, text in ((HEAD, json.dumps(head, indent=2)), (SAMPLES, "\n".join(lines))):
        partial = folder / f"{name}.part"
        partial.write_text(text + "\n", encoding="utf-8")
        os.replace(partial, folder / name)


@functools.cache
def read() -> Record:
    """The committed record. Raises InputError where its files do not belong together."""
    folder = resources.files(__package__)
    head = json.loads(folder.joinpath(HEAD).read_text(encoding="utf-8"))
    rows = list(csv.DictReader(folder.joinpath(SAMPLES).read_text(encoding="utf-8").splitlines()))
    if [row["index"] for row in rows] != [str(index) for index in range(head["resamples"])]:
        raise InputError(f"{SAMPLES} does not hold the {head['resamples']} resamples that {HEAD} announces")
    samples = tuple(Fit(**{name: float(row[name]) for name in COLUMNS}) for row in rows)
    optima = tuple(Fit(**fit) for fit in head["optima"])
    testbed = tuple(TestbedFit(**{**row, "fit": Fit(**row["fit"])}) for row in head["testbed"])
    return Record(head["sha256"], head["seed"], optima, samples, testbed)

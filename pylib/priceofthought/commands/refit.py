"""`reasoncost refit`: fit the loss law to the published runs again, with its bootstrap."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from reasoncost.units import InputError


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("refit", help="fit the loss law to the published runs again, with a bootstrap")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="an existing folder to write to")
    command.add_argument("--resamples", type=int, default=2000, metavar="COUNT", help="resamples (default 2000)")
    command.add_argument("--seed", type=int, default=20241211, help="of the resamples (default 20241211)")
    command.add_argument("--starts", type=int, default=3, metavar="COUNT", help="best optima each starts from (3)")
    command.add_argument("--processes", type=int, default=2, metavar="COUNT", help="processes (default 2)")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    """Fit from the published grid of starts, bootstrap from the best optima, fit the testbed, write it all."""
    from tqdm import tqdm

    from priceofthought.studies.overtraining import refit

    if not given.out.is_dir():
        raise InputError(f"{given.out} is not a folder")
    for name in ("resamples", "starts", "processes"):
        if getattr(given, name) < 1:
            raise InputError(f"--{name} must be at least 1, not {getattr(given, name)}")
    points = refit.published_points()
    optima = refit.fit_all_starts(points, given.starts, given.processes, progress=tqdm)
    starts = [fit.start for fit in optima]
    samples = refit.bootstrap(points, starts, given.seed, given.resamples, given.processes, progress=tqdm)
    testbed = refit.fit_all_testbeds(progress=tqdm)
    record = refit.Record(refit.digest(points), given.seed, tuple(optima), tuple(samples), testbed)
    refit.write(record, given.out)
    print(f"{optima[0]}\n{len(samples)} resamples written to {given.out}")

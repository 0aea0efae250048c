"""The loss law fitted anew to published runs: the method as published, its optima, and a recorded bootstrap."""

from priceofthought.studies.overtraining.refit.bootstrap import bootstrap, fit_all_starts, fit_resample
from priceofthought.studies.overtraining.refit.fit import DELTA, Fit, Points, Problem
from priceofthought.studies.overtraining.refit.record import DROPPED, Record, digest, published_points, read, write
from priceofthought.studies.overtraining.refit.testbed import (
    TestbedFit,
    fit_all_testbeds,
    longest_overtraining,
    testbed_points,
)

__all__ = [
    "DELTA",
    "DROPPED",
    "Fit",
    "Points",
    "Problem",
    "Record",
    "TestbedFit",
    "bootstrap",
    "digest",
    "fit_all_starts",
    "fit_all_testbeds",
    "fit_resample",
    "longest_overtraining",
    "published_points",
    "read",
    "testbed_points",
    "write",
]

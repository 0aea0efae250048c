"""Over-training: a smaller model of the same loss, what more it costs to train and when it pays."""

from __future__ import annotations

from calculators.spec import Calculator, Choice, Curve, Input, Plot, Row, Shown
from reasoncost import catalog
from reasoncost.law.plan import Plan, Rule, Step
from reasoncost.laws import scaling
from reasoncost.units import BILLION, TRILLION

FIT = "Loss law"
SMALLER = {"parameters": "smaller_parameters", "tokens": "smaller_tokens"}
OPTIMAL = {"parameters": "optimal_parameters", "tokens": "optimal_tokens"}
FITS = {
    name: Row(fit.title, {"E": fit.E, "A": fit.A, "B": fit.B, "alpha": fit.alpha, "beta": fit.beta})
    for name, fit in catalog.loss_fits().items()
    if fit.E is not None
}

CALCULATOR = Calculator(
    name="over-training",
    title="Over-training",
    choices=(Choice("fit", "Loss law fitted by", FITS, "besiroglu2024"),),
    inputs=(
        Input("compute", "Training compute of the optimal model", 3.8e25, "FLOP", slider=(1e21, 1e27)),
        Input("size_ratio", "Size, over the optimal model's", 0.3, slider=(0.1, 0.99), low=0.001, high=0.99),
        Input("inference_tokens", "Tokens processed in use", 100, "trillion", TRILLION, slider=(0.01, 10_000)),
        Input("E", "Irreducible loss E", 0, "nats per token", group=FIT),
        Input("A", "Coefficient A of the size", 0, group=FIT),
        Input("B", "Coefficient B of the data", 0, group=FIT),
        Input("alpha", "Exponent α of the size", 0, group=FIT),
        Input("beta", "Exponent β of the data", 0, group=FIT),
    ),
    plan=Plan(
        (
            Step("size_floor", scaling.size_floor),
            Step("optimal_parameters", scaling.optimal_parameters),
            Step("optimal_tokens", scaling.optimal_tokens),
            Step("optimal_loss", scaling.loss, OPTIMAL),
            Step("data_multiplier", scaling.data_multiplier),
            Step("compute_multiplier", scaling.compute_multiplier),
            Step("exchange_rate", scaling.exchange_rate),
            Step("smaller_parameters", scaling.smaller_parameters),
            Step("smaller_tokens", scaling.smaller_tokens),
            Step("smaller_loss", scaling.loss, SMALLER),
            Step("optimal_life", scaling.lifetime_flops, OPTIMAL),
            Step("smaller_life", scaling.lifetime_flops, SMALLER),
            Step("breakeven", scaling.breakeven_inference_ratio),
        )
    ),
    shown={
        "size_floor": Shown("Size ratio below which no data is enough"),
        "optimal_parameters": Shown("Parameters of the optimal model", "billion", BILLION),
        "optimal_tokens": Shown("Its training tokens", "trillion", TRILLION),
        "optimal_loss": Shown("Its loss", "nats per token"),
        "data_multiplier": Shown("Times the training tokens", main=True),
        "compute_multiplier": Shown("Times the training compute", main=True),
        "exchange_rate": Shown("Percent of compute for the next percent of size"),
        "smaller_parameters": Shown("Parameters of the smaller model", "billion", BILLION),
        "smaller_tokens": Shown("Its training tokens", "trillion", TRILLION),
        "smaller_loss": Shown("Its loss", "nats per token"),
        "optimal_life": Shown("Training and use of the optimal model", "FLOP"),
        "smaller_life": Shown("Training and use of the smaller model", "FLOP"),
        "breakeven": Shown("Tokens in use from which it pays, over those of training"),
    },
    verdict=(
        Rule("No amount of data brings so small a model to this loss.", missing="data_multiplier"),
        Rule("Over its life the smaller model costs fewer FLOPs.", "smaller_life", below="optimal_life"),
        Rule("Over its life the smaller model does not cost fewer FLOPs.", "smaller_life"),
    ),
    plot=Plot(
        over="size_ratio",
        low=0.1,
        high=1,
        axis="times the optimum",
        curves=(Curve("data_multiplier", "training tokens"), Curve("compute_multiplier", "training compute")),
        caption="Training tokens and compute of a model of the same loss, over its size; none below the size floor.",
    ),
    left_out="attention over the context; what an inference FLOP costs beside a training FLOP; every limit within "
    "which the loss law was fitted",
)

"""Training: what learning from tokens computes."""

from reasoncost.law import Quantity, law


@law(symbol="C_{train}", unit="FLOP", coefficient="FLOP", source="kaplan2020scaling")
def training_flops(parameters: Quantity, tokens: Quantity) -> Quantity:
    """FLOPs of training on `tokens` tokens: two per parameter and token forward, four backward.

    Weights only; attention over the context and recomputed activations are left out.
    """
    return 6 * parameters * tokens

"""A model from a file: `config.json` of Hugging Face, or TOML with the same fields."""

from reasoncost.models.architecture import Architecture, FeedForward
from reasoncost.models.config import parse
from reasoncost.models.files import find, read
from reasoncost.models.weights import Part, Weights, weights

__all__ = ["Architecture", "FeedForward", "Part", "Weights", "find", "parse", "read", "weights"]

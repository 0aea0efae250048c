"""The article's setting: the model that stands in for o1, the node that serves it, and the speed of each user."""

from reasoncost import catalog
from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node

MODEL = "llama-3.1-405b"
NODE = "8xH100"
SPEED = 30
"""Tokens per second for each user, stated for both maximum batches (line 95)."""


def model() -> Model:
    """The stand-in for o1, as the catalog has it."""
    return catalog.model(MODEL)


def node() -> Node:
    """The node, as the catalog has it."""
    return catalog.node(NODE)

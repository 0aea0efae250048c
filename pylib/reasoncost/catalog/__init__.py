"""Models, accelerators, prices and published constants: data files with the source of every value, and their loader.

The catalog knows no laws. Bytes are plain bytes: a label in GB is decimal, one in GiB binary, and both never meet.
"""

from reasoncost.catalog.accelerator import Accelerator, Host, accelerator, accelerators
from reasoncost.catalog.constant import constant, constants
from reasoncost.catalog.model import LatentAttention, MixtureOfExperts, Model, model, models
from reasoncost.catalog.node import Node, node, nodes
from reasoncost.catalog.price import Price, price, price_history, prices, subscription, subscriptions
from reasoncost.catalog.value import Value

__all__ = [
    "Accelerator",
    "Host",
    "LatentAttention",
    "MixtureOfExperts",
    "Model",
    "Node",
    "Price",
    "Value",
    "accelerator",
    "accelerators",
    "constant",
    "constants",
    "model",
    "models",
    "node",
    "nodes",
    "price",
    "price_history",
    "prices",
    "subscription",
    "subscriptions",
]

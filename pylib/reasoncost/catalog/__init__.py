"""Models, accelerators, number formats, prices, rents, constants, loss fits and measurements, each with its source.

The values stand in data files beside their loader. Records hold no formula: a model's groups of layers and a format's
blocks answer by the laws. Bytes are plain bytes: a label in GB is decimal, one in GiB binary, and the two never meet.
"""

from reasoncost.catalog.accelerator import Accelerator, Host, accelerator, accelerators
from reasoncost.catalog.constant import bounds, constant, constants, number
from reasoncost.catalog.fits import LossFit, loss_fit, loss_fits
from reasoncost.catalog.formats import Format, element_bytes, number_format, number_formats
from reasoncost.catalog.group import LayerGroup
from reasoncost.catalog.measurement import LeftOut, Measurement, measurements, measurements_left_out
from reasoncost.catalog.model import LatentAttention, MixtureOfExperts, Model, model, models
from reasoncost.catalog.node import Node, node, nodes
from reasoncost.catalog.price import Price, price, price_history, prices, subscription, subscriptions
from reasoncost.catalog.rent import Rent, all_rents, rents
from reasoncost.catalog.value import Value

__all__ = [
    "Accelerator",
    "Format",
    "Host",
    "LatentAttention",
    "LayerGroup",
    "LeftOut",
    "LossFit",
    "Measurement",
    "MixtureOfExperts",
    "Model",
    "Node",
    "Price",
    "Rent",
    "Value",
    "accelerator",
    "accelerators",
    "all_rents",
    "bounds",
    "constant",
    "constants",
    "element_bytes",
    "loss_fit",
    "loss_fits",
    "measurements",
    "measurements_left_out",
    "model",
    "models",
    "node",
    "nodes",
    "number",
    "number_format",
    "number_formats",
    "price",
    "price_history",
    "prices",
    "rents",
    "subscription",
    "subscriptions",
]

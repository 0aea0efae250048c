"""What a law is: an equation written once, that computes, derives and prints itself."""

from reasoncost.law import ops
from reasoncost.law.core import Law, Quantity, law
from reasoncost.law.notation import Parameter, define, notation

__all__ = ["Law", "Parameter", "Quantity", "define", "law", "notation", "ops"]

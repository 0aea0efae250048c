"""What reasoning models cost: laws, a sourced catalog, a solver, and the engine of an audit."""

__version__ = "0.1.0"

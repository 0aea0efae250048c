"""What reasoning models cost: laws, a sourced catalog, and an audit of 64 published claims."""

__version__ = "0.1.0"

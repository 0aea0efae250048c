"""Counts by a transformer library that this project did not write; needs requirements-oracle.txt."""

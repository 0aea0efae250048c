"""`reasoncost cite`: how to cite a figure or a claim."""

from __future__ import annotations

import argparse
from typing import Any


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("cite", help="cite a figure or a claim")
    command.add_argument("id", metavar="FIGURE-ID|CLAIM-ID")
    command.add_argument("--format", default="bibtex", metavar="FORMAT", help="bibtex (default), csl-json or text")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    """Print the citation."""
    from priceofthought.figures.cite import citation

    print(citation(given.id).formatted(given.format))

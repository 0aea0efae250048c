"""`reasoncost figures`: every figure as SVG, PDF, PNG and CSV."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("figures", help="write figures as SVG, PDF, PNG and CSV")
    command.add_argument("ids", nargs="*", metavar="FIGURE-ID", help="figures to write; all of them unless given")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write to")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    """Write the figures, naming each file."""
    from priceofthought.figures import figures, find
    from priceofthought.figures.export import write

    for figure_id in given.ids or list(figures()):
        for path in write(find(figure_id), given.out):
            print(path)

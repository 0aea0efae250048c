"""`reasoncost audit`: the claims and their verdicts."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("audit", help="the claims and their verdicts")
    command.add_argument("ids", nargs="*", metavar="ID", help="claims to show; all of them unless given")
    command.add_argument("--json", action="store_true", help="as a JSON list")
    command.add_argument("--strict", action="store_true", help="exit 1 if a verdict is not the recorded one")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Show the entries; with --strict hold them against the record."""
    from priceofthought.article import claims
    from priceofthought.ledger import entry, verdict_table
    from reasoncost.cli import print_json

    wanted = given.ids or list(claims())
    entries = [entry(claim_id) for claim_id in wanted]
    if given.json:
        print_json([one.to_json() for one in entries])
    else:
        print(verdict_table(*wanted))
    if not given.strict:
        return 0
    parted = [one for one in entries if one.verdict != one.claim.recorded]
    for one in parted:
        print(f"{one.claim.id}: computed {one.verdict}, recorded {one.claim.recorded}", file=sys.stderr)
    return 1 if parted else 0

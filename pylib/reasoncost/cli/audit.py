"""`reasoncost audit`: the claims of a ledger and their verdicts."""

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
    from reasoncost.audit.ledger import installed, verdict_table
    from reasoncost.cli import print_json

    ledger = installed()
    entries = [ledger.entry(claim_id) for claim_id in given.ids] or ledger.entries()
    print_json([entry.to_json() for entry in entries]) if given.json else print(verdict_table(entries))
    if not given.strict:
        return 0
    parted = [entry for entry in entries if entry.verdict != entry.claim.recorded]
    for entry in parted:
        print(f"{entry.claim.id}: computed {entry.verdict}, recorded {entry.claim.recorded}", file=sys.stderr)
    return 1 if parted else 0

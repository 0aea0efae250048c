"""`reasoncost recover`: which unstated assumptions give the stated figures."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from reasoncost.units import InputError

BAR = 40
"""Characters of the progress bar."""
MANY_VALUES = 20
"""Of an axis with more values than this the text shows only those that some survivor has."""


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("recover", help="the unstated assumptions that give the stated figures")
    command.add_argument("ids", nargs="+", metavar="ID", help="claims that must hold under the same assumptions")
    command.add_argument(
        "--axis", action="append", default=[], metavar="NAME=VALUE[,VALUE]", help="narrow an axis to these values"
    )
    command.add_argument("--fresh", action="store_true", help="search anew where a result is kept")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run)


def _choices(given: list[str]) -> dict[str, list[str]]:
    choices: dict[str, list[str]] = {}
    for pair in given:
        name, equals, labels = pair.partition("=")
        if not equals:
            raise InputError(f"an axis is narrowed by name=value,value, not {pair!r}")
        choices[name] = [label.strip() for label in labels.split(",") if label.strip()]
    return choices


def _bar(done: int, total: int) -> None:
    """A bar on standard error, gone when the run is over."""
    filled = BAR * done // total
    end = "\r" if done < total else "\r" + " " * (BAR + 8) + "\r"
    if filled > BAR * (done - 1) // total:
        print(f"[{'#' * filled:<{BAR}}] {done / total:4.0%}", end=end, file=sys.stderr, flush=True)


def run(given: argparse.Namespace) -> None:
    """Take the kept result, or search."""
    from reasoncost.audit.ledger import installed
    from reasoncost.cli import print_json

    ledger = installed()
    searches = ledger.searches()
    claim_ids = [question.claim for question in searches.asked([ledger.claim(claim_id).id for claim_id in given.ids])]
    choices = _choices(given.axis)
    if searches.is_kept(claim_ids) and not choices and not given.fresh:
        recovery = searches.recovered(*claim_ids)
    else:
        recovery = searches.recover(claim_ids, choices, _bar if sys.stderr.isatty() else None)
    print_json(recovery.to_json()) if given.json else print(_text(recovery))


def _text(recovery: Any) -> str:
    """The result for readers."""
    chance = "the stated figure is too wide for one"
    if recovery.chance_share is not None:
        chance = (
            f"near figures have a share of {recovery.chance_share:.2g} on average; some combination gives "
            f"{recovery.chance_any:.0%} of them, and as many as here give {recovery.near_rank:.0%} of those"
        )
    lines = [
        f"{recovery.survivors:,} of {recovery.space:,} combinations give {', '.join(recovery.claims)} "
        f"(share {recovery.share:.2g})",
        f"chance: {chance}",
        "",
    ]
    for name, counts in recovery.axes.items():
        shown = {label: count for label, count in counts.items() if count} if len(counts) > MANY_VALUES else counts
        lines.append(f"{name:<12} " + "  ".join(f"{label}: {count:,}" for label, count in shown.items()))
    lines += ["", "fewest departures from the plain values:"]
    for survivor in recovery.simplest:
        lines.append("  " + (", ".join(f"{name} {label}" for name, label in survivor.by_axis.items()) or "none"))
    return "\n".join(lines)

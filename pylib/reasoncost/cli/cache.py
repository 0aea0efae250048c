"""`reasoncost cache`: what the layers of a model cache of a sequence, and what a step reads of it."""

from __future__ import annotations

import argparse
from fractions import Fraction
from typing import Any

from reasoncost.units import GB, InputError

MOST = 10**12
"""No sequence is longer and no batch larger."""


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("cache", help="what a model caches of its sequences, by group of layers")
    command.add_argument(
        "--model", required=True, metavar="M", help="a model of the catalog, or a config.json or .toml"
    )
    command.add_argument("--tokens", required=True, metavar="T", help="positions of each sequence")
    command.add_argument("--sequences", default="1", metavar="B", help="sequences (1)")
    command.add_argument("--kv", default="bf16", metavar="F", help="number format of the cache (bf16)")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    """Compute and print."""
    from reasoncost import models
    from reasoncost.cli import print_json

    tokens, batch = _whole("tokens", given.tokens), _whole("sequences", given.sequences)
    answer = cached(models.find(given.model), tokens, batch, given.kv)
    print_json(answer) if given.json else print(_text(answer))


def cached(model: Any, tokens: int, batch: int, kv: str) -> dict[str, Any]:
    """The answer as plain JSON values; bytes throughout."""
    from reasoncost.catalog import number_format
    from reasoncost.catalog.group import cache_bytes
    from reasoncost.cli.model import weights_of

    counted, element = weights_of(model), number_format(kv).bytes_per_element
    return {
        "model": model.name,
        "tokens": tokens,
        "sequences": batch,
        "kv": number_format(kv).name,
        "data_bytes": _number(cache_bytes(model.groups, tokens, element, batch)),
        "per_token_bytes": _number(sum(group.token_bytes(element) for group in model.groups)),
        "mean_bytes": _number(sum(group.mean_cache_bytes(0, tokens, element, batch) for group in model.groups)),
        "read_bytes_per_step": _number(sum(group.read_bytes(tokens, element, batch) for group in model.groups)),
        "weights_bytes": counted and counted.bytes,
        "groups": [
            {
                "kind": group.kind,
                "layers": group.layers,
                "bytes": _number(group.cache_bytes(tokens, element, batch)),
                "read_bytes": _number(group.read_bytes(tokens, element, batch)),
                "window": group.window,
            }
            for group in model.groups
        ],
        "notes": list(model.notes),
    }


def _number(number: Any) -> int | float:
    """A number of bytes, whole where it is."""
    exact = Fraction(number)
    return int(exact) if exact.denominator == 1 else float(exact)


def _whole(name: str, text: str) -> int:
    digits = text.replace(",", "").replace("_", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 13 or not 1 <= int(digits) <= MOST:
        raise InputError(f"{name} must be a whole number from 1 to {MOST:,}, not {text[:40]!r}")
    return int(digits)


def _text(answer: dict[str, Any]) -> str:
    """The answer for readers."""
    sequences = f"{answer['sequences']:,} sequences of " if answer["sequences"] > 1 else ""
    lines = [
        f"{answer['data_bytes'] / GB:,.3f} GB cached in {answer['kv']} ({answer['data_bytes']:,} bytes), "
        f"{sequences}{answer['tokens']:,} tokens",
        "",
        f"  {answer['per_token_bytes']:,} bytes for a token while every window has room",
        f"  {answer['mean_bytes'] / GB:,.3f} GB in the mean over an answer of so many tokens",
        f"  {answer['read_bytes_per_step'] / GB:,.3f} GB read for each new token of all sequences",
        "",
    ]
    for group in answer["groups"]:
        window = f", window {group['window']:,}" if group["window"] else ""
        lines.append(f"  {group['layers']:>4} layers {group['kind']:<10} {group['bytes'] / GB:>12,.3f} GB{window}")
    return "\n".join(lines + [f"  note: {note}" for note in answer["notes"]])

"""`reasoncost max-batch`: the largest batch of a model on a node that keeps a speed."""

from __future__ import annotations

import argparse
from typing import Any

from reasoncost.units import GB, InputError


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("max-batch", help="the largest batch of a model on a node that keeps a speed")
    command.add_argument(
        "--model", required=True, metavar="M", help="a model of the catalog, e.g. llama-3.1-405b, or a config.json"
    )
    command.add_argument("--node", required=True, metavar="N", help="e.g. 8xH100, GB200-NVL72, or a file.toml")
    command.add_argument("--tokens", required=True, metavar="T", help="tokens of the answer")
    command.add_argument("--speed", required=True, metavar="S", help="tokens per second for each user")
    command.add_argument("--prompt", default="0", metavar="P", help="tokens of the prompt (0)")
    command.add_argument("--context", default="end", metavar="C", help="end: P + T (default); mean: P + T/2")
    command.add_argument("--weights", default="fp8", metavar="W", help="precision of weights: fp8 (default), bf16, fp4")
    command.add_argument("--kv", default="bf16", metavar="K", help="precision of the cache: bf16 (default), fp8")
    command.add_argument("--arithmetic", metavar="A", help="precision of the products; that of the weights if it can")
    command.add_argument("--mbu", default="1", metavar="X", help="share of the memory bandwidth reached (1)")
    command.add_argument("--mfu", default="1", metavar="X", help="share of the peak arithmetic reached (1)")
    command.add_argument("--granularity", default="1", metavar="G", help="batches in multiples of G (1)")
    command.add_argument("--combine", default="max", metavar="R", help="max (default), prefetch, exposed or sum")
    command.add_argument("--hbm", default="label", metavar="H", help="capacity by label (default) or as reported")
    command.add_argument("--latency", default="0", metavar="MS", help="fixed milliseconds of each step (0)")
    command.add_argument("--link", metavar="GBPS", help="count all-reduces over links of so many GB/s (not counted)")
    command.add_argument("--cache", default="sharded", metavar="C", help="sharded (default): one copy; tensor")
    command.add_argument("--experts", default="expected", metavar="E", help="read by a step: expected (default), all")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run)


def _number(name: str, text: str) -> float:
    try:
        return float(text.replace(",", "").replace("_", ""))
    except ValueError:
        raise InputError(f"{name} must be a number, not {text!r}") from None


def run(given: argparse.Namespace) -> None:
    """Solve and print."""
    from reasoncost import catalog, models
    from reasoncost.cli import print_json
    from reasoncost.serving import Assumptions, Workload, max_batch

    workload = Workload(
        tokens=_number("tokens", given.tokens),
        speed=_number("speed", given.speed),
        prompt=_number("prompt", given.prompt),
        context=given.context,
    )
    assumptions = Assumptions(
        weights=given.weights,
        kv=given.kv,
        arithmetic=given.arithmetic,
        mbu=_number("mbu", given.mbu),
        mfu=_number("mfu", given.mfu),
        combine=given.combine,
        hbm=given.hbm,
        granularity=_whole("granularity", given.granularity),
        latency=_number("latency", given.latency) / 1000,
        link_bandwidth=None if given.link is None else _number("link", given.link) * GB,
        cache=given.cache,
        experts=given.experts,
    )
    answer = max_batch(models.find(given.model), catalog.node(given.node), workload, assumptions)
    print_json(answer.to_json()) if given.json else print(_text(answer.to_json()))


def _whole(name: str, text: str) -> int:
    number = _number(name, text)
    if number != number // 1:
        raise InputError(f"{name} must be a whole number, not {text!r}")
    return int(number)


def _text(answer: dict[str, Any]) -> str:
    """The answer for readers."""
    if answer["max_batch"] is None:
        unsourced = [
            f"\nunsourced: {entry['value']}" for entry in answer["assumptions"] if entry["name"] == "unsourced"
        ]
        return f"no batch ({answer['bound']}): {answer['reason']}{''.join(unsourced)}"
    lines = [f"max batch  {answer['max_batch']:,}, bound by {answer['bound']}, {answer['step_ms']:.2f} ms a step", ""]
    for name, value in answer["bounds"].items():
        lines.append(f"  {name:<10} {'does not apply' if value is None else f'{value:,.1f}'}")
    lines += ["", "assumed"]
    lines += [
        f"  {assumption['name']:<14} {assumption['value']:<12} {assumption['why']}"
        for assumption in answer["assumptions"]
    ]
    lines += ["", "not modelled"]
    return "\n".join(lines + [f"  {effect}" for effect in answer["not_modeled"]])

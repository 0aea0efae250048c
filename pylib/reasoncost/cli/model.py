"""`reasoncost model`: a model of the catalog or of a file, by groups of layers and parts of weights."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from reasoncost.units import GB

if TYPE_CHECKING:
    from reasoncost.catalog import LayerGroup, Model
    from reasoncost.models import Architecture, Weights


def add_to(commands: Any) -> None:
    """Add the command."""
    command = commands.add_parser("model", help="a model's groups of layers and parameters, from a file or the catalog")
    command.add_argument("model", metavar="M", help="a model of the catalog, or a config.json or .toml")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    """Describe and print."""
    from reasoncost import models
    from reasoncost.cli import print_json

    answer = described(models.find(given.model))
    print_json(answer) if given.json else print(_text(answer))


def weights_of(model: Model | Architecture) -> Weights | None:
    """The parameters of a catalog model or of one from a file; None where they cannot be counted."""
    from reasoncost.models import Architecture, weights
    from reasoncost.serving.parameters import catalog_weights

    return weights(model) if isinstance(model, Architecture) else catalog_weights(model)


def described(model: Model | Architecture) -> dict[str, Any]:
    """The model as plain JSON values; widths in elements, bytes as they are."""
    counted = weights_of(model)
    parts = counted.parts if counted else ()
    return {
        "model": model.name,
        "file": getattr(model, "file", None),
        "layers": model.layers,
        "hidden": model.hidden,
        "vocab": model.vocab,
        "context": model.context,
        "parameters": counted and {"total": counted.total, "active": counted.active, "multiplied": counted.multiplied},
        "parts": [
            {"name": part.name, "parameters": part.count, "active": part.active, "format": part.format}
            for part in parts
        ],
        "weights_bytes": counted and counted.bytes,
        "groups": [_group(group) for group in model.groups],
        "formats": sorted({part.format for part in parts if part.format}),
        "not_understood": list(getattr(model, "not_understood", ())),
        "notes": list(model.notes),
    }


def _group(group: LayerGroup) -> dict[str, Any]:
    """A group by the fields that its kind has, and by what it keeps."""
    from reasoncost.cli.records import plain

    set_fields = {name: value for name, value in plain(group).items() if value not in (None, 0, "", False)}
    for name, needed in (("index_format", "index_dim"), ("state_format", "state_heads"), ("tail_format", "channels")):
        if not getattr(group, needed):
            set_fields.pop(name, None)
    for name in ("rate", "kernel"):
        if set_fields[name] == 1:
            del set_fields[name]
    kept = [{"name": entry.name, "elements": entry.elements, "positions": entry.rate} for entry in group.entries]
    return {**set_fields, "entries": kept, "state_bytes": int(group.state_memory)}


def _text(answer: dict[str, Any]) -> str:
    """The answer for readers."""
    lines = [answer["model"]]
    if counted := answer["parameters"]:
        lines.append(
            f"  {counted['total']:,} parameters, {counted['active']:,} active, {counted['multiplied']:,} multiplied"
        )
        for part in answer["parts"]:
            lines.append(f"    {part['name']:<16} {part['parameters']:>20,}  {part['format'] or 'format not known'}")
    else:
        lines.append("  parameters not counted")
    if answer["weights_bytes"]:
        lines.append(f"  {answer['weights_bytes'] / GB:,.2f} GB of weights")
    for group in answer["groups"]:
        kept = " + ".join(
            f"{entry['elements']:,} {entry['name']}"
            + (f" for {entry['positions']} positions" if entry["positions"] > 1 else "")
            for entry in group["entries"]
        )
        state = f"{group['state_bytes']:,} bytes of state" if group["state_bytes"] else ""
        window = f", window {group['window']:,}" if "window" in group else ""
        lines.append(
            f"  {group['layers']:>4} layers {group['kind']:<10} {kept or state or 'nothing of its own'}{window}"
        )
    if answer["not_understood"]:
        lines.append(f"  not used: {', '.join(answer['not_understood'])}")
    return "\n".join(lines + [f"  note: {note}" for note in answer["notes"]])

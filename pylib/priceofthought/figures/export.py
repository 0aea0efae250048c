"""Figures as files: SVG, PDF, PNG and the CSV behind them."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from priceofthought.figures import style
from priceofthought.figures.registry import Figure, Table

FORMATS = ("svg", "pdf", "png", "csv")


def table_csv(table: Table) -> str:
    """A figure's table as CSV text. Raises ValueError where its columns differ in length."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    return buffer.getvalue()


def _bytes(figure: Figure, kind: str) -> bytes:
    plot = figure.draw()
    if kind == "csv":
        return table_csv(plot.table).encode()
    if kind == "svg":
        return style.svg(plot.drawing).encode()
    buffer = io.BytesIO()
    described = {"CreationDate": None} if kind == "pdf" else {"Description": table_csv(plot.table)}
    with style.house():
        plot.drawing.savefig(
            buffer, format=kind, dpi=200, facecolor="white", metadata={"Title": figure.title} | described
        )
    return buffer.getvalue()


def write(figure: Figure, folder: Path) -> list[Path]:
    """Write the figure in every format; each file appears whole or not at all. Returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in FORMATS:
        path = folder / f"{figure.id}.{kind}"
        partial = path.with_suffix(f".{kind}.part")
        partial.write_bytes(_bytes(figure, kind))
        os.replace(partial, path)
        paths.append(path)
    return paths

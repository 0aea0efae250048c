"""A chapter's source and its executed record: where they are, how they are read, and when a record is out of date."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import yaml

from tools import inline

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ROOT / "chapters"
KEYS = ROOT / "_build" / "execute"

FIGURE_KEY = "mystnb"
"""The cell metadata that the executor derives from a shown figure. It also derives the values of inline expressions."""


def sources() -> list[Path]:
    """The chapter sources, in reading order: that of the book's table of contents."""
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    listed = [Path(page["file"]) for part in parts for page in part["chapters"]]
    return [ROOT / f"{page}.md" for page in listed if page.parent.name == CHAPTERS.name]


def record_of(source: Path) -> Path:
    """The executed record beside a source."""
    return source.with_suffix(".ipynb")


def read_source(source: Path) -> Any:
    """The chapter as a notebook without outputs: fixed cell ids, and only the metadata that a record keeps."""
    notebook = jupytext.read(source, fmt="md:myst")
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = nbformat.from_dict({"kernelspec": kernel})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return notebook


def read_record(record: Path) -> Any:
    """The executed record as a notebook."""
    return nbformat.read(record, as_version=4)


def write_record(record: Path, notebook: Any) -> bool:
    """Write a record whole or not at all; returns whether its content changed."""
    text = nbformat.writes(notebook) + "\n"
    if record.exists() and record.read_text(encoding="utf-8") == text:
        return False
    partial = record.with_suffix(".ipynb.part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(record)
    return True


def source_metadata(cell: Any) -> dict[str, Any]:
    """A cell's metadata without what the executor derives."""
    return {key: value for key, value in cell.metadata.items() if key not in (FIGURE_KEY, inline.KEY)}


def describe_figures(notebook: Any) -> None:
    """Give each cell that shows a figure the number, caption and alternative text that the figure carries."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            shown = output.get("metadata", {}).get("reasoncost")
            if shown:
                cell.metadata[FIGURE_KEY] = {
                    "figure": {"caption": shown["caption"], "name": shown["id"]},
                    "image": {"alt": shown["alt"]},
                }


def with_outputs(source: Any, executed: Any) -> Any:
    """The source's cells with the outputs and inline values of an executed notebook that has the same code."""
    merged = copy.deepcopy(source)
    ran = iter([cell for cell in executed.cells if cell.cell_type == "code"])
    for cell in merged.cells:
        if cell.cell_type == "code":
            twin = next(ran)
            cell.outputs, cell.execution_count = twin.outputs, twin.execution_count
    describe_figures(merged)
    inline.fill(merged, inline.recorded(executed))
    return merged


def same_code(source: Any, executed: Any) -> bool:
    """Whether both have the same code cells and inline expressions in the same places, all of them executed."""
    first, second = ([cell for cell in notebook.cells if cell.cell_type == "code"] for notebook in (source, executed))
    return (
        [(cell.source, source_metadata(cell)) for cell in first]
        == [(cell.source, source_metadata(cell)) for cell in second]
        and [cell.execution_count for cell in second] == list(range(1, len(second) + 1))
        and set(inline.places(source)) == set(inline.recorded(executed))
    )  # fmt: skip


def _library_files() -> list[Path]:
    files = [path for path in (ROOT / "pylib").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    kept = [path for path in files if not any(part.endswith(".egg-info") for part in path.parts)]
    executor = [ROOT / "tools" / name for name in ("chapters.py", "execute.py", "inline.py")]
    return sorted([*kept, *executor, ROOT / "requirements.txt"])


def library_digest() -> str:
    """A digest of everything but the chapter that an execution depends on: library, data, versions, executor."""
    digest = hashlib.sha256()
    for path in _library_files():
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def execution_key(notebook: Any, library: str) -> str:
    """The key of an execution: the code cells with their metadata, the inline expressions, and the library's digest."""
    cells = [[cell.source, source_metadata(cell)] for cell in notebook.cells if cell.cell_type == "code"]
    expressions = sorted(set(inline.places(notebook)))
    return hashlib.sha256(json.dumps([cells, expressions, library], sort_keys=True).encode()).hexdigest()


def last_execution(source: Path) -> dict[str, Any] | None:
    """The key and the seconds of a chapter's last execution on this machine; None where there was none."""
    path = KEYS / f"{source.stem}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def write_execution(source: Path, key: str, seconds: float) -> None:
    """Remember the key and the seconds of an execution."""
    KEYS.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"key": key, "seconds": round(seconds, 1)})
    (KEYS / f"{source.stem}.json").write_text(text, encoding="utf-8")


_FENCE = re.compile(r"^```+\s*\{code-cell\}")


def code_lines(source: Path) -> list[int]:
    """The line of the source file at which each code cell's code begins (1 is the first line of the file)."""
    lines = source.read_text(encoding="utf-8").splitlines()
    starts = []
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            start = number + 1
            if lines[start].strip() == "---":
                start = lines.index("---", start + 1) + 1
            while lines[start].startswith(":"):
                start += 1
            while not lines[start].strip():
                start += 1
            starts.append(start + 1)
    return starts


def inline_line(source: Path, place: tuple[int, str]) -> int:
    """The line of the source file at which an inline expression begins, by its place in the chapter."""
    order = inline.places(read_source(source)).index(place)
    text = source.read_text(encoding="utf-8")
    begins = [match.start() for match in inline.ROLE.finditer(text)]
    return text.count("\n", 0, begins[order]) + 1

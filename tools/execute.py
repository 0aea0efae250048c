"""Execute the chapters whose code, library, data or versions changed: `python -m tools.execute [--force] [NAME ...]`.

A chapter `chapters/NAME.md` becomes the executed record `chapters/NAME.ipynb`. A change of prose alone is
copied into the record without executing. A chapter that fails leaves its old record as it was.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from tools import inline
from tools.chapters import (
    CHAPTERS,
    code_lines,
    execution_key,
    inline_line,
    last_execution,
    library_digest,
    read_record,
    read_source,
    record_of,
    same_code,
    sources,
    with_outputs,
    write_execution,
    write_record,
)

CELL_SECONDS = 300
"""The longest that one cell may take."""

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class ChapterError(Exception):
    """A chapter failed: which one, in which cell or inline expression and line, and why."""


def _failure(source: Path, cell: int, lines: int, error: Exception) -> str:
    start = code_lines(source)[cell]
    if isinstance(error, CellExecutionError):
        text = _ANSI.sub("", error.traceback)
        within = [int(line) for line in re.findall(r"Cell In\[\d+\], line (\d+)", text)]
        line = start + (within[0] if within and within[0] <= lines else 1) - 1
        reason = f"{error.ename}: {_ANSI.sub('', error.evalue)}"
    else:
        line, reason = start, str(error).strip().splitlines()[0]
    return f"{source.name}: cell {cell + 1}, line {line}: {reason}"


def _with_inline_values(client: NotebookClient) -> inline.Values:
    """The values of the notebook's inline expressions; the client fills them in as it executes the cells."""
    values: inline.Values = {}
    places = inline.places(client.nb)
    inline.request(places)

    async def evaluate(cell: Any, cell_index: int, execute_reply: Any) -> None:
        wanted = [place for place in places if place[0] == client.code_cells_executed]
        if wanted and execute_reply["content"]["status"] == "ok":
            reply = await client.kc.execute_interactive(**inline.request(wanted), timeout=CELL_SECONDS)
            values.update(inline.answers(wanted, reply))

    client.on_cell_executed = evaluate
    return values


def run_chapter(source: Path, library: str) -> tuple[bool, float]:
    """Execute one chapter and write its record; returns whether it changed, and the seconds it took.

    Raises ChapterError with the cell or expression, the line and the error where one fails.
    """
    started = time.monotonic()
    chapter = read_source(source)
    notebook = read_source(source)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(source.parent)}},
        coalesce_streams=True,
        record_timing=False,
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    try:
        values = _with_inline_values(client)
        client.execute(env=os.environ | {"PYTHONHASHSEED": "0"})
    except inline.InlineError as error:
        line = inline_line(source, error.place)
        raise ChapterError(f"{source.name}: line {line}: {{n}}`{error.place[1]}`: {error}") from None
    except (CellExecutionError, TimeoutError, DeadKernelError) as error:
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        failed = max((i for i, cell in enumerate(code) if cell.execution_count or cell.outputs), default=0)
        raise ChapterError(_failure(source, failed, code[failed].source.count("\n") + 1, error)) from None
    inline.fill(notebook, values)
    changed = write_record(record_of(source), with_outputs(chapter, notebook))
    seconds = time.monotonic() - started
    write_execution(source, execution_key(chapter, library), seconds)
    return changed, seconds


def is_current(source: Path, library: str) -> bool:
    """Whether the record holds an execution of this very code with this very library."""
    last = last_execution(source)
    if not record_of(source).exists() or last is None:
        return False
    chapter = read_source(source)
    return last["key"] == execution_key(chapter, library) and same_code(chapter, read_record(record_of(source)))


def execute(chosen: list[Path], force: bool = False, processes: int | None = None) -> bool:
    """Bring the records of the chosen chapters up to date, in parallel; returns whether all of them succeeded."""
    library = library_digest()
    stale = [source for source in chosen if force or not is_current(source, library)]
    for source in chosen:
        if source not in stale:
            record = record_of(source)
            if write_record(record, with_outputs(read_source(source), read_record(record))):
                print(f"  {source.stem}: text changed", flush=True)
    if not stale:
        print(f"  {len(chosen)} chapters are up to date")
        return True
    good = True
    with ProcessPoolExecutor(max_workers=processes or min(len(stale), os.cpu_count() or 1)) as pool:
        waiting = {pool.submit(run_chapter, source, library): source for source in stale}
        for done, future in enumerate(as_completed(waiting), start=1):
            name = waiting[future].stem
            try:
                changed, seconds = future.result()
            except ChapterError as error:
                good = False
                print(f"  [{done}/{len(stale)}] FAILED {error}", file=sys.stderr, flush=True)
            else:
                news = "executed, record changed" if changed else "executed, record as before"
                print(f"  [{done}/{len(stale)}] {name}: {news} ({seconds:.0f} s)", flush=True)
    return good


def main() -> int:
    """The command line; returns the exit status."""
    options = argparse.ArgumentParser(prog="python -m tools.execute", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help="chapters, as kv-cache; all unless given")
    options.add_argument("--force", action="store_true", help="execute even what is up to date")
    given = options.parse_args()
    known = {source.stem: source for source in sources()}
    unknown = [name for name in given.names if name not in known]
    if unknown:
        options.error(f"no chapter {', '.join(unknown)} in {CHAPTERS}: one of {', '.join(known)}")
    return 0 if execute([known[name] for name in given.names] or list(known.values()), given.force) else 1


if __name__ == "__main__":
    sys.exit(main())

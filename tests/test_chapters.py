"""Each chapter's record belongs to its source: the same cells, all executed, in order, without error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import inline
from tools.chapters import CHAPTERS, read_record, read_source, record_of, source_metadata, sources

SOURCES = sources()


def test_every_record_has_a_source() -> None:
    assert {path.stem for path in CHAPTERS.glob("*.ipynb")} == {path.stem for path in SOURCES}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_record_has_the_cells_of_its_source(source: Path) -> None:
    """The text of a record is that of its source with the recorded value in the place of each inline expression."""
    wanted, record = read_source(source), read_record(record_of(source))
    assert set(inline.recorded(record)) == set(inline.places(wanted))
    inline.fill(wanted, inline.recorded(record))
    assert [(cell.id, cell.cell_type, cell.source, source_metadata(cell)) for cell in record.cells] == [
        (cell.id, cell.cell_type, cell.source, source_metadata(cell)) for cell in wanted.cells
    ]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_cell_ran_in_order_without_error(source: Path) -> None:
    code = [cell for cell in read_record(record_of(source)).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [output for cell in code for output in cell.outputs if output.output_type == "error"]
    assert not [output for cell in code for output in cell.outputs if output.get("name") == "stderr"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_figure_has_caption_and_alternative_text(source: Path) -> None:
    for cell in read_record(record_of(source)).cells:
        if cell.cell_type == "code" and "show(" in cell.source and "import" not in cell.source:
            shown = cell.metadata["mystnb"]
            assert shown["figure"]["caption"]
            assert shown["figure"]["name"].startswith("fig-")
            assert shown["image"]["alt"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_readers_see_code_that_says_the_idea_and_fits_the_page(source: Path) -> None:
    """What only puts numbers into the prose stands in cells that the page leaves out or folds; lines fit."""
    hidden = {"remove-input", "remove-cell"}
    folded = False
    for cell in read_source(source).cells:
        if cell.cell_type == "markdown":
            folded = cell.source.rpartition(":::{solution-")[2].startswith("start}") or (
                folded and ":::{solution-" not in cell.source
            )
        elif not folded and not hidden & set(cell.metadata.get("tags", [])):
            assert "say(" not in cell.source
            assert [line for line in cell.source.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_cell_carries_metadata_that_nothing_reads(source: Path) -> None:
    assert {key for cell in read_source(source).cells for key in cell.metadata} <= {"tags"}

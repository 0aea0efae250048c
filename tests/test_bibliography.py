"""The bibliography: it parses, and whatever cites a work cites one that stands in it."""

from __future__ import annotations

import re

import pytest
from pybtex.database import parse_file

from tools.chapters import ROOT, read_source, sources

WORKS = parse_file(ROOT / "book" / "references.bib").entries


@pytest.mark.parametrize("key", WORKS)
def test_work_has_title_and_year(key: str) -> None:
    assert {"title", "year"} <= {field.lower() for field in WORKS[key].fields}


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.stem)
def test_chapter_cites_known_works(source: object) -> None:
    text = " ".join(cell.source for cell in read_source(source).cells if cell.cell_type == "markdown")
    cited = {key.strip() for keys in re.findall(r"\{cite\S*\}`([^`]+)`", text) for key in keys.split(",")}
    assert cited <= set(WORKS)

"""The book as one PDF: the contents tell the page of every chapter, and no link leads to this machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.chapters import read_source, sources
from tools.pdf import ROOT, TARGET

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(site: Path) -> Any:
    """The PDF, printed anew, in a process of its own: one process has one browser under Playwright."""
    from pypdf import PdfReader

    subprocess.run([sys.executable, "-m", "tools.pdf"], cwd=ROOT, check=True)
    return PdfReader(TARGET)


def test_the_contents_tell_where_each_chapter_begins(book: Any) -> None:
    contents = book.pages[0].extract_text()
    titles = [read_source(source).cells[0].source.splitlines()[0].removeprefix("# ") for source in sources()]
    for number, title in enumerate(titles, start=1):
        (place,) = re.findall(rf"^{number}\. {re.escape(title)} (\d+)$", contents, flags=re.MULTILINE)
        assert book.pages[int(place) - 1].extract_text().startswith(f"{number}. {title}\n")


def test_links_lead_into_the_book_or_to_the_web(book: Any) -> None:
    annotations = [annotation.get_object() for page in book.pages for annotation in page.get("/Annots", [])]
    addresses = [annotation["/A"]["/URI"] for annotation in annotations if "/URI" in annotation.get("/A", {})]
    assert len(annotations) > 1000
    assert [address for address in addresses if not address.startswith(("https://", "http://", "mailto:"))] == []

"""Addresses: pages of `book/` stand at the root, and so they do for the search; where a page moved."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from types import SimpleNamespace
from typing import Any

import pytest

from site_extension import addresses
from site_extension.addresses import Builder, published


@pytest.fixture
def builder(tmp_path: Path) -> Any:
    """A builder with no more than its folder and its pages."""
    made = Builder.__new__(Builder)
    made.outdir, made.out_suffix, made.link_suffix = str(tmp_path), ".html", ".html"
    made.searchindex_filename = "searchindex.js"
    made.env = SimpleNamespace(all_docs={"book/ledger": 0, "chapters/01": 0})
    return made


def test_only_the_folder_of_the_book_is_no_part_of_an_address() -> None:
    assert [published(name) for name in ("book/ledger", "book/api/law", "chapters/book", "a/book/b")] == [
        "ledger",
        "api/law",
        "chapters/book",
        "a/book/b",
    ]


@pytest.mark.parametrize(
    ("page", "file"),
    [("book/ledger", "ledger.html"), ("book/api/law", "api/law.html"), ("chapters/01", "chapters/01.html")],
)
def test_every_way_of_asking_gives_the_same_file(builder: Any, tmp_path: Path, page: str, file: str) -> None:
    """Sphinx 7 asks for `get_outfilename`, later ones for `get_output_path`."""
    assert Path(builder.get_outfilename(page)) == tmp_path / file
    assert Path(builder.get_output_path(page)) == tmp_path / file
    assert builder.get_target_uri(page) == file


def test_the_index_of_the_search_holds_addresses_and_gives_page_names_back(builder: Any, tmp_path: Path) -> None:
    index = tmp_path / "searchindex.js"
    index.write_text('Search.setIndex({"docnames":["book/ledger","chapters/01"],"x":1})', encoding="utf-8")
    names = {name: published(name) for name in builder.env.all_docs}
    builder._rename_in_index(names)
    data = index.read_text(encoding="utf-8")
    assert json.loads(data[len("Search.setIndex(") : -1]) == {"docnames": ["ledger", "chapters/01"], "x": 1}
    builder._rename_in_index({address: name for name, address in names.items()})
    assert '"docnames":["book/ledger","chapters/01"]' in index.read_text(encoding="utf-8")


def test_a_page_that_moved_keeps_the_anchor_and_stays_out_of_searches() -> None:
    page = Template(addresses.REDIRECT.read_text(encoding="utf-8")).substitute(to_uri="step.html")
    assert 'location.replace("step.html" + location.search + location.hash)' in page
    assert '<noscript><meta http-equiv="refresh" content="0; url=step.html"></noscript>' in page
    assert '<meta name="robots" content="noindex">' in page

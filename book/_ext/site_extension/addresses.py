"""Permanent addresses: `book/ledger.md` is published as `ledger.html`, chapters under `chapters/`.

The files of the book that are not chapters live in `book/`, which is no part of any address.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from priceofthought.figures.cite import SITE

FOLDER = "book/"
REDIRECT = Path(__file__).with_name("redirect.html")
"""What stands at an address that is no longer a page's: it sends readers on, to the anchor that they asked for."""

_PREFIX, _SUFFIX = "Search.setIndex(", ")"


def published(docname: str) -> str:
    """The address of a page, without suffix."""
    return docname.removeprefix(FOLDER)


def _map_index(index: Path, change: dict[str, str]) -> None:
    data = json.loads(index.read_text(encoding="utf-8").removeprefix(_PREFIX).removesuffix(_SUFFIX))
    data["docnames"] = [change.get(name, name) for name in data["docnames"]]
    index.write_text(_PREFIX + json.dumps(data, ensure_ascii=False, separators=(",", ":")) + _SUFFIX, encoding="utf-8")


class Builder(StandaloneHTMLBuilder):
    """The HTML builder, with the addresses above."""

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of a page relative to the site's root."""
        return super().get_target_uri(published(docname), typ)

    def get_output_path(self, page_name: str, /) -> Path:
        """The file a page is written to, where Sphinx 8 and later ask for it."""
        return Path(self.outdir, published(page_name) + self.out_suffix)

    def get_outfilename(self, pagename: str) -> str:
        """The same, where Sphinx 7 asks for it."""
        return str(self.get_output_path(pagename))

    def load_indexer(self, docnames: Any) -> None:
        """Read the search index of the last build, which holds addresses, back as page names."""
        self._rename_in_index({published(name): name for name in self.env.all_docs})
        super().load_indexer(docnames)

    def dump_search_index(self) -> None:
        """Write the search index with addresses in place of page names."""
        super().dump_search_index()
        self._rename_in_index({name: published(name) for name in self.env.all_docs})

    def _rename_in_index(self, change: dict[str, str]) -> None:
        index = Path(self.outdir, self.searchindex_filename)
        if index.exists():
            _map_index(index, change)


def _site_address(app: Sphinx, config: Config) -> None:
    config.html_baseurl = f"{SITE}/"
    config.ogp_site_url = f"{SITE}/"
    config.redirect_html_template_file = str(REDIRECT)


def _own_address(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Tell the page its own address, which search engines take for the one to list."""
    context["pageurl"] = f"{SITE}/{app.builder.get_target_uri(pagename)}"


def _site_map(app: Sphinx, exception: Exception | None) -> None:
    """List the address of every page and the day of its last change, whichever of them were written anew."""
    if exception or app.builder.name != "html":
        return
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for docname in sorted(app.env.found_docs):
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = f"{SITE}/{app.builder.get_target_uri(docname)}"
        seconds, _ = app.env.git_last_updated.get(docname, (None, None))  # type: ignore[attr-defined]
        if seconds:
            ElementTree.SubElement(url, "lastmod").text = datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    ElementTree.ElementTree(root).write(Path(app.outdir, "sitemap.xml"), xml_declaration=True, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Put the builder in place of Sphinx's own, set the site's address from the library's citations, and redirect."""
    app.setup_extension("sphinx_reredirects")
    app.add_builder(Builder, override=True)
    app.connect("config-inited", _site_address, priority=100)
    app.connect("html-page-context", _own_address)
    app.connect("build-finished", _site_map)

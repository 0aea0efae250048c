"""The last pass over the written pages: what the theme sends without need, and what it leaves unnamed."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from site_extension import fonts
from site_extension.purge import purge, words

_WITHOUT_TEXT = ("genindex", "py-modindex", "search", "404")
"""Pages that no file of the book stands for. What else lies beside pages is left from an earlier build."""

_SEARCH_ONLY = ("searchtools.js", "language_data.js", "searchindex.js")
"""Scripts that only the search page uses."""

_NAMED = (
    (
        '<div id="pst-primary-sidebar" class',
        '<div id="pst-primary-sidebar" role="complementary" aria-label="Sidebar" class',
    ),
    ('<summary><span class="toctree-toggle"', '<summary aria-label="Pages below"><span class="toctree-toggle"'),
    (' role="doc-biblioentry"', ""),
    ('<div role="list" class="citation-list">', '<div class="citation-list">'),
)
"""What the theme leaves without a name or gives a role that is no longer one, and its replacement."""

_PRIVATE = re.compile(r"\\([ef][0-9a-f]{3})\b|([\ue000-\uf8ff])")


def without_unused_scripts(html: str, search_page: bool) -> str:
    """A page without scripts that it does not use."""
    html = re.sub(r'\s*<script defer src="[^"]*fontawesome\.js[^"]*"></script>', "", html)
    html = re.sub(r'\s*<link rel="preload" as="script"[^>]*>', "", html)
    if not search_page:
        for name in _SEARCH_ONLY:
            html = re.sub(rf'\s*<script src="[^"]*{re.escape(name)}[^"]*"></script>', "", html)
    return html


def with_accessible_names(html: str) -> str:
    """A page whose regions and roles are as assistive technology expects them."""
    for before, after in _NAMED:
        html = html.replace(before, after)
    return html


_COMPOSED = ("calculators",)
"""Folders of style sheets that are kept whole: their scripts put class names together from parts."""


def _rewrite(path: Path, text: str) -> None:
    if path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _cut_icons(app: Sphinx, static: Path) -> None:
    """Keep of the icon fonts what the style sheets still name."""
    styles = "".join(path.read_text(encoding="utf-8") for path in static.rglob("*.css"))
    icons = {chr(int(code, 16)) if code else literal for code, literal in _PRIVATE.findall(styles)}
    for font in (static / "vendor" / "fontawesome" / "webfonts").glob("*.woff2"):
        source = Path(fonts.THEME, *font.relative_to(static).parts)
        fonts.write(app, font.stem, source, icons, features=(), target=font)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    static = Path(app.outdir, "_static")
    pages = [Path(app.builder.get_outfilename(name)) for name in sorted({*app.env.found_docs, *_WITHOUT_TEXT})]
    redirects = {Path(app.builder.get_outfilename(name)) for name in app.config.redirects}
    for folder in {page.parent for page in pages}:
        for gone in set(folder.glob("*.html")) - set(pages) - redirects:
            gone.unlink()
    for page in pages:
        text = without_unused_scripts(page.read_text(encoding="utf-8"), page.name == "search.html")
        _rewrite(page, with_accessible_names(text))
    for waste in {*static.rglob("fontawesome.js*"), *static.rglob("*.map"), *static.rglob("*.ttf")}:
        waste.unlink()
    used = words(path.read_text(encoding="utf-8") for path in [*pages, *static.rglob("*.js")])
    for style in static.rglob("*.css"):
        if style.parent.name in _COMPOSED:
            continue
        _rewrite(style, purge(style.read_text(encoding="utf-8"), used))
    _cut_icons(app, static)


def setup(app: Sphinx) -> None:
    """Run after the pages are written."""
    app.connect("build-finished", _finish)

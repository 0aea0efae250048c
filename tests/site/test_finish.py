"""The last pass: a page loads no script that it does not use, and its parts have names."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from site_extension import finish

PAGE = (
    '<head> <link rel="preload" as="script" href="x.js">'
    '<script defer src="_static/fontawesome.js?digest=1"></script>'
    '<script src="_static/searchtools.js?v=1"></script><script src="_static/site.js"></script></head>'
)


def test_scripts_of_the_search_stay_on_its_page_alone() -> None:
    assert finish.without_unused_scripts(PAGE, search_page=False) == (
        '<head><script src="_static/site.js"></script></head>'
    )
    assert finish.without_unused_scripts(PAGE, search_page=True) == (
        '<head><script src="_static/searchtools.js?v=1"></script><script src="_static/site.js"></script></head>'
    )


def test_regions_are_named_and_roles_that_are_none_go() -> None:
    named = finish.with_accessible_names(
        '<div id="pst-primary-sidebar" class="x"><summary><span class="toctree-toggle">'
        '<div role="list" class="citation-list"><p role="doc-biblioentry">'
    )
    assert 'role="complementary" aria-label="Sidebar"' in named
    assert '<summary aria-label="Pages below">' in named
    assert 'role="list"' not in named
    assert "doc-biblioentry" not in named


def test_pages_of_earlier_builds_go_and_redirects_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("index", "genindex", "py-modindex", "search", "404", "moved", "gone"):
        (tmp_path / f"{name}.html").write_text("<p class='a'></p>", encoding="utf-8")
    static = tmp_path / "_static"
    static.mkdir()
    (static / "site.css").write_text(".a{x:1}.b{x:2}", encoding="utf-8")
    (static / "site.js.map").touch()
    app: Any = SimpleNamespace(
        outdir=str(tmp_path),
        env=SimpleNamespace(found_docs={"index"}),
        config=SimpleNamespace(redirects={"moved": "index.html"}),
        builder=SimpleNamespace(name="html", get_outfilename=lambda name: str(tmp_path / f"{name}.html")),
    )
    finish._finish(app, None)
    assert not (tmp_path / "gone.html").exists()
    assert (tmp_path / "moved.html").exists()
    assert not (static / "site.js.map").exists()
    assert (static / "site.css").read_text(encoding="utf-8") == ".a{x:1}"

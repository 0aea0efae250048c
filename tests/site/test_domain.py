"""Claims and laws as a domain: short roles, links from elsewhere, and warnings where a name is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sphinx.util.inventory import InventoryFile

from priceofthought.article import claims
from reasoncost.laws import registry
from tools.chapters import ROOT

CONFIGURATION = f"""
import sys

sys.path.insert(0, {str(ROOT / "book" / "_ext")!r})
extensions = ["site_extension.domain"]
primary_domain = "book"
exclude_patterns = ["out"]
"""
TEXT = """
Page
====

A claim, :claim:`kv-usable`; a law by another name, :law:`the cache <kv_cache_bytes>`; any, :any:`kv-full-node`.
"""


def build(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "conf.py").write_text(CONFIGURATION)
    (folder / "index.rst").write_text(text)
    for page in ("ledger", "laws"):
        (folder / "book").mkdir(exist_ok=True)
        (folder / "book" / f"{page}.rst").write_text(f":orphan:\n\n{page}\n======\n")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(folder), str(folder / "out")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_roles_link_to_the_ledger_and_to_the_laws(tmp_path: Path) -> None:
    done = build(tmp_path, TEXT)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'href="book/ledger.html#kv-usable"><span class="xref book book-claim">kv-usable</span>' in page
    assert 'href="book/laws.html#law-kv_cache_bytes"><span class="xref book book-law">the cache</span>' in page
    assert 'href="book/ledger.html#kv-full-node"' in page


def test_others_can_cite_every_claim_and_every_law(tmp_path: Path) -> None:
    assert build(tmp_path, TEXT).returncode == 0
    with (tmp_path / "out" / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "https://site", lambda site, name: f"{site}/{name}")
    assert inventory["book:claim"].keys() == claims().keys()
    assert inventory["book:law"].keys() == registry().keys()
    assert inventory["book:claim"]["kv-usable"][2] == "https://site/book/ledger.html#kv-usable"


def test_an_unknown_name_is_a_warning_with_file_and_line(tmp_path: Path) -> None:
    done = build(tmp_path, f"{TEXT}\n\nNo such :claim:`kv-useable`, nor :law:`kv_cache`.\n")
    assert done.returncode == 1
    assert f"{tmp_path / 'index.rst'}:8: WARNING: no claim kv-useable" in done.stderr
    assert f"{tmp_path / 'index.rst'}:8: WARNING: no law kv_cache" in done.stderr

"""The edition that runs in a browser: what it holds, and that the library needs nothing a browser lacks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from site_extension import colophon
from tools import lite

from .conftest import ROOT, SITE, chapter_pages

ALONE = """
import sys

for name in ("multiprocessing", "_multiprocessing", "scipy", "sympy", "matplotlib", "pint", "pandas", "tqdm"):
    sys.modules[name] = None
from reasoncost import catalog, laws, serving

answer = serving.max_batch(catalog.model("llama-3.1-405b"), catalog.node("8xH100"), serving.Workload(4096, 20))
print(answer.max_batch, len(laws.registry()) > 50)
"""

WITHOUT_PROCESSES = """
import sys

for name in ("multiprocessing", "_multiprocessing", "dask"):
    sys.modules[name] = None
import importlib, pkgutil
import reasoncost

for module in pkgutil.walk_packages(reasoncost.__path__, "reasoncost."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_laws_catalog_and_solver_need_numpy_alone() -> None:
    assert run(ALONE) == "110 True"


def test_no_module_needs_processes_to_be_imported() -> None:
    run(WITHOUT_PROCESSES)


RECORDS = sorted((ROOT / "chapters").glob("*.ipynb"))


def test_it_holds_every_chapter_with_the_installing_cell_first(tmp_path: Path) -> None:
    written = lite.write_contents(tmp_path / "contents")
    assert [path.name for path in written] == [path.name for path in RECORDS]
    for path, record in zip(written, RECORDS, strict=True):
        first, *rest = json.loads(path.read_text(encoding="utf-8"))["cells"]
        recorded = json.loads(record.read_text(encoding="utf-8"))["cells"]
        assert first["source"].startswith("%pip install -q reasoncost ")
        assert len(rest) == len(recorded)
        for cell, kept in zip(rest, recorded, strict=True):
            assert cell == kept if kept["cell_type"] == "code" else cell | {"source": kept["source"]} == kept


def test_text_is_plain_and_its_numbers_are_put_in() -> None:
    values = {"each": "516,096"}
    text = "(claim-a)=\n(claim-b)=\n```{claims} a\nb\n```\n\nTakes {glue:text}`each` {cite:t}`a2023`, {cite}`b,c`."
    assert lite.plain(text, values) == "*a, b*\n\nTakes 516,096 a2023, [b,c]."
    assert lite.plain("{doc}`roofline` and {doc}`the terms <../book/glossary>`", {}) == (
        "[roofline](roofline.ipynb) and the terms"
    )
    assert lite.plain("see {doc}`../book/ledger`", {}) == "see ledger"
    exercise = ":::{exercise} Why?\n:label: a-why\n\nTakes {glue:text}`each`.\n:::\n\n:::{solution-start} a-why\n:::"
    assert lite.plain(exercise, values) == "**Why?**\n\nTakes 516,096.\n\n"
    assert lite.plain("Thus.\n\n:::{solution-end}\n:::\n\nOn.", {}) == "Thus.\n\nOn."


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_no_chapter_keeps_what_only_the_book_understands(record: Path) -> None:
    for cell in lite.for_browser(json.loads(record.read_text(encoding="utf-8")))["cells"]:
        if cell["cell_type"] == "markdown":
            left = re.search(r"\{[a-z:]+\}`|^(```|:::)\{|^\([\w-]+\)=$", cell["source"], re.MULTILINE)
            assert not left, cell["source"]


def test_a_missing_chapter_is_noticed(tmp_path: Path) -> None:
    for folder, content in (
        ("api/contents", {"content": [{"name": "a.ipynb"}]}),
        ("pypi", {"reasoncost": {"releases": {}}}),
    ):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "all.json").write_text(json.dumps(content), encoding="utf-8")
    wheel = Path("reasoncost-1.whl")
    assert lite.missing(tmp_path, [Path("a.ipynb"), Path("b.ipynb")], [wheel]) == ["b.ipynb", wheel.name]


def test_the_page_names_the_kernel_that_is_pinned() -> None:
    kernel = re.search(
        r"jupyterlite-pyodide-kernel==(\S+)", (ROOT / "requirements-lite.in").read_text(encoding="utf-8")
    )
    assert kernel
    page = (ROOT / "book" / "reexecute.md").read_text(encoding="utf-8")
    assert f"jupyterlite-pyodide-kernel {kernel[1]} asks" in page


def test_the_stand_in_gives_way_to_the_edition(tmp_path: Path) -> None:
    colophon.stand_in(tmp_path)
    page = tmp_path / colophon.NOTEBOOKS
    assert "Not in this copy of the site" in page.read_text(encoding="utf-8")
    page.write_text("the edition", encoding="utf-8")
    (tmp_path / colophon.EDITION / "jupyter-lite.json").touch()
    colophon.stand_in(tmp_path)
    assert page.read_text(encoding="utf-8") == "the edition"


@pytest.mark.slow
def test_every_chapter_leads_to_it_or_to_what_says_that_it_is_missing(site: Path, browser: Any) -> None:
    pages = chapter_pages()
    assert pages
    for page in pages:
        assert f'href="../{colophon.NOTEBOOKS}?path={page.stem}.ipynb"' in page.read_text(encoding="utf-8")
    opened = browser.new_page()
    opened.goto(pages[0].as_uri())
    opened.click(".browser-edition a >> nth=0")
    if (SITE / colophon.EDITION / "jupyter-lite.json").exists():
        opened.wait_for_function("document.body.textContent.includes('does not start from a file')")
    else:
        assert opened.title().startswith("Not in this copy of the site")
        opened.click("main a")
        opened.wait_for_selector("#in-your-browser", state="attached")
        assert opened.url == (SITE / "reexecute.html").as_uri() + "#in-your-browser"
    opened.close()

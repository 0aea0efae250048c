"""The edition that runs in a browser: what it holds, and that the library needs nothing a browser lacks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import lite

from .conftest import ROOT, SITE

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


def test_it_holds_every_chapter_with_the_installing_cell_first(tmp_path: Path) -> None:
    records = sorted((ROOT / "chapters").glob("[0-9]*.ipynb"))
    written = lite.write_contents(tmp_path / "contents")
    assert [path.name for path in written] == [path.name for path in records]
    for path, record in zip(written, records, strict=True):
        first, *rest = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert first["source"].startswith("%pip install -q reasoncost ")
        assert rest == json.loads(record.read_text(encoding="utf-8"))["cells"]


def test_a_missing_chapter_is_noticed(tmp_path: Path) -> None:
    for folder, content in (
        ("api/contents", {"content": [{"name": "a.ipynb"}]}),
        ("pypi", {"reasoncost": {"releases": {}}}),
    ):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "all.json").write_text(json.dumps(content), encoding="utf-8")
    wheel = Path("reasoncost-1.whl")
    assert lite.missing(tmp_path, [Path("a.ipynb"), Path("b.ipynb")], wheel) == ["b.ipynb", wheel.name]


@pytest.mark.slow
def test_every_chapter_links_to_it(site: Path) -> None:
    pages = sorted((SITE / "chapters").glob("[0-9]*.html"))
    assert pages
    for page in pages:
        assert f"lite/notebooks/index.html?path={page.stem}.ipynb" in page.read_text(encoding="utf-8")

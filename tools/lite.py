"""Build the edition that runs in a browser: `python -m tools.lite`, in the environment of requirements-lite.txt.

It holds the executed chapters, each with a first cell that installs the library, and the library's wheel. Python
itself (Pyodide) and its packages are fetched by the reader's browser.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "_build" / "lite-input"
SITE = ROOT / "_build" / "lite"
PACKAGES = ("reasoncost", "numpy", "sympy", "matplotlib", "pint", "scipy", "tqdm")
"""What the first cell installs: the library from its wheel, the rest from Pyodide's own collection or PyPI."""


def first_cell() -> dict[str, Any]:
    """The cell that installs the library in the browser."""
    return {
        "cell_type": "code",
        "id": "install",
        "metadata": {},
        "source": f"%pip install -q {' '.join(PACKAGES)}",
        "outputs": [],
        "execution_count": None,
    }


def with_install(notebook: dict[str, Any]) -> dict[str, Any]:
    """The executed chapter as a notebook for the browser's kernel, with the installing cell first."""
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    return notebook | {"cells": [first_cell(), *notebook["cells"]], "metadata": {"kernelspec": kernel}}


def write_contents(folder: Path) -> list[Path]:
    """Write every chapter into the folder; returns the files."""
    folder.mkdir(parents=True)
    written = []
    for record in sorted((ROOT / "chapters").glob("[0-9]*.ipynb")):
        notebook = with_install(json.loads(record.read_text(encoding="utf-8")))
        target = folder / record.name
        target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
        written.append(target)
    return written


def build_wheel(folder: Path) -> Path:
    """Build the library's wheel into the folder, from a copy: a build in place would take up files of earlier ones."""
    source = folder.parent / "source"
    shutil.copytree(ROOT / "pylib", source / "pylib", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(source)], check=True)
    return next(folder.glob("reasoncost-*.whl"))


def missing(site: Path, notebooks: list[Path], wheel: Path) -> list[str]:
    """What the built edition should list and does not: chapters by name, and the library's wheel."""
    contents = json.loads((site / "api" / "contents" / "all.json").read_text(encoding="utf-8"))["content"]
    wheels = json.loads((site / "pypi" / "all.json").read_text(encoding="utf-8"))
    listed = {entry["name"] for entry in contents}
    found = {file["filename"] for release in wheels["reasoncost"]["releases"].values() for file in release}
    return [path.name for path in (*notebooks, wheel) if path.name not in listed | found]


def main() -> int:
    """Build; returns the exit status."""
    for folder in (WORK, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    notebooks = write_contents(WORK / "contents")
    wheel = build_wheel(WORK / "wheels")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(WORK), "--output-dir", str(SITE)]
    options = ["--contents", str(WORK / "contents"), "--piplite-wheels", str(wheel), "--no-unused-shared-packages"]
    done = subprocess.run(
        [*command, *options, "--apps", "lab", "--apps", "notebooks"], capture_output=True, text=True, cwd=WORK
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        return done.returncode
    if lacking := missing(SITE, notebooks, wheel):
        print(f"the edition lacks {', '.join(lacking)}", file=sys.stderr)
        return 1
    print(f"edition for the browser: {SITE}, {len(notebooks)} chapters, {wheel.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

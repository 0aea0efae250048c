"""Build the edition that runs in a browser: `python -m tools.lite`, in the environment of requirements-lite.txt.

It holds the executed chapters, each with a first cell that installs the library, and both packages' wheels, and stands
in the folder of the site, where the chapters' links lead. Python itself (Pyodide) and its packages are fetched by the
reader's browser.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "_build" / "lite-input"
BUILT = ROOT / "_build" / "lite"
SITE = ROOT / "_build" / "html" / "lite"
ON_DISK = """<script>
  if (location.protocol === "file:")
    addEventListener("DOMContentLoaded", () => document.body.textContent =
      "This edition does not start from a file on the disk. Run `make serve`, and open the address that it prints.");
</script>
</head>"""
"""What a page says where browsers keep it from starting; it would stay blank."""

PACKAGES = ("reasoncost", "priceofthought", "numpy", "sympy", "matplotlib", "pint", "scipy", "tqdm")
"""What the first cell installs: both packages from their wheels, the rest from Pyodide's collection or PyPI."""


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


def glued(notebook: dict[str, Any]) -> dict[str, str]:
    """The values that the record glues into the text, by name."""
    found = {}
    for output in (output for cell in notebook["cells"] for output in cell.get("outputs", ())):
        if scrap := output.get("metadata", {}).get("scrapbook"):
            found[scrap["name"]] = ast.literal_eval("".join(output["data"][scrap["mime_prefix"] + "text/plain"]))
    return found


def plain(text: str, values: dict[str, str]) -> str:
    """Text of a chapter without what only the book understands: values put in, links and citations as Markdown."""

    def role(match: re.Match[str]) -> str:
        kind, content = match.groups()
        title, _, target = content.rstrip(">").rpartition(" <")
        match kind:
            case "glue:text":
                return values[content]
            case "doc" if (ROOT / "chapters" / f"{target}.ipynb").exists():
                return f"[{title or target}]({target}.ipynb)"
            case "doc":
                return title or Path(target).name
            case "cite":
                return f"[{content}]"
            case _:
                return title or content

    text = re.sub(r"^\([^)\n]*\)=\n", "", text, flags=re.M)
    text = re.sub(r"^:::\{exercise\} (.*?)\n:label: .*?\n\n(.*?)\n:::$", r"**\1**\n\n\2", text, flags=re.M | re.S)
    text = re.sub(r"^:::\{solution-(start|end)\}.*?\n:::$\n*", "", text, flags=re.M | re.S)
    text = re.sub(
        r"^```\{claims\} (.*?)\n```", lambda match: f"*{', '.join(match[1].split())}*", text, flags=re.M | re.S
    )
    return re.sub(r"\{([a-z:]+)\}`([^`]*)`", role, text)


def for_browser(notebook: dict[str, Any]) -> dict[str, Any]:
    """The executed chapter as a notebook for the browser's kernel: the installing cell first, the text made plain."""
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    values = glued(notebook)
    cells = [
        cell | {"source": plain("".join(cell["source"]), values)} if cell["cell_type"] == "markdown" else cell
        for cell in notebook["cells"]
    ]
    return notebook | {"cells": [first_cell(), *cells], "metadata": {"kernelspec": kernel}}


def write_contents(folder: Path) -> list[Path]:
    """Write every chapter into the folder; returns the files."""
    folder.mkdir(parents=True)
    written = []
    for record in sorted((ROOT / "chapters").glob("*.ipynb")):
        notebook = for_browser(json.loads(record.read_text(encoding="utf-8")))
        target = folder / record.name
        target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
        written.append(target)
    return written


def build_wheels(folder: Path) -> list[Path]:
    """Build both wheels into the folder, from a copy: a build in place would take up files of earlier ones."""
    source = folder.parent / "source"
    left_out = shutil.ignore_patterns("*.egg-info", "__pycache__", "build")
    shutil.copytree(ROOT / "pylib", source / "pylib", ignore=left_out)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    projects = [str(source), str(source / "pylib" / "priceofthought")]
    subprocess.run([*command, "--wheel-dir", str(folder), *projects], check=True)
    return sorted(folder.glob("*.whl"))


def missing(site: Path, notebooks: list[Path], wheels: list[Path]) -> list[str]:
    """What the built edition should list and does not: chapters and wheels by name."""
    contents = json.loads((site / "api" / "contents" / "all.json").read_text(encoding="utf-8"))["content"]
    packages = json.loads((site / "pypi" / "all.json").read_text(encoding="utf-8"))
    listed = {entry["name"] for entry in contents}
    releases = [release for package in packages.values() for release in package["releases"].values()]
    found = {file["filename"] for release in releases for file in release}
    return [path.name for path in (*notebooks, *wheels) if path.name not in listed | found]


def publish() -> None:
    """Move what was built to its place in the site; its pages say so where they are opened from the disk."""
    for app in ("lab", "notebooks"):
        page = BUILT / app / "index.html"
        page.write_text(page.read_text(encoding="utf-8").replace("</head>", ON_DISK, 1), encoding="utf-8")
    shutil.rmtree(SITE, ignore_errors=True)
    SITE.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(BUILT, SITE)


def main() -> int:
    """Build; returns the exit status."""
    for folder in (WORK, BUILT):
        shutil.rmtree(folder, ignore_errors=True)
    notebooks = write_contents(WORK / "contents")
    wheels = build_wheels(WORK / "wheels")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(WORK), "--output-dir", str(BUILT)]
    carried = [word for wheel in wheels for word in ("--piplite-wheels", str(wheel))]
    options = ["--contents", str(WORK / "contents"), *carried, "--no-unused-shared-packages"]
    done = subprocess.run(
        [*command, *options, "--apps", "lab", "--apps", "notebooks"], capture_output=True, text=True, cwd=WORK
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        return done.returncode
    if lacking := missing(BUILT, notebooks, wheels):
        print(f"the edition lacks {', '.join(lacking)}", file=sys.stderr)
        return 1
    publish()
    print(f"edition for the browser: {SITE}, {len(notebooks)} chapters, {len(wheels)} wheels")
    return 0


if __name__ == "__main__":
    sys.exit(main())

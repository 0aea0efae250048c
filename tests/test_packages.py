"""The two packages as they are installed: what each contains, and the library without the book."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from reasoncost.cli import COMMANDS

ROOT = Path(__file__).parents[1]


def test_the_book_s_package_names_all_its_folders() -> None:
    book = ROOT / "pylib" / "priceofthought"
    listed = tomllib.loads((book / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    there = {".".join(("priceofthought", *path.parent.relative_to(book).parts)) for path in book.rglob("__init__.py")}
    assert sorted(there) == listed


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the library's wheel and NumPy, and nothing of the book."""
    place = tmp_path_factory.mktemp("alone")
    source = place / "source"
    left_out = shutil.ignore_patterns("*.egg-info", "__pycache__", "build")
    shutil.copytree(ROOT / "pylib", source / "pylib", ignore=left_out)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(place)]
    subprocess.run([*pip, "wheel", *options, str(source)], check=True)
    (wheel,) = place.glob("*.whl")
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if "priceofthought" in name]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place / "env")], check=True)
    subprocess.run([*pip, "--python", str(place / "env"), "install", "--no-deps", str(wheel)], check=True)
    (packages,) = (place / "env").glob("lib/python*/site-packages")
    for file in metadata.files("numpy") or ():
        if not file.parts[0].startswith("..") and not (packages / file.parts[0]).exists():
            (packages / file.parts[0]).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 2])
    return place / "env" / "bin" / "reasoncost"


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_the_library_alone_has_every_command(alone: Path, command: str) -> None:
    done = subprocess.run([str(alone), command, "--help"], capture_output=True, text=True, env={})
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_library_alone_computes(alone: Path) -> None:
    asked = "max-batch --model llama-3.1-405b --node 8xH100 --tokens 7661 --speed 30"
    done = subprocess.run([str(alone), *asked.split()], capture_output=True, text=True, env={})
    assert (done.returncode, done.stderr) == (0, "")
    assert "max batch  59" in done.stdout


@pytest.mark.slow
def test_the_library_alone_says_that_it_has_no_ledger(alone: Path) -> None:
    done = subprocess.run([str(alone), "audit"], capture_output=True, text=True, env={})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "reasoncost: no ledger is installed: the book's package, priceofthought, has one\n"

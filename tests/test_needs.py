"""What is missing is said in one line, with how to get it, and ends with exit status 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

SETS_UP = "use .venv/bin/python, which `make book` sets up\n"


def run(path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python where `path` is the only place to find programs in."""
    environment = os.environ | {"PATH": str(path)}
    return subprocess.run((sys.executable, *command), cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("tool", ["check_browser", "pdf"])
def test_missing_browser(tool: str, tmp_path: Path) -> None:
    done = run(tmp_path, "-m", f"tools.{tool}")
    assert done.returncode == 2
    assert done.stderr == "Chromium is missing: run `sudo apt-get install chromium`\n"


def test_checks_stop_without_a_browser_or_a_site(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_one(browser): pass\n")
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    options = ("--rootdir", str(tmp_path), "--import-mode=importlib", "-p", "no:cacheprovider", "-q")
    done = run(tmp_path, "-m", "pytest", *options, str(tmp_path))
    assert done.returncode == 2
    assert "Chromium is missing: run" in done.stdout or "the site is not built: run `make book`" in done.stdout


@pytest.mark.parametrize("tool", ["build", "execute", "serve", "pdf"])
def test_missing_packages(tool: str, tmp_path: Path) -> None:
    done = run(tmp_path, "-S", "-m", f"tools.{tool}")
    assert done.returncode == 2
    assert done.stderr == f"{sys.executable} has none of the packages: " + SETS_UP

"""What the tools need and cannot install: each missing thing ends the program with one line and exit status 2."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from typing import NoReturn

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def stop(line: str) -> NoReturn:
    """Say what is missing and how to get it, and end with exit status 2."""
    print(line, file=sys.stderr)
    raise SystemExit(2)


def environment() -> None:
    """A Python that can run the tools, with the pinned packages."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        stop(f"this is Python {sys.version.split()[0]}, too old: the tools run in .venv, which `make book` sets up")
    if find_spec("nbformat") is None:
        stop(f"{sys.executable} has none of the packages: use .venv/bin/python, which `make book` sets up")


def missing_browser() -> str | None:
    """What to say where there is no browser; None where there is one."""
    return None if any(map(shutil.which, BROWSERS)) else "Chromium is missing: run `sudo apt-get install chromium`"


def browser() -> str:
    """The browser's executable."""
    missing = missing_browser()
    if missing:
        stop(missing)
    return next(found for found in map(shutil.which, BROWSERS) if found)

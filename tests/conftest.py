"""What all tests share: property tests draw the same examples everywhere and are not timed; the site and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}

settings.register_profile("reasoncost", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("reasoncost")

_QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pages() -> list[Path]:
    """Every page of the built site."""
    return sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site; fails where it is not built."""
    if not (SITE / "index.html").exists():
        pytest.fail("the site is not built: run `make book`", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium under Playwright; fails where it is missing, and says how to get it."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.fail("Chromium is missing: run `sudo apt-get install chromium`", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=_QUIET)
        yield running
        running.close()

"""What all tests share: property tests draw the same examples everywhere and are not timed; the site and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tools import needs

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


def pytest_collection_finish(session: pytest.Session) -> None:
    """Stop with one line where tests were chosen that need a site or a browser which is not there."""
    wanted = {fixture for item in session.items for fixture in getattr(item, "fixturenames", ())}
    if wanted & {"site", "browser"} and not (SITE / "index.html").exists():
        pytest.exit("the site is not built: run `make book`", returncode=2)
    missing = needs.missing_browser()
    if "browser" in wanted and missing:
        pytest.exit(missing, returncode=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On several processors the tests of a module stay together; those of the site have a page each, and do not."""
    for item in items:
        if item.path.name != "test_site.py":
            item.add_marker(pytest.mark.xdist_group(item.path.name))


def pages() -> list[Path]:
    """Every page of the built site, but redirects; the edition that runs in a browser is another's work."""
    written = [path for path in SITE.rglob("*.html") if path.relative_to(SITE).parts[0] not in ("_static", "lite")]
    return sorted(path for path in written if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8"))


def chapter_pages() -> list[Path]:
    """The pages of the chapters."""
    return [page for page in pages() if page.parent.name == "chapters"]


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site."""
    return SITE


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium under Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=needs.browser(), args=_QUIET)
        yield running
        running.close()

"""The built site in a real browser: it loads quietly, from its own files, on every width, with its mathematics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import PHONE, SITE, WIDE, pages

pytestmark = pytest.mark.slow

NAMES = [str(page.relative_to(SITE)) for page in pages()]


class Visit:
    """A page opened from the disk, and what the browser had to say about it."""

    def __init__(self, browser: Any, page: Path, size: dict[str, int], scheme: str = "light") -> None:
        self.context = browser.new_context(viewport=size, color_scheme=scheme)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        self.page.on("request", self._note)
        self.page.goto(page.as_uri())
        self.page.wait_for_load_state("networkidle")

    def _note(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.outside.append(request.url)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


def test_there_are_pages(site: Path) -> None:
    assert {"index.html", "ledger.html", "bibliography.html"} <= set(NAMES)
    assert any(name.startswith("chapters/") for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_page_loads_quietly_from_its_own_files(browser: Any, name: str) -> None:
    with Visit(browser, SITE / name, WIDE) as visit:
        assert visit.complaints == []
        assert visit.outside == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_scrolls_sideways_on_a_phone(browser: Any, name: str) -> None:
    with Visit(browser, SITE / name, PHONE) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("chapters/")])
def test_chapter_shows_its_mathematics_and_figures(browser: Any, name: str) -> None:
    with Visit(browser, SITE / name, WIDE) as visit:
        sizes = visit.page.eval_on_selector_all("math", "all => all.map(one => one.getBoundingClientRect().height)")
        assert sizes
        assert all(height > 0 for height in sizes)
        drawings = visit.page.locator("figure svg[role=img]")
        assert drawings.count() > 0
        assert all(drawings.nth(i).get_attribute("aria-label") for i in range(drawings.count()))

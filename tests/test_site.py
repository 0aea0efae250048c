"""The built site in a real browser: quiet, complete, light, legible for everyone, and the same without a network."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from priceofthought.article import claims
from priceofthought.figures.cite import SITE as HOME
from priceofthought.ledger import ledger
from reasoncost.laws import registry

from .conftest import PHONE, ROOT, SITE, WIDE, pages

pytestmark = pytest.mark.slow

NAMES = [str(page.relative_to(SITE)) for page in pages()]
CHAPTERS = [name for name in NAMES if name.startswith("chapters/")]
WITHOUT_TEXT = {"404.html", "genindex.html", "py-modindex.html", "search.html"}
"""Pages that no search engine need list."""
FIRST_VIEW = 350 * 1024
"""Compressed bytes that a chapter may transfer when it is first seen, its figures aside."""


class Visit:
    """A page opened from the disk, and what the browser had to say about it."""

    def __init__(self, browser: Any, address: str, size: dict[str, int] | None = None) -> None:
        self.context = browser.new_context(viewport=size or WIDE, color_scheme="light", reduced_motion="reduce")
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")

    @property
    def outside(self) -> list[str]:
        """Requests that left this machine."""
        inside = ("file:", "data:", "blob:", "http://127.0.0.1")
        return [url for url in self.requests if not url.startswith(inside)]

    def violations(self) -> list[str]:
        """What axe-core finds, one line for each element."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of the site, served on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def address(name: str) -> str:
    return (SITE / name).as_uri()


def test_there_are_pages(site: Path) -> None:
    assert {"index.html", "ledger.html", "bibliography.html", "404.html", "search.html"} <= set(NAMES)
    assert CHAPTERS


@pytest.mark.parametrize("name", NAMES)
def test_page_is_quiet_and_open_to_everyone(browser: Any, served: str, name: str) -> None:
    start = f"{served}/{name}" if name == "404.html" else address(name)  # a server gives the 404 page at any depth
    with Visit(browser, start) as visit:
        assert visit.complaints == []
        assert visit.outside == []
        assert visit.violations() == []
        visit.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert visit.violations() == []
        visit.page.set_viewport_size(PHONE)
        visit.page.reload()
        assert visit.violations() == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_shows_its_mathematics_and_figures(browser: Any, name: str) -> None:
    with Visit(browser, address(name)) as visit:
        shown = "math:not([hidden] math)"  # previews of terms are hidden until they are asked for
        sizes = visit.page.eval_on_selector_all(shown, "all => all.map(node => node.getBoundingClientRect().height)")
        assert sizes
        assert all(height > 0 for height in sizes)
        drawings = visit.page.locator("figure svg[role=img]")
        assert drawings.count() > 0
        assert all(drawings.nth(i).get_attribute("aria-label") for i in range(drawings.count()))


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_ends_with_exercises_whose_solutions_unfold(browser: Any, name: str) -> None:
    with Visit(browser, address(name)) as visit:
        solutions = visit.page.locator("#exercises details.solution")
        assert solutions.count() >= 2
        for number in range(solutions.count()):
            code = solutions.nth(number).locator("div.highlight").first
            assert not code.is_visible()
            solutions.nth(number).locator("summary").click()
            assert code.is_visible()


def test_solutions_unfold_without_scripts(browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(CHAPTERS[0]))
    solution = page.locator("#exercises details.solution").first
    assert not solution.locator("div.highlight").first.is_visible()
    solution.locator("summary").press("Enter")
    assert solution.locator("div.highlight").first.is_visible()
    context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_is_light(browser: Any, name: str) -> None:
    with Visit(browser, address(name)) as visit:
        files = {Path(unquote(urlsplit(url).path)) for url in visit.requests if url.startswith("file:")}
    page = re.sub(r"<svg[^>]*role=\"img\".*?</svg>", "", (SITE / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in files if path != SITE / name}
    total = len(gzip.compress(page.encode())) + sum(sizes.values())
    assert total <= FIRST_VIEW, sizes


@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_stay_legible_in_the_dark(browser: Any, name: str) -> None:
    """No text of a figure is as dark as a dark page: every colour changes with the theme."""
    colours = "all => [...new Set(all.map(mark => getComputedStyle(mark).fill))]"
    with Visit(browser, address(name)) as visit:
        light = visit.page.eval_on_selector_all("figure svg text", colours)
        visit.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        dark = visit.page.eval_on_selector_all("figure svg text", colours)
    assert not set(light) & set(dark)


def test_theme_button_changes_the_theme(browser: Any) -> None:
    with Visit(browser, address("index.html")) as visit:
        themes = set()
        for _ in range(3):
            visit.page.locator("button.theme-switch-button:visible").first.click()
            themes.add(visit.page.evaluate("document.documentElement.dataset.theme"))
        assert themes == {"light", "dark"}


def test_text_is_readable_without_scripts(browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address("ledger.html"))
    assert page.locator("#ledger-table tbody tr:visible").count() == len(claims())
    page.goto(address(CHAPTERS[0]))
    assert page.locator("math").first.is_visible()
    context.close()


def test_ledger_filters_searches_and_sorts(browser: Any) -> None:
    verdicts = [entry.verdict for entry in ledger()]
    with Visit(browser, address("ledger.html")) as visit:
        rows = visit.page.locator("#ledger-table tbody tr:visible")
        assert rows.count() == len(claims())
        visit.page.select_option("select[name=verdict]", "proved")
        assert rows.count() == verdicts.count("proved")
        visit.page.select_option("select[name=verdict]", "")
        visit.page.fill("input[name=text]", "39000")
        assert "kv-full-node" in rows.evaluate_all("all => all.map(row => row.dataset.id)")
        assert rows.count() < len(claims())
        visit.page.fill("input[name=text]", "")
        visit.page.locator("#ledger-table th button", has_text="Claim").click()
        ids = rows.evaluate_all("all => all.map(row => row.dataset.id)")
        assert ids == sorted(ids)


def test_ledger_has_every_claim_at_its_permanent_anchor(site: Path) -> None:
    page = (site / "ledger.html").read_text(encoding="utf-8")
    assert [name for name in claims() if f'id="{name}"' not in page] == []
    assert [record["id"] for record in json.loads((site / "ledger.json").read_text(encoding="utf-8"))] == list(claims())
    assert len((site / "ledger.csv").read_text(encoding="utf-8").splitlines()) > len(claims())


@pytest.mark.parametrize(
    ("query", "claim"),
    [("72", "max-batch-o1-preview"), ("39k", "kv-full-node"), ("39000", "kv-consistency"), ("14,320", "kv-usable")],
)
def test_search_finds_a_claim_by_its_number(browser: Any, query: str, claim: str) -> None:
    with Visit(browser, f"{address('search.html')}?q={query}") as visit:
        links = visit.page.locator("#claims-found tbody tr:visible a")
        assert 0 < links.count() < 10
        assert f"ledger.html#{claim}" in links.evaluate_all("all => all.map(link => link.getAttribute('href'))")
        visit.page.wait_for_selector("#search-results .search-summary:not(:empty)")
        assert visit.complaints == []


@pytest.mark.parametrize("query", ["kv_cache_bytes", "368"])
def test_search_finds_pages_that_exist(browser: Any, query: str) -> None:
    assert "kv_cache_bytes" in registry()
    with Visit(browser, f"{address('search.html')}?q={query}") as visit:
        visit.page.wait_for_selector("#search-results li a")
        found = visit.page.eval_on_selector_all("#search-results li a", "all => all.map(link => link.href)")
        wanted = {"kv_cache_bytes": "laws.html", "368": "roofline.html"}[query]
        assert any(wanted in link for link in found), found
        assert all((SITE / Path(unquote(urlsplit(link).path)).relative_to(SITE)).exists() for link in found)


def test_search_for_nothing_lists_no_claims(browser: Any) -> None:
    for query in ("", "?q=+", "?q=zzzz"):
        with Visit(browser, f"{address('search.html')}{query}") as visit:
            assert not visit.page.locator("#claims-found").is_visible()


@pytest.mark.parametrize("kind", ["svg", "pdf", "png", "csv"])
def test_figure_downloads(browser: Any, served: str, kind: str) -> None:
    with Visit(browser, f"{served}/{CHAPTERS[0]}") as visit, visit.page.expect_download() as started:
        visit.page.locator(f".figure-links a[href$='.{kind}']").first.click()
    assert Path(started.value.suggested_filename).suffix == f".{kind}"


def test_citation_copies(browser: Any, served: str) -> None:
    with Visit(browser, f"{served}/{CHAPTERS[0]}") as visit:
        visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
        box = visit.page.locator(".figure-links").first
        box.locator("summary").click()
        box.locator("div.highlight").hover()
        box.locator("button.copybtn").click()
        visit.page.wait_for_timeout(200)
        assert visit.page.evaluate("navigator.clipboard.readText()").startswith("@misc{priceofthought-fig-")


def test_no_file_of_the_site_names_a_place_on_the_disk_of_its_builder(site: Path) -> None:
    texts = [path for kind in ("html", "js", "json", "css", "csv", "xml", "ipynb") for path in site.rglob(f"*.{kind}")]
    assert texts
    assert [path for path in texts if str(ROOT) in path.read_text(encoding="utf-8")] == []


_LINK = re.compile(r'<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="([^"]+)"')
_ANCHOR = re.compile(r'\s(?:id|name)="([^"]+)"')


def test_addresses_that_pages_and_the_site_map_give_exist(site: Path) -> None:
    """The site map, canonical links and social cards: what search engines and other sites will ask for."""
    named = re.compile(r'(?:rel="canonical" href|property="og:(?:url|image)" content)="([^"]+)"')
    listed = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    asked = {address for page in pages() for address in named.findall(page.read_text(encoding="utf-8"))}
    assert [address for address in {*listed, *asked} if not (site / address.removeprefix(f"{HOME}/")).is_file()] == []
    assert {address.removeprefix(f"{HOME}/") for address in listed} == set(NAMES) - WITHOUT_TEXT


def test_addresses_that_pages_had_lead_to_the_anchor_that_was_asked_for(site: Path, browser: Any) -> None:
    configuration = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    listed = (site / "sitemap.xml").read_text(encoding="utf-8") + (site / "searchindex.js").read_text(encoding="utf-8")
    page = browser.new_page()
    for old, new in configuration["redirects"].items():
        target = (site / old).parent / new
        anchor = _ANCHOR.findall(target.read_text(encoding="utf-8"))[-1]
        page.goto(f"{address(f'{old}.html')}#{anchor}")
        page.wait_for_url(f"{target.as_uri()}#{anchor}")
        assert f"{old}.html" not in listed
        assert f'"{old}"' not in listed
    page.close()


def test_internal_links_and_anchors_resolve(site: Path) -> None:
    texts = {page: page.read_text(encoding="utf-8") for page in pages() if page.name != "404.html"}
    anchors = {page: set(_ANCHOR.findall(text)) for page, text in texts.items()}
    broken = []
    for page, text in texts.items():
        for link in _LINK.findall(text):
            target = urlsplit(link.replace("&amp;", "&"))
            if target.scheme or target.netloc:
                continue
            path = (page.parent / unquote(target.path)).resolve() if target.path else page
            path = path / "index.html" if path.is_dir() else path
            known = anchors.get(path)
            missing = target.fragment and known is not None and unquote(target.fragment) not in known
            if not path.exists() or missing:
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []

"""Print the whole book as one PDF: `python -m tools.pdf`. All pages become one, and Chromium prints it."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Any

from priceofthought.figures.cite import SITE
from tools import build, needs
from tools.chapters import ROOT

SINGLE = ROOT / "_build" / "singlehtml"
TARGET = ROOT / "_build" / "price-of-thought.pdf"
SCALE = 0.8
WIDTH = int((210 - 2 * 20) / 25.4 * 96 / SCALE)
"""The width of the text on A4 within the margins, in the browser's pixels."""

MARGIN = {"top": "18mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
PREPARE = """(site) => {
  for (const solution of document.querySelectorAll("details.solution")) solution.open = true;
  for (const start of document.querySelectorAll("[id='document-book/calculators'], [id^='document-book/api']")) {
    start.nextElementSibling.remove();
    start.remove();
  }
  for (const text of document.querySelectorAll("pre")) {
    text.style.setProperty("white-space", "pre", "important");
    const fits = text.clientWidth / text.scrollWidth;
    const size = parseFloat(getComputedStyle(text).fontSize);
    if (fits < 1) text.style.fontSize = `${size * Math.max(text.closest(".cell_output") ? 0.45 : 0.7, fits * 0.98)}px`;
    text.style.removeProperty("white-space");
  }
  for (const work of document.querySelectorAll(".citation[id]")) work.id = `cited-${work.id}`;
  for (const link of document.querySelectorAll("a[href]:not([href^='http'], [href^='mailto'])")) {
    const [address, fragment] = link.getAttribute("href").split(/#(?=[^#]*$)/);
    const target = [`cited-${fragment}`, fragment].find((name) => document.getElementById(name));
    const page = fragment?.startsWith("document-") ? `${fragment.slice(9)}.html` : address;
    link.href = target ? `#${target}` : new URL(page.replace(/^[./]*(book[/])?/, ""), site).href;
  }
}"""
"""What paper cannot do is done before it is printed: solutions are unfolded, lines too long for the page set smaller,
the calculators and the library's reference left to the site, and links lead to their place in the book, if any."""

NUMBER = """(pages) => {
  for (const link of document.querySelectorAll("#jb-print-toc a"))
    link.dataset.page = pages[link.textContent.trim()] ?? "on the site";
}"""
"""The contents get the page on which each entry begins, or where it is if not in print; the style sheet shows it."""

FOOTER = (
    '<div style="font: 8px sans-serif; width: 100%; text-align: center; color: #57606a">'
    '<span class="pageNumber"></span></div>'
)


def single_page() -> Path:
    """Build the book as one page; returns its file, put where its addresses of styles and figures start from."""
    build.sphinx("singlehtml").check_returncode()
    return Path(shutil.copyfile(SINGLE / "book" / "index.html", SINGLE / "book.html"))


def printed(tab: Any) -> bytes:
    """The page that the browser shows, as a PDF."""
    pdf: bytes = tab.pdf(
        format="A4",
        scale=SCALE,
        margin=MARGIN,
        print_background=True,
        tagged=True,
        outline=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=FOOTER,
    )
    return pdf


def first_pages(pdf: bytes) -> dict[str, int]:
    """The number of the page on which each chapter of a printed book begins, by its title in the PDF's outline."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    chapters = next(entry for entry in reader.outline if isinstance(entry, list))
    places = {
        entry.title: reader.get_destination_page_number(entry) for entry in chapters if not isinstance(entry, list)
    }
    return {title: place + 1 for title, place in places.items() if place is not None}


def numbered(browser: Any, page: Path) -> bytes:
    """The PDF whose contents give the pages that it has.

    A page that is printed twice may break elsewhere the second time, so each printing starts from the page anew.
    """
    given: dict[str, int] = {}
    for _ in range(4):
        tab = opened(browser, page)
        tab.evaluate(NUMBER, given)
        pdf = printed(tab)
        tab.close()
        places = first_pages(pdf)
        if places == given:
            return pdf
        given = places
    needs.stop("the pages of the PDF do not settle: print it again")


def opened(browser: Any, page: Path) -> Any:
    """The single page in a tab, made ready for paper. Stops where something that it shows is missing."""
    tab = browser.new_page(color_scheme="light", viewport={"width": WIDTH, "height": 1100})
    tab.emulate_media(media="print")
    missing: list[str] = []
    tab.on("requestfailed", lambda request: missing.append(request.url))
    tab.goto(page.as_uri())
    tab.wait_for_load_state("networkidle")
    missing = [url for url in missing if not url.endswith("searchindex.js")]  # one page has no index of pages
    if missing:
        needs.stop(f"the single page lacks {', '.join(missing)}")
    tab.evaluate(PREPARE, f"{SITE}/")
    return tab


def main() -> int:
    """Build and print; returns the exit status."""
    from playwright.sync_api import sync_playwright

    executable = needs.browser()
    page = single_page()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        partial = TARGET.with_suffix(".pdf.part")
        partial.write_bytes(numbered(browser, page))
        partial.replace(TARGET)
        browser.close()
    print(f"pdf: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

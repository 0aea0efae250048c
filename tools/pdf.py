"""Print the whole book as one PDF: `python -m tools.pdf`. All pages become one, and Chromium prints it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools import needs
from tools.chapters import ROOT

SINGLE = ROOT / "_build" / "singlehtml"
TARGET = ROOT / "_build" / "price-of-thought.pdf"
MARGIN = {"top": "18mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
FOOTER = (
    '<div style="font: 8px sans-serif; width: 100%; text-align: center; color: #57606a">'
    '<span class="pageNumber"></span></div>'
)


def single_page() -> Path:
    """Build the book as one page; returns its file, beside its assets."""
    command = [str(Path(sys.executable).parent / "jupyter-book"), "build", "--builder", "singlehtml", str(ROOT)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    page = next(path for path in (SINGLE / "index.html", SINGLE / "book" / "index.html") if path.exists())
    if page.parent != SINGLE:
        page = Path(shutil.copyfile(page, SINGLE / "book.html"))
    return page


def main() -> int:
    """Build and print; returns the exit status."""
    from playwright.sync_api import sync_playwright

    executable = needs.browser()
    page = single_page()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(color_scheme="light")
        tab.goto(page.as_uri())
        tab.wait_for_load_state("networkidle")
        tab.pdf(
            path=TARGET,
            format="A4",
            margin=MARGIN,
            print_background=True,
            tagged=True,
            outline=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
        )
        browser.close()
    print(f"pdf: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

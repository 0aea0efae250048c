"""How fast the calculators follow: `python -m benchmarks.calculators`, after `make book`.

In the built page, in Chromium: 200 changes of one number in each calculator, as a slider makes them, each once the
frame before has passed; and the same for a mixture of experts, whose largest batch is searched for at every point of
the plot. Of each change: the work (the event's handlers, the plot, the layout of the page), and the time
until its frame is ready, which includes waiting for the screen. Once as the machine is, once with the processor
throttled to a quarter, about what a phone has.
"""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tools import needs

PAGE = Path(__file__).resolve().parents[1] / "_build" / "html" / "calculators.html"
EVENTS = 200
MIXTURE = "max-batch deepseek-v3"
FRAME = 1000 / 60
"""Milliseconds."""

MEASURE = """async ([id, events]) => {
    const root = document.querySelector(`.calculator#${id}`);
    const slider = root.querySelector("input[type=range]");
    const frame = () => new Promise((done) => requestAnimationFrame(() => done(performance.now())));
    const work = [], ready = [];
    root.scrollIntoView();
    await frame();
    for (let i = 0; i < events; i++) {
        slider.value = String(300 + (i * 37) % 400);
        const plotted = frame();
        const started = performance.now();
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        const handled = performance.now();
        const after = frame();
        const drawing = await plotted;
        await after;
        root.getBoundingClientRect();
        const ended = performance.now();
        work.push(handled - started + ended - drawing);
        ready.push(ended - started);
    }
    return [work, ready];
}"""


def told(times: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{statistics.median(times):6.1f} {statistics.quantiles(times, n=20)[-1]:6.1f}"


def measured(page: Any, cases: list[str]) -> None:
    """Print a line for each case: a calculator, with a model where one is named."""
    for case in cases:
        name, _, model = case.partition(" ")
        page.evaluate("(fragment) => { location.hash = fragment; }", f"{name}:{f'model={model}' if model else ''}")
        page.wait_for_timeout(500)
        work, ready = page.evaluate(MEASURE, [name, EVENTS])
        late = sum(duration > FRAME for duration in work) / EVENTS
        print(f"  {case:24} {told(work)} {told(ready)} {late:7.0%}")


def main() -> None:
    """Measure every calculator, at full speed and throttled."""
    if not PAGE.exists():
        needs.stop("the site is not built: run `make book`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.browser(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(PAGE.as_uri())
        cases = [*page.evaluate("[...document.querySelectorAll('.calculator')].map((root) => root.id)"), MIXTURE]
        throttle = page.context.new_cdp_session(page)
        for rate in (1, 4):
            throttle.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            print(f"slowed {rate} times; ms of work, ms until the frame: median, 95th percentile; over a frame")
            measured(page, cases)
        browser.close()


if __name__ == "__main__":
    main()

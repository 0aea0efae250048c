"""The calculators: their definitions agree with the library, and their generated script with exact arithmetic."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import mpmath
import pytest

from calculators.definitions import calculators
from calculators.spec import OTHERWISE, Calculator, Input
from reasoncost import catalog
from reasoncost.law import Law
from reasoncost.law.plan import holds, is_finite
from reasoncost.serving import PRECISIONS, Assumptions, Workload, max_batch
from reasoncost.serving.demand import sequence_bytes

from .conftest import PHONE, SITE, WIDE

PAGE = SITE / "calculators.html"
NAMES = tuple(calculators())
POINTS = 2000
TOLERANCE = 1e-12
DIGITS = 50


# The definitions against the library


def filled(calculator: Calculator, **chosen: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The example with other records chosen."""
    shown, settings = calculator.example
    for name, key in chosen.items():
        row = next(choice for choice in calculator.choices if choice.name == name).rows[key]
        shown |= row.inputs
        settings |= row.switches
    return shown, settings


@pytest.mark.parametrize("model", catalog.models())
def test_cache_of_every_model_is_the_librarys(model: str) -> None:
    calculator = calculators()["kv-cache"]
    shown, settings = filled(calculator, model=model)
    for tokens in (1, 100, 1000, 100_000):
        known = calculator.run(shown | {"tokens": tokens, "batch": 3}, settings)
        cache = sequence_bytes(catalog.model(model), tokens, 2)
        assert (known["sequence_memory"], known["batch_memory"]) == (cache, 3 * cache)


BOUNDS = {"capacity": "capacity", "bandwidth": "bandwidth", "compute": "arithmetic", "latency": "communication"}
SHARES = {"bandwidth": "reading", "compute": "arithmetic", "latency": "communication"}


@pytest.mark.parametrize("combine", ["max", "prefetch", "exposed", "sum"])
@pytest.mark.parametrize("model", catalog.models())
def test_largest_batch_is_the_librarys(model: str, combine: str) -> None:
    calculator = calculators()["max-batch"]
    for node, record in catalog.nodes().items():
        arithmetic = next(name for name in PRECISIONS if name in record.accelerator.peak)
        shown, settings = filled(calculator, model=model, node=node)
        settings |= {"combine": combine, "arithmetic": arithmetic}
        shown |= {"mbu": 0.7, "mfu": 0.5, "latency": 1}
        known = calculator.run(shown, settings)
        assumptions = Assumptions(arithmetic=arithmetic, combine=combine, mbu=0.7, mfu=0.5, latency=0.001)
        found = max_batch(catalog.model(model), catalog.node(node), Workload(4096, 20), assumptions)
        assert known["batch"] == (found.max_batch or 0) or (math.isnan(known["batch"]) and found.max_batch is None)
        says = calculator.sentence(known, settings)
        if found.max_batch is None:
            assert says.startswith("No batch")
            continue
        assert known["step_time"] * 1000 == pytest.approx(found.step_ms, rel=1e-12)
        shared = combine != "max" and found.bound != "capacity"
        assert (SHARES if shared else BOUNDS)[found.bound] in says
        assert ("largest share" in says) == shared


@pytest.mark.parametrize("combine", ["max", "sum"])
def test_the_example_of_the_largest_batch_by_hand(combine: str) -> None:
    """Llama 3.1 405B on eight H100: 4,096 positions of 516,096 bytes each, 20 tokens/s, 1 ms fixed, 10 us sending."""
    calculator = calculators()["max-batch"]
    shown, settings = calculator.example
    shown |= {"latency": 1, "communication_time": 10}
    known = calculator.run(shown, settings | {"combine": combine})
    weights, cache = 405_853_388_800, 4096 * 516_096
    read, each = weights / 26.8e12, cache / 26.8e12
    computed, budget = (2 * weights + 4 * 128 * 126 * 128 * 4096) / (8 * 1979e12), 0.05 - 0.001
    by_time = {
        "max": min((budget - read) / each, budget / max(computed, 1e-5)),
        "sum": (budget - read) / (each + computed + 1e-5),
    }[combine]
    assert known["by_capacity"] == pytest.approx((640e9 - weights) / cache)
    assert known["by_bandwidth"] == pytest.approx((budget - read) / each)
    assert known["by_time"] == pytest.approx(by_time)
    batch = math.floor(min(by_time, (640e9 - weights) / cache))
    assert known["batch"] == batch
    parts = (read + batch * each, batch * computed, batch * 1e-5)
    assert known["step_time"] == pytest.approx(0.001 + (max(parts) if combine == "max" else sum(parts)))
    assert known["throughput"] == pytest.approx(batch / known["step_time"])


@pytest.mark.parametrize(
    "law", {law.name: law for calculator in calculators().values() for law in calculator.plan.laws.values()}.values()
)
def test_units_agree(law: Law) -> None:
    law.check_dimensions()


# The generated script against 50 digits


def exact_number(value: float | int) -> Any:
    """The number that the page's text stands for, as the script reads it."""
    fraction = Fraction(value)
    return mpmath.mpf(fraction.numerator) / fraction.denominator


def exactly(calculator: Calculator, shown: dict[str, Any], settings: dict[str, str]) -> dict[str, Any]:
    """What the calculator's plan gives with as many digits as mpmath is set to."""
    return calculator.plan.run(calculator.values(shown, settings, exact_number), settings)


def active(calculator: Calculator, settings: dict[str, str]) -> list[Input]:
    """The inputs that count under these settings."""
    return [entry for entry in calculator.inputs if holds(entry.when, settings)]


def random_point(calculator: Calculator, draw: random.Random) -> tuple[dict[str, Any], dict[str, str]]:
    """Records chosen at random, then every number moved; now and then one is zero."""
    chosen = {choice.name: draw.choice(list(choice.rows)) for choice in calculator.choices}
    shown, settings = filled(calculator, **chosen)
    for switch in calculator.switches:
        if switch.name not in ("attention", "experts_read"):
            settings[switch.name] = draw.choice(list(switch.options))
    for entry in active(calculator, settings):
        low, high, low_open, _ = entry.bounds
        value = shown[entry.name]
        if draw.random() < 0.03 and low == 0 and not low_open:
            shown[entry.name] = 0
            continue
        if entry.slider and entry.linear:
            value = draw.uniform(*entry.slider)
        elif entry.slider and draw.random() < 0.7:
            value = entry.slider[0] * (entry.slider[1] / entry.slider[0]) ** draw.random()
        elif value is not None and entry.group not in ("Loss law",):
            value *= 4 ** draw.uniform(-1, 1)
        elif value is not None:
            value *= draw.uniform(0.7, 1.4)
        if value is not None:
            value = max(low, min(high, round(value) if entry.whole else value))
            shown[entry.name] = max(1, value) if entry.whole else value
    return shown, settings


def base_in_script(calculator: Calculator, shown: dict[str, Any]) -> dict[str, Any]:
    return {key: math.nan if value is None else value for key, value in shown.items()}


def condition_number(calculator: Calculator, shown: dict[str, Any], settings: dict[str, str], name: str) -> Any:
    """How many times a relative change of one input appears in the result, at most."""
    values = calculator.values(shown, settings, exact_number)
    base = calculator.plan.run(values, settings)[name]
    largest = mpmath.mpf(0)
    for entry in active(calculator, settings):
        moved = []
        for sign in (1, -1):
            step = values | {entry.gives: values[entry.gives] * (1 + sign * mpmath.mpf(10) ** -20)}
            moved.append(calculator.plan.run(step, settings)[name])
        changes = [abs(other - base) / abs(base) * mpmath.mpf(10) ** 20 for other in moved if is_finite(other)]
        largest = max(largest, *changes)
    return largest


def near_a_jump(exact: dict[str, Any]) -> bool:
    """Whether rounding down, or a bound's sign, hangs on the last digits that a double has."""
    bounds = [exact[name] for name in ("by_time", "by_capacity") if is_finite(exact.get(name, mpmath.nan))]
    kept_below = bool(bounds) and min(bounds) == int(mpmath.floor(min(bounds))) + 1 - 1e-9  # by a fixed point
    if len(bounds) == 2 and not kept_below:
        ratio = min(bounds) / exact["granularity"]
        if abs(ratio - mpmath.nint(ratio)) <= 1e-9 * max(1, abs(ratio)):
            return True
    signs = [exact[name] for name in ("by_capacity", "budget") if name in exact]
    if "expert" in exact:  # a step of one sequence reads the parameters that a token uses, by a difference
        signs.append(exact["parameters"])
    return any(is_finite(sign) and abs(sign) < 1e-9 for sign in signs)


@pytest.fixture(scope="module")
def page(site: Path, browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=WIDE)
    opened = context.new_page()
    opened.goto(PAGE.as_uri())
    yield opened
    context.close()


RUN_ALL = """([id, points]) => points.map(([shown, settings]) => {
    const { known, verdict } = window.reasoncostCalculators.run(id, shown, settings);
    return [known, verdict];
})"""


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_script_computes_what_exact_arithmetic_does(page: Any, name: str) -> None:
    calculator = calculators()[name]
    draw = random.Random(f"{name} 1")
    points = [random_point(calculator, draw) for _ in range(POINTS)]
    answers = page.evaluate(RUN_ALL, [name, [[base_in_script(calculator, s), settings] for s, settings in points]])
    said, jumps, compared = set(), 0, 0
    with mpmath.workdps(DIGITS):
        for (shown, settings), (known, says) in zip(points, answers, strict=True):
            exact = exactly(calculator, shown, settings)
            if near_a_jump(exact):
                jumps += 1
                continue
            assert says == calculator.sentence(exact, settings), (shown, settings)
            said.add(says)
            for step in calculator.plan.steps:
                if not holds(step.when, settings):
                    continue
                want, got = exact[step.name], known[step.name]
                assert is_finite(want) == is_finite(got), (step.name, want, got, shown, settings)
                if not is_finite(want):
                    continue
                compared += 1
                error = abs(got - want) / abs(want) if want else abs(got)
                if error > TOLERANCE:
                    limit = TOLERANCE * max(1, condition_number(calculator, shown, settings, step.name))
                    assert error < limit, (step.name, want, got, float(limit), shown, settings)
    assert compared > POINTS / 2, "most points must have values to compare"
    assert jumps < POINTS / 50
    assert len(said) > 1


# Special cases, each with what exact arithmetic says


SPECIAL: tuple[tuple[str, dict[str, str], dict[str, Any], dict[str, str], str], ...] = (
    ("kv-cache", {"model": "gpt-3-175b"}, {"weight_bytes_per_parameter": 4}, {}, "The weights alone"),
    ("kv-cache", {}, {"batch": 0}, {}, "These sequences fit"),
    ("kv-cache", {}, {"total_parameters": 639}, {}, "These sequences do not fit"),
    ("kv-cache", {}, {"tokens": 0}, {}, "Not every law"),
    ("kv-cache", {}, {"batch": 4096}, {}, "These sequences do not fit"),
    ("max-batch", {"model": "deepseek-r1"}, {}, {}, "No batch fits: the weights alone"),
    ("max-batch", {}, {"tokens": 10**6}, {}, "No batch fits: one sequence's cache"),
    ("max-batch", {}, {"latency": 51}, {}, "No batch fits: the fixed latency"),
    ("max-batch", {}, {"speed": 65}, {}, "What binds: the bandwidth"),
    ("max-batch", {}, {"speed": 67}, {}, "No batch fits: even with one"),
    ("max-batch", {}, {"granularity": 128}, {}, "No batch fits: the largest is below"),
    ("max-batch", {}, {"tokens": 100, "mfu": 0.1}, {}, "What binds: arithmetic"),
    ("max-batch", {}, {"tokens": 100, "communication_time": 500}, {}, "What binds: the communication"),
    ("max-batch", {}, {"speed": 60}, {"combine": "sum"}, "What binds: the time of a step; reading"),
    ("max-batch", {}, {"tokens": 100, "mfu": 0.1}, {"combine": "prefetch"}, "What binds: the time of a step; arithm"),
    ("max-batch", {}, {"tokens": 100, "latency": 30}, {"combine": "exposed"}, "What binds: the time of a step; comm"),
    ("max-batch", {"model": "mixtral-8x22b"}, {"top_k": 9}, {}, "A layer must have more experts"),
    ("max-batch", {"model": "mixtral-8x22b"}, {"speed": 300}, {}, "What binds: the bandwidth"),
    ("query-price", {}, {"input_tokens": 0}, {}, "The query costs at least"),
    ("query-price", {}, {"input_tokens": 0, "output_tokens": 0}, {}, "The query costs less"),
    ("query-price", {}, {"input_tokens": 0, "baseline_output_tokens": 0}, {}, "Not every law"),
    ("votes", {}, {"input_tokens": 0, "trunk_tokens": 0}, {}, "At the end, the streams share too little"),
    ("votes", {}, {"trunk_tokens": 4000}, {}, "At the end, the streams share enough"),
    ("votes", {}, {"trunk_tokens": 6000}, {}, "The answer must not"),
    ("votes", {}, {"multiple": 10}, {}, "However little"),
    ("votes", {}, {"trunk_tokens": 1, "input_tokens": 0, "output_tokens": 100_000}, {}, "At the end"),
    ("over-training", {}, {"size_ratio": 0.14}, {}, "No amount of data"),
    ("over-training", {}, {"inference_tokens": 0}, {}, "Over its life the smaller model does not"),
    ("over-training", {}, {"A": 0}, {}, "Not every law"),
)


@pytest.mark.slow
@pytest.mark.parametrize("case", SPECIAL, ids=lambda case: f"{case[0]}: {case[4]} {case[2]}")
def test_special_cases(page: Any, case: Any) -> None:
    name, chosen, changes, settled, begins = case
    calculator = calculators()[name]
    shown, settings = filled(calculator, **chosen)
    shown |= changes
    settings |= settled
    ((known, says),) = page.evaluate(RUN_ALL, [name, [[base_in_script(calculator, shown), settings]]])
    with mpmath.workdps(DIGITS):
        exact = exactly(calculator, shown, settings)
        assert says == calculator.sentence(exact, settings)
        assert says.startswith(begins)
        for step in calculator.plan.steps:
            if holds(step.when, settings):
                want, got = exact[step.name], known[step.name]
                assert is_finite(want) == is_finite(got), step.name
                assert not is_finite(want) or abs(got - want) <= 1e-9 * abs(want), step.name


def test_every_sentence_is_reached() -> None:
    begun = {(name, begins) for name, _, _, _, begins in SPECIAL}
    for name, calculator in calculators().items():
        for rule in (*calculator.verdict, OTHERWISE):
            reached = any(owner == name and rule.conclusion.startswith(begins) for owner, begins in begun)
            by_chance = rule.conclusion in {
                OTHERWISE.conclusion,  # in some only where numbers overflow
                "These sequences fit beside the weights.",
                "What binds: the capacity of the memory.",
                "Over its life the smaller model costs fewer FLOPs.",
            }
            assert reached or by_chance, rule.conclusion


# The page


@pytest.fixture
def fresh(site: Path, browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens the page with a fragment, in a context of its own; complains about any script error."""
    contexts, complaints = [], []

    def visit(fragment: str = "", **options: Any) -> Any:
        context = browser.new_context(**({"viewport": WIDE} | options))
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        opened.on("dialog", lambda dialog: complaints.append("a dialog opened"))
        opened.goto(PAGE.as_uri() + fragment)
        return opened

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


SHOWN = ".calculator-verdict, .calculator-main, .calculator-result:not([hidden])"
TEXTS = f"""() => [...document.querySelectorAll(".calculator")].map((calculator) =>
    [...calculator.querySelectorAll("{SHOWN}")].map((part) => part.textContent))"""


def settled_fragment(page: Any) -> str:
    """The address's fragment, once it has followed."""
    page.wait_for_function("location.hash.includes('=')")
    page.wait_for_timeout(400)
    return page.url[page.url.index("#") :]


@pytest.mark.slow
def test_without_script_the_page_says_so_and_shows_what_the_script_would(fresh: Any) -> None:
    scriptless = fresh(java_script_enabled=False)
    assert scriptless.locator(".calculator-scriptless").first.is_visible()
    assert not scriptless.locator(".calculator-cite").first.is_visible()
    texts = [calculator.locator(SHOWN).all_text_contents() for calculator in scriptless.locator(".calculator").all()]
    assert len(texts) == len(NAMES)
    assert texts == fresh().evaluate(TEXTS)


@pytest.mark.slow
def test_typing_changes_numbers_formula_verdict_and_address(fresh: Any) -> None:
    page = fresh()
    box = page.locator("#kv-cache")
    box.locator("[name=batch]").fill("1e3")
    row = box.locator(".calculator-result:not([hidden])", has_text="Cache of all sequences")
    assert row.locator(".calculator-value").text_content() == "2,113.93 GB"
    assert "1,000" in row.locator(".calculator-filled").text_content()
    assert "do not fit" in box.locator(".calculator-verdict").text_content()
    assert "Sequences that fit: 110" in box.locator(".calculator-main").text_content()
    again = fresh(settled_fragment(page))
    assert "batch=1e3" in again.url
    assert again.evaluate(TEXTS)[0] == page.evaluate(TEXTS)[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("max-batch", {"model": "deepseek-v3", "node": "8xH200-SXM", "combine": "sum"}),
        ("max-batch", {"model": "gpt-oss-120b", "node": "72xGB200-NVL72"}),
        ("kv-cache", {"model": "gemma-2-27b", "kv": "fp8"}),
        ("query-price", {"model": "gpt-4o-mini"}),
    ],
    ids=str,
)
def test_a_shared_address_brings_records_and_numbers_back(fresh: Any, name: str, chosen: dict[str, str]) -> None:
    page = fresh()
    box = page.locator(f".calculator#{name}")
    for field, key in chosen.items():
        box.locator(f"[name={field}]").select_option(key)
    short = fresh(f"#{name}:{urlencode(chosen)}")
    for other in (fresh(settled_fragment(page)), short):
        for field, key in chosen.items():
            assert other.locator(f".calculator#{name} [name={field}]").input_value() == key
        assert other.evaluate(TEXTS) == page.evaluate(TEXTS)
        assert other.locator(f".calculator#{name} .calculator-message").text_content() == ""


@pytest.mark.slow
def test_an_addresss_numbers_stand_where_the_record_has_changed(fresh: Any) -> None:
    page = fresh("#query-price:model=gpt-4o&input_price=5")
    assert page.locator("#query-price [name=input_price]").input_value() == "5"
    assert page.locator("#query-price [name=output_price]").input_value() == "10"
    assert page.locator("#query-price [name=model]").input_value() == ""


@pytest.mark.slow
def test_what_is_left_empty_stays_empty_in_the_address(fresh: Any) -> None:
    page = fresh("#kv-cache:batch=")
    assert page.locator("#kv-cache [name=batch]").input_value() == ""
    assert page.locator("#kv-cache .calculator-message").text_content().startswith("Sequences: must be")


@pytest.mark.slow
@pytest.mark.parametrize("extreme", ["0", "1e-300", "1", "1e15", "1e308"])
def test_extreme_numbers_bring_a_sentence_and_no_broken_number(fresh: Any, extreme: str) -> None:
    silent, broken = fresh().evaluate(
        """async (extreme) => {
            const silent = [], broken = [];
            for (const root of document.querySelectorAll(".calculator"))
                for (const field of root.querySelectorAll("input[type=text]")) {
                    const before = field.value;
                    field.value = extreme;
                    field.dispatchEvent(new Event("input", { bubbles: true }));
                    await new Promise(requestAnimationFrame);
                    const said = root.querySelector(".calculator-answer").innerText;
                    const shown = said + [...root.querySelectorAll(".calculator-value")].map((dd) => dd.innerText);
                    const first = said.trim().split("\\n")[0];
                    if (!/\\.$/.test(first)) silent.push([field.id, said]);
                    if (/NaN|undefined|Infinity|null/.test(shown)) broken.push([field.id, shown]);
                    field.value = before;
                    field.dispatchEvent(new Event("input", { bubbles: true }));
                }
            return [silent, broken];
        }""",
        extreme,
    )
    assert silent == []
    assert broken == []


@pytest.mark.slow
def test_what_a_record_lacks_is_said(fresh: Any) -> None:
    page = fresh("#max-batch:node=8xA100-SXM-80GB&arithmetic=fp8")
    said = page.locator("#max-batch .calculator-message").text_content()
    assert said.startswith("8 x NVIDIA A100 SXM 80 GB: the catalog has no value for “Peak arithmetic, fp8”.")


@pytest.mark.slow
def test_no_two_elements_share_an_id(fresh: Any) -> None:
    ids = fresh().evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.slow
def test_a_choice_fills_and_typing_makes_it_ones_own(fresh: Any) -> None:
    page = fresh()
    box = page.locator("#max-batch")
    box.locator("[name=model]").select_option("deepseek-v3")
    assert box.locator("[name=latent_dim]").input_value() == "512"
    assert box.locator("[data-field=kv_heads]").get_attribute("hidden") is not None
    assert box.locator("[name=experts_read]").input_value() == "touched"
    box.locator("summary", has_text="Shape").click()
    box.locator("[name=latent_dim]").fill("600")
    assert box.locator("[name=model]").input_value() == ""
    box.locator(".calculator-reset").click()
    assert box.locator("[name=model]").input_value() == "llama-3.1-405b"


@pytest.mark.slow
def test_sliders_and_keys(fresh: Any) -> None:
    page = fresh()
    slider = page.locator("#kv-cache input[type=range][data-input=tokens]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    moved = page.locator("#kv-cache [name=tokens]").input_value()
    assert moved != "4096"
    assert slider.get_attribute("aria-valuetext").endswith("tokens")


@pytest.mark.slow
def test_wrong_input_is_named_and_nothing_is_made_up(fresh: Any) -> None:
    page = fresh()
    box = page.locator("#kv-cache")
    for text in ("-1", "many", "1.5", "", "1e400", "0x10", "32,5", "3,2", "1,0000", "１２"):
        box.locator("[name=batch]").fill(text)
        assert "must be a whole number" in box.locator(".calculator-message").text_content()
        assert box.locator("[name=batch]").get_attribute("aria-invalid") == "true"
        row = box.locator(".calculator-result:not([hidden])", has_text="Cache of all sequences")
        assert row.locator(".calculator-value").text_content() == "—"


HOSTILE = (
    {"batch": "<img src=x onerror=alert(1)>", "model": "<script>alert(1)</script>"},
    {"batch": "1e999", "tokens": "-5", "layers": "NaN", "hbm": "__proto__"},
    {"model": "__proto__", "node": "constructor", "attention": "toString"},
    {"model": "a-model-of-the-past", "batch": "64"},
    {"<b>new</b>": "1", "__proto__": "x", "constructor": "y"},
)


@pytest.mark.slow
@pytest.mark.parametrize("state", HOSTILE, ids=str)
def test_hostile_or_stale_addresses_bring_a_message_and_no_markup(fresh: Any, state: dict[str, str]) -> None:
    page = fresh(f"#kv-cache:{urlencode(state)}")
    box = page.locator("#kv-cache")
    said = box.locator(".calculator-message").text_content()
    assert said.startswith("This link could not be read in full. Left out of it: ")
    for value in (*state, *state.values()):
        if "<" in value:
            assert value not in page.locator("#kv-cache").inner_html()
    assert page.evaluate("({}).x === undefined && Object.prototype.toString.call([]) === '[object Array]'")
    values = box.locator(".calculator-result:not([hidden]) .calculator-value").all_text_contents()
    assert all(value != "—" for value in values)


@pytest.mark.slow
@pytest.mark.parametrize("fragment", ["#kv-cache:%E0%A4%A", "#kv-cache:&&==&", "#:x=1", "#nothing:batch=1", "#%%%"])
def test_broken_addresses_do_no_harm(fresh: Any, fragment: str) -> None:
    page = fresh(fragment)
    assert page.locator("#kv-cache .calculator-value").first.text_content() != "—"


@pytest.mark.slow
def test_a_calculation_can_be_cited(fresh: Any) -> None:
    page = fresh()
    page.locator("#over-training [name=size_ratio]").fill("0.5")
    page.locator("#over-training .calculator-cite").click()
    text = page.locator("#over-training .calculator-citation").text_content()
    assert "size, over the optimal model's 0.5" in text
    assert "Result: Times the training tokens: " in text
    assert "compute_multiplier 0." in text
    assert "calculators.html#over-training:" in text
    link = text[text.rindex("#") :]
    assert fresh(link).locator("#over-training [name=size_ratio]").input_value() == "0.5"
    page.locator("#over-training [name=size_ratio]").fill("0.6")
    assert not page.locator("#over-training .calculator-citation").is_visible()


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_page_is_accessible_and_fits(fresh: Any, size: dict[str, int], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = fresh(viewport=size, color_scheme=scheme)
    for summary in page.locator(".calculator summary").all():
        summary.click()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    violations = Axe().run(page, context=".calculator", options={"preload": False}).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:3]) for rule in violations] == []
    widths = page.evaluate("[...document.querySelectorAll('.calculator canvas')].map((canvas) => canvas.clientWidth)")
    assert len(widths) == len(NAMES)
    assert all(200 < width <= size["width"] for width in widths)


@pytest.mark.slow
def test_only_this_page_loads_them(site: Path) -> None:
    loading = [path for path in site.rglob("*.html") if "calculators/runtime.js" in path.read_text(encoding="utf-8")]
    assert loading == [PAGE]


@pytest.mark.slow
def test_a_change_shows_within_a_frame_or_two(fresh: Any) -> None:
    page = fresh()
    seconds = page.evaluate(
        """() => {
            const field = document.querySelector("#max-batch [name=speed]");
            const started = performance.now();
            for (let i = 0; i < 20; i++) {
                field.value = String(20 + i);
                field.dispatchEvent(new Event("input", { bubbles: true }));
            }
            return (performance.now() - started) / 20 / 1000;
        }"""
    )
    assert seconds < 0.05


@pytest.mark.slow
def test_the_plot_is_drawn_inside_its_frame(fresh: Any) -> None:
    opened = fresh()
    opened.wait_for_selector(".calculator-plot canvas")
    boxes = opened.evaluate(
        """() => [...document.querySelectorAll(".calculator-plot")].map((frame) => {
            const [outer, inner] = [frame, frame.querySelector("canvas")].map((part) => part.getBoundingClientRect());
            return [inner.top - outer.top, outer.bottom - inner.bottom, inner.height];
        })"""
    )
    assert boxes
    assert all(above >= -1 and below >= -1 and height > 100 for above, below, height in boxes)

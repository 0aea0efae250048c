"""Figures inside a page: their ids are their own, their colours follow the theme, and they have a name."""

from __future__ import annotations

from priceofthought.figures import style
from site_extension.inline_figures import DARK, LIGHT, inline, stylesheet

SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" version="1.1">
<metadata>made by</metadata><style>*{{stroke-linejoin: round}}</style>
<defs><path id="p1" d="M0 0"/><clipPath id="c1"/></defs>
<g id="unused" clip-path="url(#c1)"><use xlink:href="#p1" style="stroke: {style.INK.upper()}; fill: #123456"/></g>
<text style="font: 10px 'DejaVu Sans', sans-serif">one  <tspan>two</tspan></text>
</svg>"""


def test_ids_and_what_refers_to_them_carry_the_figures_name() -> None:
    drawn = inline(SVG, "fig-x", "A figure")
    assert 'id="fig-x-p1"' in drawn
    assert 'href="#fig-x-p1"' in drawn
    assert 'clip-path="url(#fig-x-c1)"' in drawn
    assert "unused" not in drawn


def test_house_colours_become_variables_and_others_stay() -> None:
    drawn = inline(SVG, "fig-x", "A figure")
    assert "stroke: var(--fig-ink); fill: #123456" in drawn
    assert "var(--fig-font)" in drawn


def test_a_figure_is_named_and_takes_the_width_of_the_page() -> None:
    drawn = inline(SVG, "fig-x", 'Less "than" <')
    assert 'role="img"' in drawn
    assert 'aria-label="Less &quot;than&quot; &lt;"' in drawn
    assert not [part for part in ("width=", "version=", "metadata", "<style") if part in drawn]


def test_every_colour_has_a_value_in_the_dark() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert all(LIGHT[name].lower() != DARK[name].lower() for name in LIGHT)
    light, dark = stylesheet().splitlines()
    assert light.startswith("html {")
    assert dark.startswith('html[data-theme="dark"] {')
    assert light.count("--fig-") == dark.count("--fig-") == len(LIGHT)

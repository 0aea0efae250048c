"""Every figure: id, alternative text, caption, table, house colours, the same bytes twice."""

import re
from pathlib import Path

import pytest

from priceofthought.figures import figures, style
from priceofthought.figures.export import table_csv

ALL = sorted(figures())
COLOURS = {style.INK, style.MUTED, style.GRID, *style.SERIES, *style.FILL, "#ffffff", "#000000"}


@pytest.mark.parametrize("name", ALL)
def test_it_is_described_and_has_its_data(name: str) -> None:
    figure = figures()[name]
    plot = figure.draw()
    assert len(figure.alt) > 60
    assert figure.alt.endswith(".")
    assert plot.caption.endswith(".")
    assert len(table_csv(plot.table).splitlines()) > 1
    for axes in plot.drawing.axes:
        assert axes.get_xlabel() or axes.get_ylabel(), "an axis without a label"


@pytest.mark.parametrize("name", ALL)
def test_its_svg_keeps_to_the_house(name: str) -> None:
    plot = figures()[name].draw()
    drawn = style.svg(plot.drawing)
    assert drawn == style.svg(plot.drawing)
    assert set(re.findall(r"#[0-9a-f]{6}\b", drawn)) <= COLOURS
    assert "<text" in drawn


def test_ids_do_not_depend_on_how_the_drawing_software_names_them() -> None:
    here = '<clipPath id="p1a">label p1a</clipPath><path id="m2"/><g clip-path="url(#p1a)"/><use xlink:href="#m2"/>'
    elsewhere = here.replace('"p1a"', '"p9f"').replace("#p1a", "#p9f")
    assert style.name_ids(here) == style.name_ids(elsewhere)
    assert style.name_ids(here) != style.name_ids(here.replace("label", "other"))
    first, second = re.findall(r'id="(\S+?)"', style.name_ids(here))
    assert f"url(#{first})" in style.name_ids(here)
    assert f'xlink:href="#{second}"' in style.name_ids(here)
    assert style.name_ids("<svg/>") == "<svg/>"


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        table_csv({"a": [1, 2], "b": [1]})


def test_the_readme_shows_todays_verdicts() -> None:
    from PIL import Image

    picture = Path(__file__).parents[2] / "book/_static/fig-ledger-verdicts.png"
    shown = Image.open(picture).text["Description"]
    assert shown == table_csv(figures()["fig-ledger-verdicts"].draw().table), f"write {picture.name} anew"

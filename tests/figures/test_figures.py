"""Every figure: id, alternative text, caption, table, house colours, the same bytes twice."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from priceofthought.figures import figures, style, training
from priceofthought.figures.export import table_csv
from priceofthought.figures.show import listed

ALL = sorted(figures())
MODULES = sorted(Path(style.__file__).parent.glob("*.py"))
COLOURS = {style.INK, style.MUTED, style.GRID, *style.SERIES, *style.FILL, "#ffffff", "#000000"}


@pytest.mark.parametrize("name", ALL)
def test_it_is_described_and_has_its_data(name: str) -> None:
    plot = figures()[name].draw()
    assert len(plot.alt) > 60
    assert len(plot.alt.split()) <= 60
    for text in (plot.alt, plot.caption):
        assert text.endswith(".")
        assert "{" not in text, "a field that is not filled in"
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
    assert len(drawn) < 120_000, "pages carry the drawing in their own text"


def test_ids_do_not_depend_on_how_the_drawing_software_names_them() -> None:
    here = '<clipPath id="p1a">label p1a</clipPath><path id="m2"/><g clip-path="url(#p1a)"/><use xlink:href="#m2"/>'
    elsewhere = here.replace('"p1a"', '"p9f"').replace("#p1a", "#p9f")
    assert style.name_ids(here) == style.name_ids(elsewhere)
    assert style.name_ids(here) != style.name_ids(here.replace("label", "other"))
    first, second = re.findall(r'id="(\S+?)"', style.name_ids(here))
    assert f"url(#{first})" in style.name_ids(here)
    assert f'xlink:href="#{second}"' in style.name_ids(here)
    assert style.name_ids("<svg/>") == "<svg/>"


NAMED = re.compile(
    r"Llama 3(\.1)?( \d+B)?|\b(405|70|8)B\b|\bo1\b|GPT-4o|H100|GB200|NVL72"
    r"|\b(8|16)[- ]bit\b|\b9[05] percent\b|20 tokens per parameter|\$10\^"
    r"|kimi-k2|^,?\.\d[f%]$"
)
"""Names and definitions that have digits.

Models, accelerators, number formats, confidence levels, the testbed's unit, powers, catalog ids, format specifications.
"""
NUMBER = re.compile(r"\d")
NUMBER_WORD = re.compile(
    r"\d|\b(six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|billion|trillion)(th|ths|s|fold)?\b",
    re.IGNORECASE,
)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it but format specifications."""
    yield node
    for name, field in ast.iter_fields(node):
        for child in field if isinstance(field, list) else [field]:
            if isinstance(child, ast.AST) and name != "format_spec":
                yield from _parts(child)


def _typed(node: ast.AST) -> list[str]:
    """The text typed in an expression."""
    return [part.value for part in _parts(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def typed_numbers(source: str) -> list[str]:
    """Texts of a module's figures in which a number is typed.

    Read are the arguments of `figure`, drawn titles, captions, alternative texts, and every other f-string, of which
    these may be made. In an alternative text a number in words counts as well.
    """
    texts: list[tuple[re.Pattern[str], ast.AST]] = []
    for node in _parts(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="figure")):
                texts += [(NUMBER_WORD if word.arg == "alt" else NUMBER, word.value) for word in node.keywords]
            case ast.Call(func=ast.Attribute(attr="set_title")):
                texts += [(NUMBER, part) for part in node.args]
            case ast.Assign(targets=[ast.Name(id="caption")]):
                texts.append((NUMBER, node.value))
            case ast.Assign(targets=[ast.Name(id="alt")]):
                texts.append((NUMBER_WORD, node.value))
            case ast.JoinedStr():
                texts.append((NUMBER, node))
    return [text for number, part in texts for text in _typed(part) if number.search(NAMED.sub("", text))]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_number_in_what_is_said_of_a_figure_is_computed(module: Path) -> None:
    assert typed_numbers(module.read_text(encoding="utf-8")) == []


def test_a_typed_number_is_found() -> None:
    assert typed_numbers('alt = f"Dots at 5.1 and {x:.2f}."') == ["Dots at 5.1 and "] * 2
    assert typed_numbers('alt = "The sixteenth of it."') == ["The sixteenth of it."]
    assert typed_numbers('axes.set_title(f"{a:.1f} of 479")') == [" of 479"] * 2
    assert typed_numbers('@figure("fig-x", title="Gone at 39k")\ndef x(): ...') == ["Gone at 39k"]
    assert typed_numbers('caption = f"o1 on 8 H100 in 16 bit, {x}"') == ["o1 on 8 H100 in 16 bit, "] * 2
    assert typed_numbers('caption = f"o1 on {n} H100 in 16 bit, {x:,.0f} of 95 percent"') == []


def test_an_alternative_text_follows_what_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = training.hosts.Host("a system", cores=7, rate=1, seconds=3)
    monkeypatch.setattr(training.hosts, "host", lambda name: changed)
    plot = figures()["fig-verifier-budget"].draw.__wrapped__()
    assert "a system 7 and 3; a system 7 and 3" in plot.alt


def test_items_are_listed_as_a_sentence_has_them() -> None:
    assert listed([4]) == "4"
    assert listed([4, 8]) == "4 and 8"
    assert listed(f"{share:.0%}" for share in (0.01, 0.05, 0.2)) == "1%, 5% and 20%"


def test_a_drawing_without_a_title_of_its_own_takes_the_figures() -> None:
    plain, titled = (figures()[name] for name in ("fig-kv-sharing", "fig-kv-length"))
    assert plain.draw().drawing.axes[0].get_title(loc="left") == plain.title
    assert titled.draw().drawing.axes[0].get_title(loc="left") != titled.title


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        table_csv({"a": [1, 2], "b": [1]})
